import type { QuotaReset } from "./key.ts";
import type { Instant } from "./time.ts";

/**
 * What one key at a gateway may do, in the gateway's own terms but in our units: the answer of a driver to a KeySpec,
 * and what it reads back. Undefined means "not restricted".
 */
export interface Restrictions {
  /** The group's name, exactly as the gateway spells it. */
  readonly group?: string;
  /** The models that may be called, sorted. An empty list allows nothing. */
  readonly models?: readonly string[];
  /** USD this one key may spend in all, or per period where `reset` is given. */
  readonly quota?: { readonly amount: number; readonly reset?: QuotaReset };
  readonly expiresAt?: Instant;
  /** Sorted; empty means any address. */
  readonly allowedIPs: readonly string[];
}

/** The fields in which a key differs from what it should be; empty when it is as declared. */
export type Difference = "group" | "models" | "quota" | "expiresAt" | "allowedIPs";

/**
 * Compares field by field, never by a hash, so that an upgrade of this program cannot make every key look changed.
 * Tolerances: a quota within a cent or a thousandth (gateways keep it in units of their own, and running calls move it),
 * an expiry within a second (New API keeps whole seconds).
 */
export function differences(want: Restrictions, have: Restrictions): readonly Difference[] {
  const found: Difference[] = [];
  if (want.group !== undefined && want.group !== have.group) found.push("group");
  if (!sameList(want.models, have.models)) found.push("models");
  if (!sameQuota(want.quota, have.quota)) found.push("quota");
  if (!sameInstant(want.expiresAt, have.expiresAt)) found.push("expiresAt");
  if (!sameList(want.allowedIPs, have.allowedIPs)) found.push("allowedIPs");
  return found;
}

function sameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  const known = new Set(a);
  return b.every((entry) => known.has(entry));
}

function sameQuota(a: Restrictions["quota"], b: Restrictions["quota"]): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.reset === b.reset && Math.abs(a.amount - b.amount) <= Math.max(0.01, a.amount / 1000);
}

function sameInstant(a: Instant | undefined, b: Instant | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) <= 1000;
}

/** A key as the gateway shows it; its text is never part of this. */
export interface RemoteKey {
  /** The gateway's id, as text. */
  readonly id: string;
  readonly name: string;
  /** What somebody set; a key can be enabled and yet dead, see `usable`. */
  readonly enabled: boolean;
  /** Judged by time and quota as well, because both gateways go on showing "active" for keys that are over. */
  readonly usable: "yes" | "disabled" | "expired" | "exhausted";
  readonly restrictions: Restrictions;
  /** USD spent: in all, or in the running period where the quota has a reset. */
  readonly spent: number;
  readonly createdAt?: Instant;
  /** The last use as far as a list shows it. Weak evidence: see each driver for what moves it. */
  readonly lastUsedAt?: Instant;
}
