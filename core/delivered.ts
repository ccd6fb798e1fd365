import type { KeyRecord } from "./ledger.ts";
import { factsOf, type Turn } from "./turn.ts";

/** Whether the Secret holds this key, unharmed, as a matter of observation. */
export function secretHolds(turn: Turn, record: KeyRecord): boolean {
  const { secret } = turn.have;
  return (
    secret.kind === "present" && secret.intact && secret.revision === record.revision && secret.keyId === record.id
  );
}

/** Whether the Secret holds this key and is written the way that is declared now. */
export function secretIsRight(turn: Turn, record: KeyRecord): boolean {
  const { secret } = turn.have;
  return (
    secretHolds(turn, record) &&
    secret.kind === "present" &&
    (turn.want.content === undefined || secret.content === turn.want.content)
  );
}

/** Somebody switched the key off in the gateway's console, as people do with a leak. It is respected. */
export function isConsoleDisabled(turn: Turn, record: KeyRecord): boolean {
  const { remote } = factsOf(turn, record);
  return remote.kind === "present" && !remote.key.enabled && !record.switchedOff;
}

/**
 * The revision that the Secret is to show as the previous key: the youngest other one that was delivered, if it still
 * works and its text can be had; undefined if that is not asked for.
 */
export function previousOf(turn: Turn, record: KeyRecord): number | undefined {
  if (!turn.want.previousKey) return undefined;
  const youngest = turn.ledger.keys
    .filter(
      (other) =>
        other.revision !== record.revision &&
        (other.state === "Current" || other.state === "Retiring") &&
        other.deliveredAt !== undefined,
    )
    .at(-1);
  return youngest && factsOf(turn, youngest).text !== "lost" ? youngest.revision : undefined;
}
