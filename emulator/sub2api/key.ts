import { groupView } from "./group-view.ts";
import type { Group } from "./groups.ts";
import { toColumn } from "./money.ts";
import type { Profile } from "./profile.ts";
import { rfc3339, type Stamp, stored } from "./stamp.ts";
import type { KeyUsage } from "./usage-log.ts";
import { type User, userView } from "./users.ts";

type KeyStatus = "active" | "inactive" | "quota_exhausted";

/** Spend windows: what was spent since when. */
export interface Windows {
  limit5h: number;
  limit1d: number;
  limit7d: number;
  used5h: number;
  used1d: number;
  used7d: number;
  start5h: Stamp | null;
  start1d: Stamp | null;
  start7d: Stamp | null;
}

/** A row of the keys table. */
export interface Key {
  readonly id: number;
  readonly userId: number;
  readonly text: string;
  name: string;
  groupId: number | null;
  status: KeyStatus;
  whitelist: readonly string[] | null;
  blacklist: readonly string[] | null;
  lastUsedAt: Stamp | null;
  lastUsedIp: string | null;
  quota: number;
  quotaUsed: number;
  expiresAt: Stamp | null;
  windows: Windows;
  readonly createdAt: Stamp;
  updatedAt: Stamp;
  /** Name and text in lower case, for searches over thousands of keys. */
  haystack: string;
  /** Model calls that run right now. */
  running: number;
  usage: KeyUsage | undefined;
  /** When the data plane looked it up last, in milliseconds: whether a cache may still hold it. */
  cachedAt: number;
}

/** How a key is shown. */
export interface KeyViewOptions {
  profile: Profile;
  user?: User | undefined;
  group?: Group | undefined;
  /** An answer to a write: nanoseconds and money as sent, not as stored. */
  fresh?: boolean;
  /** Whether the newest address is told (lists only). */
  ip?: boolean;
  /** The expiry in the words of the request. */
  expiresEcho?: string | undefined;
  /** Quota as sent. */
  quotaEcho?: number | undefined;
}

/** The key object of the management API. Throws `Unencodable` for a key that expires beyond the year 9999. */
export function keyView(key: Key, options: KeyViewOptions): Record<string, unknown> {
  const { profile, fresh = false } = options;
  const exact = (stamp: Stamp) => rfc3339(fresh ? stamp : stored(stamp));
  const maybe = (stamp: Stamp | null) => (stamp === null ? null : rfc3339(stamp));
  const { windows } = key;
  const expiry = options.expiresEcho ?? (key.expiresAt === null ? null : exact(key.expiresAt));
  return {
    id: key.id,
    user_id: key.userId,
    key: key.text,
    name: key.name,
    group_id: key.groupId,
    status: key.status,
    ip_whitelist: key.whitelist,
    ip_blacklist: key.blacklist,
    last_used_at: maybe(key.lastUsedAt),
    ...(profile.lastUsedIp ? { last_used_ip: options.ip ? key.lastUsedIp : null } : {}),
    quota: options.quotaEcho ?? key.quota,
    quota_used: key.quotaUsed,
    expires_at: expiry,
    created_at: exact(key.createdAt),
    updated_at: exact(key.updatedAt),
    ...(profile.currentConcurrency ? { current_concurrency: key.running } : {}),
    rate_limit_5h: windows.limit5h,
    rate_limit_1d: windows.limit1d,
    rate_limit_7d: windows.limit7d,
    usage_5h: windows.used5h,
    usage_1d: windows.used1d,
    usage_7d: windows.used7d,
    window_5h_start: maybe(windows.start5h),
    window_1d_start: maybe(windows.start1d),
    window_7d_start: maybe(windows.start7d),
    ...resets(windows),
    ...(options.user ? { user: userView(options.user, { groups: false }) } : {}),
    ...(options.group ? { group: groupView(options.group) } : {}),
  };
}

/** Lengths of the windows in nanoseconds. */
export const windowLength = { h5: 18_000_000_000_000n, d1: 86_400_000_000_000n, d7: 604_800_000_000_000n };

function resets({ start5h, start1d, start7d }: Windows): Record<string, unknown> {
  return {
    ...(start5h === null ? {} : { reset_5h_at: rfc3339(start5h + windowLength.h5) }),
    ...(start1d === null ? {} : { reset_1d_at: rfc3339(start1d + windowLength.d1) }),
    ...(start7d === null ? {} : { reset_7d_at: rfc3339(start7d + windowLength.d7) }),
  };
}

/** What a search looks through; no stored name has the NUL between its two parts. */
export function haystackOf(name: string, text: string): string {
  return `${name}\0${text}`.toLowerCase();
}

/** Brings a row to what the database keeps of it: 8 decimals, microseconds, no empty lists. */
export function settle(key: Key): void {
  key.haystack = haystackOf(key.name, key.text);
  key.quota = toColumn(key.quota);
  key.windows.limit5h = toColumn(key.windows.limit5h);
  key.windows.limit1d = toColumn(key.windows.limit1d);
  key.windows.limit7d = toColumn(key.windows.limit7d);
  if (key.expiresAt !== null) key.expiresAt = stored(key.expiresAt);
  if (key.whitelist?.length === 0) key.whitelist = null;
  if (key.blacklist?.length === 0) key.blacklist = null;
}

/** Whether the quota is used up, whatever the status says. */
export function exhausted(key: Key): boolean {
  return key.quota > 0 && key.quotaUsed >= key.quota;
}

/** Whether the key has at least one spend window. */
export function hasWindows({ windows }: Key): boolean {
  return windows.limit5h > 0 || windows.limit1d > 0 || windows.limit7d > 0;
}
