import type { Answer, Request } from "../http.ts";
import {
  foreign,
  groupNotAllowed,
  groupNotFound,
  internalError,
  isAnswer,
  keyNotFound,
  ok,
  refuse,
} from "./answers.ts";
import { type Decoded, decode, invalid, violates } from "./decode.ts";
import { isPattern } from "./ip-patterns.ts";
import { exhausted, type Key, keyView, settle } from "./key.ts";
import { escapeName } from "./key-names.ts";
import { mayBind, storable } from "./keys-create.ts";
import { beforeRevocation } from "./revocation.ts";
import { parseRfc3339, type Stamp, toMs } from "./stamp.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

const shape = {
  name: "string",
  group_id: "int64",
  status: "string",
  ip_whitelist: "[]string",
  ip_blacklist: "[]string",
  quota: "float64",
  expires_at: "string",
  reset_quota: "bool",
  rate_limit_5h: "float64",
  rate_limit_1d: "float64",
  rate_limit_7d: "float64",
  reset_rate_limit_usage: "bool",
} as const;
type Body = Decoded<typeof shape>;

/** Fields of a row that a PUT may change, as it leaves them. */
type Change = Partial<Omit<Key, "id" | "userId" | "text" | "createdAt">>;

/** `PUT /keys/:id`: changes what is sent; old servers write the rest back too. */
export async function updateKey(world: World, request: Request, user: User, id: number): Promise<Answer> {
  const body = decode(request.body, "UpdateAPIKeyRequest", shape);
  if (isAnswer(body)) return body;
  const refused = badFields(world, body);
  if (refused) return refused;
  const expiry = expiryOf(body.expires_at);
  if (isAnswer(expiry)) return expiry;

  const key = world.keys.get(id);
  if (!key) return keyNotFound();
  if (key.userId !== user.id) return foreign();
  const patterns = [...(body.ip_whitelist ?? []), ...(body.ip_blacklist ?? [])];
  if (!patterns.every(isPattern)) return refuse(400, "invalid IP or CIDR pattern", "INVALID_IP_PATTERN");
  const groupRefusal = groupOf(world, user, body.group_id);
  if (groupRefusal) return groupRefusal;

  const oldGroup = key.groupId === null ? undefined : world.groups.get(key.groupId);
  const change = changeOf(world, key, body, expiry);
  if (!storable({ ...key, ...change })) return internalError();
  if (!world.profile.partialPut) {
    // The row that was read is what gets written, whatever others have written in between.
    const { running, usage, cachedAt, ...whole } = { ...key, windows: { ...key.windows }, ...change };
    if (!(await world.holds.pass("before-update"))) return { status: 500, cut: true };
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (world.keys.get(id) !== key) return keyNotFound();
    apply(world, key, whole, body);
  } else apply(world, key, change, body);
  if (body.status) world.limits.conflicts.forgive(user.id);

  try {
    const { profile } = world;
    return ok(keyView(key, { profile, user, group: oldGroup, fresh: true, expiresEcho: body.expires_at || undefined }));
  } finally {
    settle(key);
  }
}

function badFields(world: World, body: Body): Answer | undefined {
  if (body.status && body.status !== "active" && body.status !== "inactive") {
    return violates("UpdateAPIKeyRequest", "Status", "oneof");
  }
  const amounts = [body.quota, body.rate_limit_5h, body.rate_limit_1d, body.rate_limit_7d];
  return world.profile.refusesNegatives && amounts.some((amount) => (amount ?? 0) < 0)
    ? invalid("numeric limits must be finite and non-negative")
    : undefined;
}

/** Undefined = leave it, null = never. */
function expiryOf(text: string | undefined): Stamp | null | undefined | Answer {
  if (text === undefined) return undefined;
  if (text === "") return null;
  return parseRfc3339(text) ?? refuse(400, `Invalid expires_at format: parsing time "${text}"`);
}

function groupOf(world: World, user: User, groupId: number | undefined): Answer | undefined {
  if (groupId === undefined) return undefined;
  const group = world.groups.get(groupId);
  if (!group) return groupNotFound();
  return mayBind(world, user, group) ? undefined : groupNotAllowed();
}

function changeOf(world: World, key: Key, body: Body, expiry: Stamp | null | undefined): Change {
  const change: Change = {};
  if (body.name) change.name = world.profile.escapesNames ? escapeName(body.name) : body.name;
  if (body.group_id !== undefined) change.groupId = body.group_id;
  if (body.status) change.status = body.status === "active" ? "active" : "inactive";
  const kept = world.profile.putKeepsIpLists;
  if (body.ip_whitelist || !kept) change.whitelist = body.ip_whitelist ?? null;
  if (body.ip_blacklist || !kept) change.blacklist = body.ip_blacklist ?? null;
  if (body.quota !== undefined) change.quota = body.quota;
  if (expiry !== undefined) change.expiresAt = expiry;
  if (body.reset_quota) change.quotaUsed = 0;
  const windows = { ...key.windows };
  windows.limit5h = body.rate_limit_5h ?? windows.limit5h;
  windows.limit1d = body.rate_limit_1d ?? windows.limit1d;
  windows.limit7d = body.rate_limit_7d ?? windows.limit7d;
  if (body.reset_rate_limit_usage) {
    Object.assign(windows, { used5h: 0, used1d: 0, used7d: 0, start5h: null, start1d: null, start7d: null });
  }
  if (JSON.stringify(body).includes("rate_limit")) change.windows = windows;
  const moneyMoved = body.quota !== undefined || body.reset_quota === true;
  if (moneyMoved && !body.status && key.status === "quota_exhausted" && !exhausted({ ...key, ...change })) {
    change.status = "active";
  }
  return change;
}

function apply(world: World, key: Key, change: Change, body: Body): void {
  const status = change.status ?? key.status;
  if (status === "inactive" && body.status) beforeRevocation(world, key);
  else world.cache.forget(key.text);
  const now = world.clock.now();
  Object.assign(key, change);
  if (Object.keys(body).length > 0 && wrote(body)) key.updatedAt = world.stamp();
  const id = String(key.id);
  world.ledger.keyRenamed(id, key.name, now);
  world.ledger.keyEnabled(id, key.status !== "inactive", now);
}

/** Whether the request said anything that is written, so that `updated_at` moves. */
function wrote(body: Body): boolean {
  return Object.values(body).some((value) => value !== undefined && value !== "" && value !== false);
}

/** Whether the key's time has run out. */
export function expired(key: Key, nowMs: number): boolean {
  return key.expiresAt !== null && toMs(key.expiresAt) <= nowMs;
}
