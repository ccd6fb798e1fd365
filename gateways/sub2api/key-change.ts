import type { Restrictions } from "../../core/restrictions.ts";
import { type Instant, second } from "../../core/time.ts";
import { GatewayError } from "../error.ts";
import { instantOf, isEnabled, lastInstant, type WireLimits, wireExpiry, wireLimits } from "./restrictions.ts";
import type { WireGroup, WireKey } from "./wire.ts";

/** What a key should be, in the server's terms. */
export interface Wanted {
  readonly name: string;
  readonly group: Pick<WireGroup, "id">;
  readonly limits: WireLimits;
  readonly expiresAt: Instant | undefined;
  readonly allowedIPs: readonly string[];
}

/** The body of a PUT. Both IP lists are always in it: servers before 0.1.162 clear the ones that are left out. */
export type Change = Readonly<Record<string, unknown>> & {
  readonly ip_whitelist: readonly string[];
  readonly ip_blacklist: readonly string[];
};

/** Translates restrictions. Throws `fix-spec` for what Sub2API cannot keep, so that nothing wider is ever made. */
export function wanted(name: string, restrictions: Restrictions, group: Pick<WireGroup, "id">): Wanted {
  if (restrictions.models !== undefined) throw refused("models", "its group decides which models a key may call");
  const limits = wireLimits(restrictions.quota);
  if (limits === undefined) {
    const { amount, reset = "none" } = restrictions.quota!;
    throw refused("quota", `an amount of ${amount} USD with the reset ${reset} is none that it knows`);
  }
  const { allowedIPs } = restrictions;
  const expiresAt = restrictions.expiresAt === undefined ? undefined : Math.min(restrictions.expiresAt, lastInstant);
  return { name, group, limits, expiresAt, allowedIPs };
}

/**
 * A name that the server keeps as it is: it stores HTML escapes for `&<>'"`, escapes again at every write, and counts the
 * bytes afterwards. Throws `fix-spec`.
 */
export function checkName(name: string): void {
  if (/^[\x20-\x7e]{1,100}$/.test(name) && !/[&<>'"]/.test(name) && name.trim() === name) return;
  const message = `The name ${JSON.stringify(name.slice(0, 40))} would not be stored as it is: use at most 100 plain ASCII characters without & < > ' ".`;
  throw new GatewayError("fix-spec", "NameRefused", message);
}

/** What has to be written for the key to be as wanted; undefined if it is. The deny list is nobody's but the console's. */
export function changeTo(want: Wanted, have: WireKey): Change | undefined {
  const change: Record<string, unknown> = {};
  if (want.name !== have.name) change.name = want.name;
  // Never sent unchanged: an account that lost a group may keep its keys there, but not put them there again.
  if (want.group.id !== have.group_id) change.group_id = want.group.id;
  for (const [field, limit] of Object.entries(want.limits) as [keyof WireLimits, number][]) {
    if (Math.abs((have[field] ?? 0) - limit) > 5e-9) change[field] = limit;
  }
  if (!sameInstant(want.expiresAt, instantOf(have.expires_at))) change.expires_at = wireExpiry(want.expiresAt);
  const sameIPs = sameSet(want.allowedIPs, have.ip_whitelist ?? []);
  if (sameIPs && Object.keys(change).length === 0) return undefined;
  return { ...change, ip_whitelist: want.allowedIPs, ip_blacklist: have.ip_blacklist ?? [] };
}

/** Switching a key on or off while leaving everything else as it is, on every version. */
export function switchTo(enabled: boolean, have: WireKey): Change {
  return {
    status: enabled ? "active" : "inactive",
    ip_whitelist: have.ip_whitelist ?? [],
    ip_blacklist: have.ip_blacklist ?? [],
  };
}

/** What a change is about, for messages. */
export function fieldsOf(change: Change): string[] {
  const fields = Object.keys(change).filter((field) => field !== "ip_whitelist" && field !== "ip_blacklist");
  return fields.length > 0 ? fields : ["ip_whitelist"];
}

/** Throws unless the key is on or off as it should be. */
export function checkSwitched(enabled: boolean, have: WireKey): void {
  if (isEnabled(have) !== enabled) throw differs(String(have.id), ["status"]);
}

/** The error for a key that is still not as written. */
export function differs(id: string, fields: readonly string[]): GatewayError {
  const message = `The key ${id} was written, but reads back with another ${fields.join(", ")}. Does somebody else change it too?`;
  return new GatewayError("retry", "ReadBackDiffers", message);
}

function refused(field: string, why: string): GatewayError {
  return new GatewayError("fix-spec", "NotSupported", `Sub2API cannot keep the ${field} of this key: ${why}.`);
}

function sameInstant(a: Instant | undefined, b: Instant | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) < second;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return known.size === new Set(b).size && b.every((entry) => known.has(entry));
}
