import type { Answer, Request } from "../http.ts";
import { groupNotAllowed, groupNotFound, internalError, isAnswer, ok, refuse } from "./answers.ts";
import { type Decoded, decode, invalid, violates } from "./decode.ts";
import type { Group } from "./groups.ts";
import type { RunResult } from "./idempotency.ts";
import { isPattern } from "./ip-patterns.ts";
import { haystackOf, type Key, keyView, settle } from "./key.ts";
import { escapeName, storableName } from "./key-names.ts";
import { fitsColumn } from "./money.ts";
import { stored } from "./stamp.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

const shape = {
  name: "string",
  group_id: "int64",
  custom_key: "string",
  ip_whitelist: "[]string",
  ip_blacklist: "[]string",
  quota: "float64",
  expires_in_days: "int",
  rate_limit_5h: "float64",
  rate_limit_1d: "float64",
  rate_limit_7d: "float64",
} as const;
type Body = Decoded<typeof shape>;

const dayNanos = 86_400_000_000_000n;

/** `POST /keys`: decoding and numbers first, then the Idempotency-Key, then the rest. */
export async function createKey(world: World, request: Request, user: User): Promise<Answer> {
  const body = decode(request.body, "CreateAPIKeyRequest", shape);
  if (isAnswer(body)) return body;
  if (!body.name) return violates("CreateAPIKeyRequest", "Name", "required");
  if (world.profile.refusesNegatives && negative(body)) {
    return invalid("numeric limits must be finite and non-negative, and expires_in_days must be greater than zero");
  }
  const header = request.headers["idempotency-key"];
  const fingerprint = JSON.stringify([user.id, ...Object.keys(shape).map((name) => body[name as keyof Body] ?? null)]);
  return world.idempotency.run(Array.isArray(header) ? header[0] : header, fingerprint, () =>
    insert(world, user, body),
  );
}

function negative(body: Body): boolean {
  const amounts = [body.quota, body.rate_limit_5h, body.rate_limit_1d, body.rate_limit_7d];
  return amounts.some((amount) => (amount ?? 0) < 0) || (body.expires_in_days ?? 1) <= 0;
}

async function insert(world: World, user: User, body: Body): Promise<RunResult> {
  const refused = refusal(world, user, body);
  if (refused) return { answer: refused };
  if (!(await world.holds.pass("before-insert"))) return lost;
  const key = row(world, user, body);
  if (!storable(key)) return { answer: internalError() };
  if (!world.keys.insert(key)) return { answer: taken(world, user) };
  // A text that was probed before, or that a cache still holds from an earlier life, is looked up freshly now.
  world.cache.forget(key.text);
  world.ledger.keyCreated({
    id: String(key.id),
    name: key.name,
    owner: user.email,
    text: key.text,
    at: world.clock.now(),
  });
  if (!(await world.holds.pass("after-insert"))) return lost;
  try {
    const data = keyView(key, { profile: world.profile, fresh: true });
    return { answer: ok(data), data };
  } finally {
    settle(key);
  }
}

const lost: RunResult = { answer: { status: 500, cut: true }, dropped: true };

function refusal(world: World, user: User, body: Body): Answer | undefined {
  const patterns = [...(body.ip_whitelist ?? []), ...(body.ip_blacklist ?? [])];
  if (!patterns.every(isPattern)) return refuse(400, "invalid IP or CIDR pattern", "INVALID_IP_PATTERN");
  if (body.group_id !== undefined) {
    const group = world.groups.get(body.group_id);
    if (!group) return groupNotFound();
    if (!mayBind(world, user, group)) return groupNotAllowed();
  }
  return body.custom_key ? customTextRefusal(world, user, body.custom_key) : undefined;
}

/** Whether the user may put a key into the group. An inactive group is no obstacle here. */
export function mayBind(world: World, user: User, group: Group): boolean {
  if (group.subscription) return world.subscriptions.find(user.id, group.id, world.stamp()) !== undefined;
  return !group.exclusive || (user.allowedGroups?.includes(group.id) ?? false);
}

function customTextRefusal(world: World, user: User, text: string): Answer | undefined {
  const counted = world.settings.limits && world.settings.redis === "up";
  if (counted && world.limits.conflicts.full(user.id, world.clock.now())) {
    return refuse(429, "too many failed attempts, please try again later", "API_KEY_RATE_LIMITED");
  }
  if ([...text].length < 16) return refuse(400, "api key must be at least 16 characters", "API_KEY_TOO_SHORT");
  if (!/^[A-Za-z0-9_-]+$/.test(text)) {
    const message = "api key can only contain letters, numbers, underscores, and hyphens";
    return refuse(400, message, "API_KEY_INVALID_CHARS");
  }
  return world.keys.byText(text) ? taken(world, user) : undefined;
}

function taken(world: World, user: User): Answer {
  world.limits.conflicts.conflict(user.id, world.clock.now());
  return refuse(409, "api key already exists", "API_KEY_EXISTS");
}

function row(world: World, user: User, body: Body): Key {
  const now = world.stamp();
  const days = body.expires_in_days ?? 0;
  const name = world.profile.escapesNames ? escapeName(body.name ?? "") : (body.name ?? "");
  const text = body.custom_key || `${world.settings.keyPrefix}${world.hex(32)}`;
  return {
    id: world.keys.nextId(),
    userId: user.id,
    text,
    name,
    haystack: haystackOf(name, text),
    groupId: body.group_id ?? null,
    status: "active",
    whitelist: body.ip_whitelist ?? null,
    blacklist: body.ip_blacklist ?? null,
    lastUsedAt: null,
    lastUsedIp: null,
    quota: body.quota ?? 0,
    quotaUsed: 0,
    expiresAt: days > 0 ? now + BigInt(days) * dayNanos : null,
    windows: {
      limit5h: body.rate_limit_5h ?? 0,
      limit1d: body.rate_limit_1d ?? 0,
      limit7d: body.rate_limit_7d ?? 0,
      used5h: 0,
      used1d: 0,
      used7d: 0,
      start5h: null,
      start1d: null,
      start7d: null,
    },
    createdAt: now,
    updatedAt: stored(now) === now ? now : now + 110n,
    running: 0,
    usage: undefined,
    cachedAt: 0,
  };
}

/** What the columns take; anything else is an error of the database, told as "internal error". */
export function storable(key: Key): boolean {
  const { limit5h, limit1d, limit7d } = key.windows;
  return storableName(key.name) && key.text.length <= 128 && [key.quota, limit5h, limit1d, limit7d].every(fitsColumn);
}
