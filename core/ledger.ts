import type { Instant } from "./time.ts";

/**
 * Where one issued key stands:
 *
 *     Planned -> Issued -> Verified -> Current -> Retiring -> Disabled -> Revoked -> (forgotten)
 *
 * - Planned: the intent is stored; the key may or may not exist at the gateway.
 * - Issued: it exists, and its id is known.
 * - Verified: the data plane has accepted it.
 * - Current: the Secret holds it.
 * - Retiring: a newer one is Current, or it was never fit to be delivered.
 * - Disabled: switched off by us before deletion; one annotation brings it back.
 * - Revoked: deleted at the gateway; its death is not proven yet. A proven one leaves the ledger.
 */
export type KeyState = "Planned" | "Issued" | "Verified" | "Current" | "Retiring" | "Disabled" | "Revoked";

/** Why a revision was made. A closed set: it travels unchanged into status, events and metrics. */
export type IssueReason =
  | "Created"
  | "Adopted"
  | "Recovered"
  | "Scheduled"
  | "Requested"
  | "Compromised"
  | "SecretLost"
  | "KeyLost";

/** One key of the ledger, as status keeps it. */
export interface KeyRecord {
  readonly revision: number;
  /** Its name at the gateway. */
  readonly name: string;
  readonly state: KeyState;
  readonly reason: IssueReason;
  readonly plannedAt: Instant;
  readonly id?: string;
  readonly issuedAt?: Instant;
  readonly verifiedAt?: Instant;
  readonly deliveredAt?: Instant;
  readonly retiringSince?: Instant;
  readonly disabledAt?: Instant;
  readonly revokedAt?: Instant;
  /** Its create was sent once and answered, so no second key of its name can still appear. */
  readonly sole?: boolean;
  /** Last real use, as far as the gateway tells. */
  readonly lastUsedAt?: Instant;
  /** USD, as last seen. */
  readonly spent?: number;
  /** Every referenced workload has been restarted with this key and is up. */
  readonly rolledOut?: boolean;
  /** It was switched off because the spec says `enabled: false`. */
  readonly switchedOff?: boolean;
  /** The annotation's value that asked for this revision, until the annotation is gone. */
  readonly request?: string;
  /** How many revisions in a row came to nothing, this one included if it did. Slows the next one down. */
  readonly setbacks?: number;
}

/** Every key the resource has made that is not proven dead. */
export interface Ledger {
  /** By revision, oldest first. */
  readonly keys: readonly KeyRecord[];
  /** The highest revision ever planned; never reused. */
  readonly lastRevision: number;
  /** USD spent by keys that have left the ledger, and when the last of them left. */
  readonly carried?: { readonly spent: number; readonly at: Instant };
}

export const emptyLedger: Ledger = { keys: [], lastRevision: 0 };

/** States in which a key is on its way to be delivered. */
export function isUnfinished(record: KeyRecord): boolean {
  return record.state === "Planned" || record.state === "Issued" || record.state === "Verified";
}

/** The key that the Secret holds, or undefined. There is at most one. */
export function currentOf(ledger: Ledger): KeyRecord | undefined {
  return ledger.keys.find((record) => record.state === "Current");
}

/** The key that is on its way, or undefined. There is at most one. */
export function unfinishedOf(ledger: Ledger): KeyRecord | undefined {
  return ledger.keys.find(isUnfinished);
}

/** The ledger with one record changed. */
export function withRecord(ledger: Ledger, revision: number, change: Partial<KeyRecord>): Ledger {
  return {
    ...ledger,
    keys: ledger.keys.map((record) => (record.revision === revision ? { ...record, ...change } : record)),
  };
}

/** The ledger with one more record, kept in order of revision. */
export function addRecord(ledger: Ledger, record: KeyRecord): Ledger {
  return {
    ...ledger,
    keys: [...ledger.keys, record].sort((a, b) => a.revision - b.revision),
    lastRevision: Math.max(ledger.lastRevision, record.revision),
  };
}
