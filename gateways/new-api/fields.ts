import type { RemoteKey, Restrictions } from "../../core/restrictions.ts";
import type { Instant } from "../../core/time.ts";
import type { Token } from "./wire.ts";

/** How keys are restricted in New API's terms, both ways. */

/** A quota field is an int32 on the newest servers, and larger values are refused or stored wrong. */
export const mostUnits = 2_147_483_647;

/** What create and update write; every field, because an omitted one becomes a zero, and a zero kills or opens a key. */
export interface Fields {
  readonly name: string;
  readonly expired_time: number;
  readonly remain_quota: number;
  readonly unlimited_quota: boolean;
  readonly model_limits_enabled: boolean;
  readonly model_limits: string;
  readonly allow_ips: string;
  readonly group: string;
  readonly cross_group_retry: boolean;
}

/** The units of a quota; undefined if it would round to nothing or does not fit. */
export function units(amount: number, perUnit: number): number | undefined {
  // Rounded down, never to more than declared; the addition is for amounts that a double cannot hold.
  const rounded = Math.floor(amount * perUnit + 1e-6);
  return rounded >= 1 && rounded <= mostUnits ? rounded : undefined;
}

/** The fields of a key that has already used `usedUnits`. The restrictions must have been checked. */
export function fields(name: string, want: Restrictions, perUnit: number, usedUnits = 0): Fields {
  const limit = want.quota === undefined ? undefined : units(want.quota.amount, perUnit);
  return {
    name,
    // Rounded down: never later than declared. 0 and -1 mean other things than a time.
    expired_time: want.expiresAt === undefined ? -1 : Math.max(1, Math.floor(want.expiresAt / 1000)),
    remain_quota: limit === undefined ? 0 : Math.max(0, limit - usedUnits),
    unlimited_quota: want.quota === undefined,
    model_limits_enabled: want.models !== undefined,
    model_limits: want.models?.join(",") ?? "",
    allow_ips: want.allowedIPs.join("\n"),
    group: want.group ?? "",
    cross_group_retry: false,
  };
}

/** A key as everybody else sees it: without its text, in our units. */
export function remoteKey(token: Token, perUnit: number, now: Instant): RemoteKey {
  const used = token.used_quota / perUnit;
  return {
    id: String(token.id),
    name: token.name,
    enabled: isEnabled(token),
    usable: usable(token, now),
    restrictions: restrictions(token, perUnit),
    spent: used,
    createdAt: token.created_time * 1000,
    ...(token.accessed_time > token.created_time ? { lastUsedAt: token.accessed_time * 1000 } : {}),
  };
}

/** What a key may do. */
export function restrictions(token: Token, perUnit: number): Restrictions {
  return {
    ...(token.group === "" ? {} : { group: token.group }),
    // Not trimmed: the server does not either, so an entry behind a blank opens nothing and must show as a difference.
    ...(token.model_limits_enabled ? { models: token.model_limits.split(",").filter(Boolean).sort() } : {}),
    ...(token.unlimited_quota ? {} : { quota: { amount: (token.remain_quota + token.used_quota) / perUnit } }),
    ...(token.expired_time === -1 ? {} : { expiresAt: token.expired_time * 1000 }),
    allowedIPs: token.allow_ips
      .split("\n")
      .map((entry) => entry.replace(/[\s,]/g, ""))
      .filter(Boolean)
      .sort(),
  };
}

/** 1 on; 3 and 4 are on as well, but the server has noticed that time or quota is over. 2 and anything else is off. */
function isEnabled(token: Token): boolean {
  return token.status === 1 || token.status === 3 || token.status === 4;
}

/** Whether the server has put a key aside although its time and quota would allow it again. */
export function isStale(token: Token, now: Instant): boolean {
  return (token.status === 3 || token.status === 4) && !isExpired(token, now) && !isExhausted(token);
}

function usable(token: Token, now: Instant): RemoteKey["usable"] {
  if (!isEnabled(token)) return "disabled";
  // The stored status lags behind, with Redis for ever: time and quota are judged here.
  if (token.status === 3 || isExpired(token, now)) return "expired";
  return token.status === 4 || isExhausted(token) ? "exhausted" : "yes";
}

function isExpired(token: Token, now: Instant): boolean {
  return token.expired_time !== -1 && token.expired_time * 1000 <= now;
}

function isExhausted(token: Token): boolean {
  return !token.unlimited_quota && token.remain_quota <= 0;
}
