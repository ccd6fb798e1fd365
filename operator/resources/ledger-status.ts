import type { KeyRecord, Ledger } from "../../core/ledger.ts";
import { formatInstant, parseInstant } from "../../core/time.ts";
import type { TokApiKeyStatus } from "./status.ts";

/** The part of a TokApiKey's status that holds the ledger. */
export interface LedgerStatus {
  readonly keys: NonNullable<TokApiKeyStatus["keys"]>;
  readonly lastRevision: number;
  readonly quota?: { readonly carried: number; readonly carriedAt: string };
}

type StatusKey = LedgerStatus["keys"][number];

const times = [
  "issuedAt",
  "verifiedAt",
  "deliveredAt",
  "retiringSince",
  "disabledAt",
  "revokedAt",
  "lastUsedAt",
] as const satisfies readonly (keyof KeyRecord & keyof StatusKey)[];

/** The ledger in the form of status: times as RFC 3339. {@link ledgerFromStatus} turns it back without loss. */
export function ledgerToStatus(ledger: Ledger): LedgerStatus {
  return {
    keys: ledger.keys.map(toStatus),
    lastRevision: ledger.lastRevision,
    ...(ledger.carried
      ? { quota: { carried: ledger.carried.spent, carriedAt: formatInstant(ledger.carried.at) } }
      : {}),
  };
}

/**
 * The ledger that a parsed status holds; an empty status is an empty ledger. The last revision is never below the
 * highest one listed, whatever somebody did to the status by hand.
 */
export function ledgerFromStatus(status: TokApiKeyStatus): Ledger {
  const keys = (status.keys ?? []).map(fromStatus).sort((a, b) => a.revision - b.revision);
  const { carried, carriedAt } = status.quota ?? {};
  return {
    keys,
    lastRevision: Math.max(status.lastRevision ?? 0, keys.at(-1)?.revision ?? 0),
    ...(carried !== undefined && carriedAt !== undefined ? { carried: { spent: carried, at: read(carriedAt) } } : {}),
  };
}

function toStatus(record: KeyRecord): StatusKey {
  const key: StatusKey = { ...withoutTimes(record), plannedAt: formatInstant(record.plannedAt) };
  for (const name of times) if (record[name] !== undefined) key[name] = formatInstant(record[name]);
  return key;
}

function fromStatus(key: StatusKey): KeyRecord {
  const found: { -readonly [name in (typeof times)[number]]?: number } = {};
  for (const name of times) if (key[name] !== undefined) found[name] = read(key[name]);
  return { ...withoutTimes(key), plannedAt: read(key.plannedAt), ...found };
}

/** The fields that are the same on both sides, those that are present only. */
function withoutTimes(from: KeyRecord | StatusKey): Omit<KeyRecord, (typeof times)[number] | "plannedAt"> {
  const { revision, name, state, reason, id, sole, spent, rolledOut, switchedOff, request, setbacks } = from;
  return {
    revision,
    name,
    state,
    reason,
    ...(id === undefined ? {} : { id }),
    ...(sole === undefined ? {} : { sole }),
    ...(spent === undefined ? {} : { spent }),
    ...(rolledOut === undefined ? {} : { rolledOut }),
    ...(switchedOff === undefined ? {} : { switchedOff }),
    ...(request === undefined ? {} : { request }),
    ...(setbacks === undefined ? {} : { setbacks }),
  };
}

function read(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`"${text}" in status is no RFC 3339 time; parse the status first`);
  return instant;
}
