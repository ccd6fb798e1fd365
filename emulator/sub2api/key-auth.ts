import type { Request } from "../http.ts";
import { innerCacheMs } from "./auth-cache.ts";
import type { Group } from "./groups.ts";
import { matches } from "./ip-patterns.ts";
import { exhausted, type Key } from "./key.ts";
import { expired } from "./keys-update.ts";
import { keyRefused, otherwiseRefused, type Refusal } from "./refusal.ts";
import { stored } from "./stamp.ts";
import { leftOf } from "./subscriptions.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

/** A request that the data plane has let in. */
export interface Opened {
  readonly key: Key;
  readonly user: User;
  readonly group: Group | undefined;
}

/** What a route asks of a key. */
export interface KeyRules {
  /** Whether expiry, quota, subscription and balance matter. */
  readonly money: boolean;
  /** Whether the call counts as a use of the key. */
  readonly touches: boolean;
  /** Whether `?key=` is a way to present it (the Gemini routes). */
  readonly fromQuery?: boolean;
}

/** The key text that a request presents. A Bearer wins over the other headers, even a bad one. */
export function presentedText(request: Request, fromQuery = false): string | undefined {
  const bearer = /^bearer (.*)$/i.exec(request.headers.authorization ?? "")?.[1]?.trim();
  if (bearer) return bearer;
  for (const name of ["x-api-key", "x-goog-api-key"]) {
    const value = request.headers[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return (fromQuery && request.query.get("key")) || undefined;
}

/** Decides whether a key opens the data plane, in the order of the server's own checks. */
export function openWith(world: World, request: Request, rules: KeyRules): Opened | Refusal {
  const now = world.clock.now();
  const address = request.remoteAddress;
  const guarded = world.profile.abuseBlock && world.settings.limits;
  const blocked = guarded ? world.limits.abuse.blocked(address, now) : undefined;
  if (blocked?.refused) {
    const message = "Too many invalid authentication attempts; retry later";
    return otherwiseRefused(429, "INVALID_AUTH_RATE_LIMITED", message, { retryAfter: blocked.retryAfter });
  }
  if (!rules.fromQuery && (request.query.get("key") || request.query.get("api_key"))) {
    const message = "API key in query parameter is deprecated. Please use Authorization header instead.";
    return otherwiseRefused(400, "api_key_in_query_deprecated", message);
  }
  const opened = find(world, presentedText(request, rules.fromQuery), now);
  if ("refused" in opened) {
    if (guarded && opened.status === 401) world.limits.abuse.bad(address, now);
    return opened;
  }
  const refusal = stateRefusal(world, opened, address) ?? (rules.money ? moneyRefusal(world, opened) : undefined);
  if (refusal) return refusal;
  if (rules.touches) touch(world, opened.key, now);
  return opened;
}

function find(world: World, text: string | undefined, now: number): Opened | Refusal {
  if (text === undefined) {
    const ways = "Authorization header (Bearer scheme), x-api-key header, or x-goog-api-key header";
    return keyRefused(401, "API_KEY_REQUIRED", `API key is required in ${ways}`);
  }
  if (Buffer.byteLength(text) > 128) return unknownKey();
  const key = lookUp(world, text, now);
  if (world.settings.database === "down") {
    return key && now - key.cachedAt < innerCacheMs
      ? otherwiseRefused(500, "api_error", "Service temporarily unavailable", { form: "typed" })
      : otherwiseRefused(500, "INTERNAL_ERROR", "Failed to validate API key");
  }
  const user = key && world.users.get(key.userId);
  if (!key || !user) return unknownKey();
  key.cachedAt = now;
  return { key, user, group: key.groupId === null ? undefined : world.groups.ever(key.groupId) };
}

function lookUp(world: World, text: string, now: number): Key | undefined {
  const stale = world.settings.redis === "up" ? world.cache.revived(text, now) : undefined;
  return stale ?? world.keys.byText(text);
}

function unknownKey(): Refusal {
  return keyRefused(401, "INVALID_API_KEY", "Invalid API key");
}

function stateRefusal(world: World, { key, user, group }: Opened, address: string): Refusal | undefined {
  if (key.status === "inactive") return keyRefused(401, "API_KEY_DISABLED", "API key is disabled");
  const listed = key.whitelist === null || key.whitelist.length === 0 || matches(key.whitelist, address);
  if (!listed || (key.blacklist !== null && matches(key.blacklist, address))) {
    const message = world.profile.trustsForwarding ? `Access denied. Your IP is ${address}` : "Access denied";
    return otherwiseRefused(403, "ACCESS_DENIED", message);
  }
  if (user.status !== "active") return otherwiseRefused(401, "USER_INACTIVE", "User account is not active");
  return group ? groupRefusal(world, user, group) : undefined;
}

function groupRefusal({ profile }: World, user: User, group: Group): Refusal | undefined {
  if (group.deleted) return otherwiseRefused(403, "GROUP_DELETED", "API Key 所属分组已删除");
  if (profile.checksGroupActive && group.status !== "active") {
    return otherwiseRefused(403, "GROUP_DISABLED", "API Key 所属分组已停用");
  }
  if (profile.checksGroupAllowed && group.exclusive && !user.allowedGroups?.includes(group.id)) {
    return otherwiseRefused(403, "GROUP_NOT_ALLOWED", "API Key 所属专属分组不再允许当前用户使用");
  }
  return undefined;
}

function moneyRefusal(world: World, { key, user, group }: Opened): Refusal | undefined {
  if (expired(key, world.clock.now())) return keyRefused(403, "API_KEY_EXPIRED", "API key 已过期");
  if (world.settings.simple) return undefined;
  if (exhausted(key)) return keyRefused(429, "API_KEY_QUOTA_EXHAUSTED", "API key 额度已用完");
  if (group?.subscription) {
    const subscription = world.subscriptions.find(user.id, group.id, world.stamp());
    if (!subscription) {
      return otherwiseRefused(403, "SUBSCRIPTION_NOT_FOUND", "No active subscription found for this group");
    }
    const over = leftOf(subscription, group, world.stamp()) === 0;
    return over ? otherwiseRefused(429, "USAGE_LIMIT_EXCEEDED", "Subscription usage limit exceeded") : undefined;
  }
  return user.balance > 0 ? undefined : otherwiseRefused(403, "INSUFFICIENT_BALANCE", "Insufficient account balance");
}

const touchEveryMs = 30_000;

/** Notes a use, every 30 s at most; `updated_at` moves with it. */
function touch(world: World, key: Key, now: number): void {
  if (key.lastUsedAt !== null && now - Number(key.lastUsedAt / 1_000_000n) < touchEveryMs) return;
  key.lastUsedAt = stored(world.stamp());
  key.updatedAt = key.lastUsedAt;
}
