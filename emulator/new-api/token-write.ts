import type { Answer, Request } from "../http.ts";
import { failure, noId, notFound, success } from "./answers.ts";
import type { Caller } from "./dashboard-auth.ts";
import { type Decoded, decode } from "./decode.ts";
import { describeToken } from "./token-json.ts";
import { type Token, type TokenFields, tokenStatus } from "./tokens.ts";
import type { World } from "./world.ts";

const shape = {
  id: "int",
  status: "int",
  name: "string",
  expired_time: "int",
  remain_quota: "int",
  unlimited_quota: "bool",
  model_limits_enabled: "bool",
  model_limits: "string",
  allow_ips: "string",
  group: "string",
  cross_group_retry: "bool",
  auto_groups: "strings",
} as const;

const autoGroupsMost = 5;

/** `POST /api/token/`. Answers neither id nor key. */
export function createToken(world: World, request: Request, caller: Caller): Answer {
  const body = decode(request.body, shape);
  const refusal = checkFields(world, body) ?? checkAutoGroups(world, body, caller);
  if (refusal) return refusal;
  const most = world.site.maxUserTokens();
  if (world.tokens.idsOf(caller.user.id).length >= most) return failure(`已达到最大令牌数量限制 (${most})`);
  world.tokens.create(caller.user.id, {
    ...readFields(world, body),
    // The column's default stands in for a zero: never expires, no IP list.
    expiredTime: body.int("expired_time") || -1,
    allowIPs: body.string("allow_ips"),
    autoGroups: autoGroupsSent(world, body),
  });
  return success();
}

/** `PUT /api/token/`: replaces every settable field, or, with any `status_only`, sets the status alone. */
export function updateToken(world: World, request: Request, caller: Caller): Answer {
  const body = decode(request.body, shape);
  const refusal = checkFields(world, body);
  if (refusal) return refusal;
  if (body.int("id") === 0) return noId();
  const token = world.tokens.ofUser(body.int("id"), caller.user.id);
  if (!token) return notFound();
  if (body.int("status") === tokenStatus.enabled) {
    const hindrance = cannotEnable(world, token);
    if (hindrance) return failure(hindrance);
  }
  if ((request.query.get("status_only") ?? "") !== "") {
    if (token.status === tokenStatus.enabled) world.ghosts.add(token);
    world.tokens.setStatus(token, body.int("status"));
  } else {
    const bad = checkAutoGroups(world, body, caller);
    if (bad) return bad;
    replace(world, token, body);
  }
  return success(describeToken(world.profile, token));
}

function replace(world: World, token: Token, body: Decoded): void {
  const { name, autoGroups, ...fields } = readFields(world, body);
  const kept = fields.group === "auto" && !body.sent.has("auto_groups") ? token.autoGroups : autoGroups;
  Object.assign(token, fields);
  token.autoGroups = kept;
  world.tokens.rename(token, name);
}

function readFields(world: World, body: Decoded): TokenFields {
  const { crossGroupRetry } = world.profile;
  const group = body.string("group");
  const retry = crossGroupRetry === "any group" || (crossGroupRetry === "auto only" && group === "auto");
  return {
    name: body.string("name"),
    expiredTime: body.int("expired_time"),
    remainQuota: body.int("remain_quota"),
    unlimitedQuota: body.bool("unlimited_quota"),
    modelLimitsEnabled: body.bool("model_limits_enabled"),
    modelLimits: body.string("model_limits"),
    allowIPs: (body.fields.get("allow_ips") as string | undefined) ?? null,
    group,
    crossGroupRetry: retry && body.bool("cross_group_retry"),
    autoGroups: autoGroupsSent(world, body),
  };
}

function autoGroupsSent(world: World, body: Decoded): string[] | null {
  if (!world.profile.autoGroupsField || body.string("group") !== "auto") return null;
  const groups = body.fields.get("auto_groups") as string[] | undefined;
  return groups && groups.length > 0 ? groups : null;
}

function checkFields(world: World, body: Decoded): Answer | undefined {
  const { profile, site } = world;
  const long = Buffer.byteLength(body.string("name")) > profile.maxNameBytes;
  if (long) return failure(profile.language === "Chinese" ? "令牌名称过长" : "Token name is too long");
  if (!profile.quotaChecked || body.bool("unlimited_quota")) return undefined;
  if (body.int("remain_quota") < 0) return failure("Quota value cannot be negative");
  const most = 1e9 * site.quotaPerUnit();
  if (body.int("remain_quota") > most) return failure(`Quota value exceeds valid range, maximum is ${most}`);
  return undefined;
}

function checkAutoGroups(world: World, body: Decoded, caller: Caller): Answer | undefined {
  const groups = autoGroupsSent(world, body);
  if (!groups) return undefined;
  if (groups.length > autoGroupsMost) return failure(`A token can select at most ${autoGroupsMost} Auto groups`);
  const usable = world.site.usableGroups(caller.user);
  for (const [index, group] of groups.entries()) {
    if (groups.indexOf(group) !== index) return failure(`Auto group ${group} is duplicated`);
    if (!usable.has(group)) return failure(`Auto group ${group} is unavailable or unauthorized`);
  }
  return undefined;
}

/** Judged by what is stored, not by what the same call would store. */
function cannotEnable(world: World, token: Token): string | undefined {
  const past = token.expiredTime !== -1 && token.expiredTime <= world.clock.seconds();
  if (token.status === tokenStatus.expired && past) return "Token has expired and cannot be enabled";
  const empty = !token.unlimitedQuota && token.remainQuota <= 0;
  if (token.status === tokenStatus.exhausted && empty) return "Token quota is used up and it cannot be enabled";
  return undefined;
}
