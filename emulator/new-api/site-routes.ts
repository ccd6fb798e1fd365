import { type Answer, json, type Request } from "../http.ts";
import { failure, success } from "./answers.ts";
import type { Caller } from "./dashboard-auth.ts";
import { decode } from "./decode.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

/** `GET /api/status`: what anybody may know. */
export function status(world: World): Answer {
  const { profile, site, users } = world;
  return success({
    ...(profile.quotaDisplayType ? { quota_display_type: "USD" } : {}),
    chats: [],
    display_in_currency: true,
    docs_link: "https://docs.newapi.pro",
    enable_batch_update: false,
    price: 7.3,
    quota_per_unit: site.quotaPerUnit(),
    self_use_mode_enabled: false,
    server_address: "http://localhost:3000",
    setup: users.all().length > 0,
    start_time: world.conditions.startTime,
    system_name: "New API",
    turnstile_check: site.option("TurnstileCheckEnabled") === "true",
    turnstile_site_key: "",
    version: profile.version,
  });
}

/** `GET /api/user/groups` and, with a caller, `GET /api/user/self/groups`. */
export function userGroups(world: World, _request: Request, caller?: Caller): Answer {
  const groups: Record<string, { ratio: number | string; desc: string }> = {};
  for (const [name, desc] of world.site.usableGroups(caller?.user)) {
    const ratio = world.site.groupRatio(name);
    if (name === "auto" && world.profile.autoGroup) groups[name] = { desc, ratio: "自动" };
    else if (ratio !== undefined) groups[name] = { desc, ratio };
  }
  return success(groups);
}

/** `GET /api/group/` by an admin. */
export function groupNames(world: World): Answer {
  return success(world.site.groupNames());
}

/** `GET /api/user/models[?group=]` */
export function userModels(world: World, request: Request, caller: Caller): Answer {
  const { site, profile } = world;
  const wanted = request.query.get("group") ?? "";
  if (profile.modelsByGroup && wanted !== "") return success(groupModels(world, caller.user, wanted));
  const names = new Set<string>();
  for (const group of site.usableGroups(caller.user).keys()) for (const model of site.models(group)) names.add(model);
  return success([...names]);
}

function groupModels(world: World, user: User, group: string): string[] {
  const { site } = world;
  if (!site.usableGroups(user).has(group)) return [];
  const groups = group === "auto" ? site.autoGroups(user, null) : [group];
  return [...new Set(groups.flatMap((name) => site.models(name)))];
}

/** `GET /api/token/auto-groups` */
export function autoGroups(world: World, _request: Request, caller: Caller): Answer {
  return success({ groups: world.site.autoGroups(caller.user, null), max_count: 5 });
}

/** `GET /api/models`: channel types and their models. Only types that have a channel here. */
export function channelModels(world: World): Answer {
  const types: Record<string, string[]> = {};
  for (const channel of world.site.channels) types[channel.type] = [...(types[channel.type] ?? []), ...channel.models];
  return success(types);
}

/** `GET /api/pricing`: the price list. */
export function pricing(world: World): Answer {
  const { site, profile } = world;
  const usable = site.usableGroups(undefined);
  // Old servers add the group of the anonymous caller, which has no name.
  if (!profile.modernModels) usable.set("", "用户分组");
  const models = new Map<string, { groups: Set<string>; anthropic: boolean }>();
  for (const channel of site.channels) {
    for (const model of channel.models) {
      const entry = models.get(model) ?? { groups: new Set(), anthropic: channel.type === 14 };
      for (const group of channel.groups) entry.groups.add(group);
      models.set(model, entry);
    }
  }
  const data = [...models].map(([name, { groups, anthropic }]) => {
    const price = site.price(name);
    return {
      model_name: name,
      quota_type: 0,
      model_ratio: price?.ratio ?? 37.5,
      model_price: 0,
      owner_by: "",
      completion_ratio: price?.completion ?? 1,
      enable_groups: [...groups],
      ...(profile.modernModels ? { supported_endpoint_types: anthropic ? ["anthropic", "openai"] : ["openai"] } : {}),
    };
  });
  const ratios: Record<string, number> = {};
  for (const group of usable.keys()) {
    const ratio = site.groupRatio(group);
    if (ratio !== undefined) ratios[group] = ratio;
  }
  return json(200, { data, group_ratio: ratios, success: true, usable_group: Object.fromEntries(usable) });
}

/** `GET /api/option/` by root. */
export function listOptions(world: World): Answer {
  return success(Object.entries(world.site.options()).map(([key, value]) => ({ key, value })));
}

/** `PUT /api/option/` by root. */
export function setOption(world: World, request: Request): Answer {
  const body = decode(request.body, { key: "string", value: "any" });
  try {
    world.site.setOption(body.string("key"), String(body.fields.get("value") ?? ""));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
  return success();
}

/** `POST /api/channel/` by an admin; old servers take the channel without a wrapping. Answers no id. */
export function createChannel(world: World, request: Request): Answer {
  const outer = decode(request.body, { mode: "string", channel: "any" });
  const inner = outer.fields.get("channel");
  const body = inner ? Buffer.from(JSON.stringify(inner)) : request.body;
  const channel = decode(body, { name: "string", type: "int", models: "string", group: "string", status: "int" });
  if (channel.string("models") === "") return failure("channel.models is empty");
  world.site.addChannel({
    name: channel.string("name"),
    type: channel.int("type"),
    models: channel.string("models").split(","),
    groups: (channel.string("group") || "default").split(","),
    status: channel.sent.has("status") ? channel.int("status") : 1,
  });
  return success();
}

/** `DELETE /api/channel/:id` by an admin. */
export function deleteChannel(world: World, request: Request): Answer {
  world.site.removeChannel(Number(request.params.id));
  return success();
}
