import type { RemoteKey, Restrictions } from "../../core/restrictions.ts";
import { day, formatInstant, type Instant, parseInstant } from "../../core/time.ts";
import type { WireKey } from "./wire.ts";

/** A key's limits as the server keeps them; 0 = unlimited. */
export interface WireLimits {
  readonly quota: number;
  readonly rate_limit_5h: number;
  readonly rate_limit_1d: number;
  readonly rate_limit_7d: number;
}

/** From here on the server fails. */
const tooMuch = 1e12;

/** Why a quota that several limits make up at once is given as this: no declared quota ever equals it. */
const severalLimits = { amount: -1 } as const;

/** The last moment that the server can write down; a key beyond it breaks every list page that holds it. */
export const lastInstant: Instant = parseInstant("9999-12-31T23:59:59Z")!;

/**
 * The limits for a quota. Amounts are rounded to the 8 decimals that the server keeps, but never to 0, which would mean
 * unlimited. Undefined for a reset that Sub2API has no window for, and for an amount that it cannot keep: what is no
 * number would arrive as none, and so as unlimited too.
 */
export function wireLimits(quota: Restrictions["quota"]): WireLimits | undefined {
  const none = { quota: 0, rate_limit_5h: 0, rate_limit_1d: 0, rate_limit_7d: 0 };
  if (quota === undefined) return none;
  if (!(quota.amount < tooMuch)) return undefined;
  const amount = Math.max(1, Math.round(quota.amount * 1e8)) / 1e8;
  switch (quota.reset) {
    case undefined:
      return { ...none, quota: amount };
    case "Daily":
      return { ...none, rate_limit_1d: amount };
    case "Weekly":
      return { ...none, rate_limit_7d: amount };
    default:
      return undefined;
  }
}

/** A key as everybody else sees it: without its text, in our units. */
export function remoteKey(key: WireKey, now: Instant): RemoteKey {
  const quota = readQuota(key);
  const expiresAt = instantOf(key.expires_at);
  const createdAt = instantOf(key.created_at);
  const lastUsedAt = instantOf(key.last_used_at);
  return {
    id: String(key.id),
    name: key.name,
    enabled: isEnabled(key),
    usable: usable(key, quota, now),
    restrictions: {
      allowedIPs: [...(key.ip_whitelist ?? [])].sort(),
      ...(key.group ? { group: key.group.name } : {}),
      ...(quota ? { quota } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
    spent: spent(key, quota, now),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  };
}

/** Whether somebody switched it off. `expired` and `quota_exhausted` are the server's own words and not that. */
export function isEnabled(key: WireKey): boolean {
  return key.status !== "inactive" && key.status !== "disabled";
}

/** Whole days from now that do not end before the instant, at least one, and never beyond the year 9999. */
export function daysUntil(instant: Instant, now: Instant): number {
  const most = Math.floor((lastInstant - now) / day) - 1;
  return Math.min(most, Math.max(1, Math.ceil((instant - now) / day)));
}

/** An expiry for PUT: RFC 3339, or "" for never. */
export function wireExpiry(instant: Instant | undefined): string {
  return instant === undefined ? "" : formatInstant(Math.min(instant, lastInstant));
}

/** A time as the server writes it (up to nanoseconds); undefined for none. */
export function instantOf(text: string | null | undefined): Instant | undefined {
  return text ? parseInstant(text) : undefined;
}

function readQuota(key: WireKey): Restrictions["quota"] {
  const found: NonNullable<Restrictions["quota"]>[] = [];
  // Old servers keep a negative quota and treat it as none.
  if ((key.quota ?? 0) > 0) found.push({ amount: key.quota! });
  if ((key.rate_limit_1d ?? 0) > 0) found.push({ amount: key.rate_limit_1d!, reset: "Daily" });
  if ((key.rate_limit_7d ?? 0) > 0) found.push({ amount: key.rate_limit_7d!, reset: "Weekly" });
  if ((key.rate_limit_5h ?? 0) > 0 || found.length > 1) return severalLimits;
  return found[0];
}

function spent(key: WireKey, quota: Restrictions["quota"], now: Instant): number {
  if (quota?.reset === "Daily") return inWindow(key.usage_1d, key.reset_1d_at, now);
  if (quota?.reset === "Weekly") return inWindow(key.usage_7d, key.reset_7d_at, now);
  return key.quota_used ?? 0;
}

/** The server sets a window's use back only at the next call, so a window that has ended still shows its old use. */
function inWindow(used: number | null | undefined, resetAt: string | null | undefined, now: Instant): number {
  const reset = instantOf(resetAt);
  return reset !== undefined && reset <= now ? 0 : (used ?? 0);
}

function usable(key: WireKey, quota: Restrictions["quota"], now: Instant): RemoteKey["usable"] {
  if (!isEnabled(key)) return "disabled";
  const expiresAt = instantOf(key.expires_at);
  if (key.status === "expired" || (expiresAt !== undefined && expiresAt <= now)) return "expired";
  const over = (limit: number | null | undefined, used: number) => (limit ?? 0) > 0 && used >= limit!;
  const exhausted =
    key.status === "quota_exhausted" ||
    over(key.quota, key.quota_used ?? 0) ||
    (quota?.reset !== undefined && over(quota.amount, spent(key, quota, now)));
  return exhausted ? "exhausted" : "yes";
}
