import type { Profile } from "./profile.ts";
import type { User } from "./users.ts";

/** A channel: models that the groups can use through one upstream. Type 14 is Anthropic, everything else OpenAI-like. */
export interface Channel {
  readonly id: number;
  name: string;
  type: number;
  models: string[];
  groups: string[];
  status: number;
}

/** Options, channels, and what follows from them: groups, models, prices. */
export interface Site {
  /** An option's text, "" if unset. */
  option(key: string): string;
  options(): Readonly<Record<string, string>>;
  /** Sets an option. Throws an Error if a JSON option does not parse. */
  setOption(key: string, value: string): void;
  readonly channels: readonly Channel[];
  addChannel(channel: Omit<Channel, "id">): Channel;
  removeChannel(id: number): boolean;

  groupNames(): string[];
  /** The group's price factor, or undefined where the group has none (retired or unknown). */
  groupRatio(group: string): number | undefined;
  /** Groups that the user may give to keys, with what people read: the generally usable ones and the user's own. */
  usableGroups(user: User | undefined): Map<string, string>;
  /** The groups that `auto` tries for this user, in order. */
  autoGroups(user: User, own: readonly string[] | null): string[];
  /** Sorted names of the models that the group's channels serve. */
  models(group: string): readonly string[];
  channelFor(group: string, model: string): Channel | undefined;
  price(model: string): { ratio: number; completion: number } | undefined;
  quotaPerUnit(): number;
  maxUserTokens(): number;
}

type Numbers = Readonly<Record<string, number>>;

const freshOptions: Readonly<Record<string, string>> = {
  GroupRatio: '{"default":1,"vip":1,"svip":1}',
  UserUsableGroups: '{"default":"默认分组","vip":"vip分组"}',
  ModelRatio: '{"gpt-4o-mini":0.075,"gpt-4o":1.25,"gpt-4.1":1,"gpt-5-mini":0.125,"claude-3-5-sonnet-20241022":1.5}',
  CompletionRatio: '{"gpt-4o-mini":4,"gpt-4o":4,"gpt-4.1":4,"gpt-5-mini":8,"claude-3-5-sonnet-20241022":5}',
  AutoGroups: '["default"]',
  QuotaPerUnit: "500000",
  RetryTimes: "0",
  "token_setting.max_user_tokens": "1000",
  "performance_setting.monitor_enabled": "true",
  "performance_setting.monitor_cpu_threshold": "90",
};

const jsonOptions = new Set(["GroupRatio", "UserUsableGroups", "ModelRatio", "CompletionRatio", "AutoGroups"]);

/** A fresh installation's options, without channels. */
export function createSite(profile: Profile): Site {
  const options: Record<string, string> = { ...freshOptions };
  const parsed: Record<string, unknown> = {};
  const channels: Channel[] = [];
  let lastChannel = 0;
  let modelsOf = new Map<string, readonly string[]>();
  for (const key of jsonOptions) parsed[key] = JSON.parse(options[key] as string);

  const groupRatios = () => parsed.GroupRatio as Numbers;
  const usable = () => parsed.UserUsableGroups as Readonly<Record<string, string>>;
  const serving = (group: string) => channels.filter(({ status, groups }) => status === 1 && groups.includes(group));

  function usableGroups(user: User | undefined): Map<string, string> {
    const groups = new Map(Object.entries(usable()));
    if (user && !groups.has(user.group)) groups.set(user.group, "用户分组");
    return groups;
  }

  return {
    option: (key) => options[key] ?? "",
    options: () => options,
    setOption(key, value) {
      if (jsonOptions.has(key)) parsed[key] = JSON.parse(value);
      options[key] = value;
    },
    channels,
    addChannel(channel) {
      lastChannel += 1;
      const added = { id: lastChannel, ...channel };
      channels.push(added);
      modelsOf = new Map();
      return added;
    },
    removeChannel(id) {
      const at = channels.findIndex((channel) => channel.id === id);
      if (at >= 0) channels.splice(at, 1);
      modelsOf = new Map();
      return at >= 0;
    },
    groupNames: () => Object.keys(groupRatios()),
    groupRatio: (group) => (Object.hasOwn(groupRatios(), group) ? groupRatios()[group] : undefined),
    usableGroups,
    autoGroups(user, own) {
      const allowed = usableGroups(user);
      return (own ?? (parsed.AutoGroups as string[])).filter((group) => allowed.has(group));
    },
    models(group) {
      let names = modelsOf.get(group);
      if (!names) {
        names = [...new Set(serving(group).flatMap(({ models }) => models))].sort();
        modelsOf.set(group, names);
      }
      return names;
    },
    channelFor: (group, model) => serving(group).find(({ models }) => models.includes(model)),
    price(model) {
      const ratios = parsed.ModelRatio as Numbers;
      if (!Object.hasOwn(ratios, model)) return undefined;
      return { ratio: ratios[model] as number, completion: (parsed.CompletionRatio as Numbers)[model] ?? 1 };
    },
    quotaPerUnit: () => Number(options.QuotaPerUnit),
    maxUserTokens: () => (profile.maxTokens ? Number(options["token_setting.max_user_tokens"]) : Infinity),
  };
}
