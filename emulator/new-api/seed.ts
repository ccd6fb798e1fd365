import type { SeedFile } from "../emulator.ts";
import { roles } from "./users.ts";
import type { World } from "./world.ts";

/** A seed as data. Ratios of null leave a model without a price; quotas are US dollars. */
export interface NewApiSeed {
  users: {
    name: string;
    password?: string;
    role?: "root" | "admin" | "common" | number;
    quotaUSD?: number;
    group?: string;
    accessToken?: string;
  }[];
  groups?: Record<string, { ratio?: number; desc?: string; usable?: boolean }>;
  models?: Record<string, number | null>;
  channels?: { name: string; type?: number; models: string[]; groups?: string[] }[];
  options?: Record<string, string>;
}

/** The set-up that the recordings were made with. The ratios are those of its options. */
export const wireSeed: NewApiSeed = {
  users: [
    { name: "root", role: "root", quotaUSD: 200 },
    { name: "ops", quotaUSD: 100 },
    { name: "other", quotaUSD: 100 },
    { name: "third" },
  ],
  groups: {
    default: { ratio: 1, desc: "Everyone", usable: true },
    vip: { ratio: 2, desc: "Faster channels", usable: true },
    svip: { ratio: 1 },
    staff: { ratio: 0.5 },
    retiring: { ratio: 1, desc: "Goes away soon", usable: true },
  },
  models: {
    "gpt-4o-mini": 0.075,
    "gpt-5-mini": 0.125,
    "gpt-4.1": 1,
    "claude-3-5-sonnet-20241022": 1.5,
    "free-model": 0,
    "unpriced-model": null,
  },
  channels: [
    {
      name: "stub-openai",
      models: ["gpt-4o-mini", "gpt-5-mini", "free-model", "unpriced-model"],
      groups: ["default", "vip", "retiring", "staff"],
    },
    { name: "stub-anthropic", type: 14, models: ["claude-3-5-sonnet-20241022"], groups: ["default", "vip"] },
    { name: "stub-vip", models: ["gpt-4.1"], groups: ["vip"] },
  ],
  options: {
    CompletionRatio: '{"gpt-4o-mini":4,"gpt-5-mini":8,"gpt-4.1":4,"claude-3-5-sonnet-20241022":5,"free-model":1}',
    AutoGroups: '["default","vip"]',
    "performance_setting.monitor_enabled": "false",
  },
};

const passwordOf = "correct-horse";

/** Puts a seed into an empty world. Throws an Error that names what is wrong with it. */
export function plant(world: World, seed: NewApiSeed): void {
  const { site, users } = world;
  const unit = site.quotaPerUnit();
  for (const given of seed.users) {
    const role = typeof given.role === "number" ? given.role : roles[given.role ?? "common"];
    const user = users.create({
      username: given.name,
      password: given.password ?? passwordOf,
      role,
      group: given.group ?? "default",
      quota: Math.round((given.quotaUSD ?? 0) * unit),
      ...(role === roles.root ? { displayName: "Root User" } : {}),
    });
    users.issueAccessToken(user, given.accessToken);
  }
  if (seed.groups) {
    const entries = Object.entries(seed.groups);
    const usable = entries.filter(([, group]) => group.usable).map(([name, group]) => [name, group.desc ?? name]);
    const ratios = entries.filter(([name]) => name !== "auto").map(([name, group]) => [name, group.ratio ?? 1]);
    site.setOption("GroupRatio", JSON.stringify(Object.fromEntries(ratios)));
    site.setOption("UserUsableGroups", JSON.stringify(Object.fromEntries(usable)));
  }
  if (seed.models) {
    const priced = Object.entries(seed.models).filter(([, ratio]) => ratio !== null);
    site.setOption("ModelRatio", JSON.stringify(Object.fromEntries(priced)));
  }
  for (const { name, type = 1, models, groups = ["default"] } of seed.channels ?? []) {
    site.addChannel({ name, type, models, groups, status: 1 });
  }
  for (const [key, value] of Object.entries(seed.options ?? {})) site.setOption(key, value);
}

/** Checks data from a file far enough that `plant` cannot trip over it. Throws an Error that names the field. */
export function readSeed(file: SeedFile): NewApiSeed {
  const seed = file as unknown as NewApiSeed;
  if (!Array.isArray(seed.users) || seed.users.length === 0) throw new Error("seed.users must be a list with a user");
  for (const user of seed.users) {
    if (typeof user?.name !== "string" || user.name === "") throw new Error("every seed user needs a name");
    const { role } = user;
    if (role !== undefined && typeof role !== "number" && !(role in roles)) {
      throw new Error(`role of seed user ${user.name} must be root, admin, common or a number`);
    }
  }
  for (const channel of seed.channels ?? []) {
    if (typeof channel.name !== "string" || !Array.isArray(channel.models)) {
      throw new Error("every seed channel needs a name and a list of models");
    }
  }
  return seed;
}

/** Credentials of the user that clients act as (the first that is not root) and of root. */
export function credentialsOf(world: World): Record<string, string> {
  const all = world.users.all();
  const root = all.find((user) => user.role >= roles.root);
  const client = all.find((user) => user.role < roles.root) ?? root;
  const credentials: Record<string, string> = {};
  if (client?.accessToken) Object.assign(credentials, { accessToken: client.accessToken, userId: String(client.id) });
  if (root?.accessToken) Object.assign(credentials, { rootAccessToken: root.accessToken, rootUserId: String(root.id) });
  return credentials;
}
