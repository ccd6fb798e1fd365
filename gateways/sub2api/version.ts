import type { Milliseconds } from "../../core/time.ts";
import { second } from "../../core/time.ts";

/**
 * What this server version does, as far as it makes a difference to us. An unknown version is taken for the oldest: what
 * is needed there does no harm on a new one.
 */
export interface Traits {
  /** As the server says it, or "unknown". */
  readonly version: string;
  /** `GET /v1/sub2api/billing` exists: the probe that does not move the last use. From 0.1.157. */
  readonly billingProbe: boolean;
  /** A revocation is final at once, even if Redis was away. From 0.1.161; before, dead keys come back for minutes. */
  readonly durableRevocation: boolean;
  /** PUT leaves IP lists alone that it was not sent. From 0.1.162; before, it clears them and so opens the key. */
  readonly putKeepsLists: boolean;
  /** Forwarding headers of any client are believed by default, so IP lists do not stop an attacker. From 0.1.162. */
  readonly trustsForwarding: boolean;
  /** The panel counts requests per user. From 0.1.166. */
  readonly panelLimit: boolean;
  /** How long 401s must go on after a revocation before the key counts as dead. */
  readonly deathProof: Milliseconds;
}

/** Redis forgets a key after 300 s ± 10 %, and one second goes to rounding. Seen: 273–342 s. */
const revival: Milliseconds = 350 * second;

/** What a server of that version does. */
export function traitsOf(version: string | undefined): Traits {
  const known = version === undefined ? undefined : parseVersion(version);
  const since = (patch: number) => known !== undefined && compare(known, [0, 1, patch]) >= 0;
  return {
    version: known ? version! : "unknown",
    billingProbe: since(157),
    durableRevocation: since(161),
    putKeepsLists: since(162),
    trustsForwarding: known === undefined || since(162),
    panelLimit: known === undefined || since(166),
    deathProof: since(161) ? 0 : revival,
  };
}

function parseVersion(text: string): readonly number[] | undefined {
  const found = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+.].*)?$/.exec(text.trim());
  return found ? found.slice(1, 4).map(Number) : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, part] of b.entries()) if (a[index] !== part) return a[index]! - part;
  return 0;
}
