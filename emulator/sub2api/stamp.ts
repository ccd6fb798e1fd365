/** A moment in nanoseconds since the epoch: the server answers writes with nanoseconds and reads with microseconds. */
export type Stamp = bigint;

/** An answer that cannot be written as JSON: the server then says 200 with an empty body. */
export class Unencodable extends Error {}

const perMs = 1_000_000n;

/** A source of moments on top of a millisecond clock; no two of them are the same. */
export function createStamps(now: () => number): () => Stamp {
  let last = 0n;
  return () => {
    const current = BigInt(Math.floor(now())) * perMs;
    last = last / perMs === current / perMs ? last + 7_310n : current + 120n;
    return last;
  };
}

export const fromMs = (ms: number): Stamp => BigInt(Math.floor(ms)) * perMs;
export const toMs = (stamp: Stamp): number => Number(stamp / perMs);

/** Rounded to the microsecond, as the database keeps it. */
export function stored(stamp: Stamp): Stamp {
  return ((stamp + 500n) / 1000n) * 1000n;
}

const cut = (text: string): string => text.replace(/0+$/, "");

/** `2026-11-22T11:05:05.755188Z`. Throws `Unencodable` beyond the year 9999. */
export function rfc3339(stamp: Stamp): string {
  const ms = stamp >= 0n ? stamp / perMs : (stamp - perMs + 1n) / perMs;
  const date = new Date(Number(ms));
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) throw new Unencodable("year beyond 9999");
  const nanos = (stamp - (ms / 1000n) * 1000n * perMs).toString().padStart(9, "0");
  const fraction = cut(nanos);
  return `${date.toISOString().slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}Z`;
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** The moment of an RFC 3339 text with date, time and zone; undefined for anything else. */
export function parseRfc3339(text: string): Stamp | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const seconds = Date.parse(`${text.slice(0, 19)}${match[8]}`);
  if (Number.isNaN(seconds)) return undefined;
  if (new Date(Date.parse(`${text.slice(0, 19)}Z`)).toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  return BigInt(seconds) * perMs + BigInt((match[7] ?? "").padEnd(9, "0").slice(0, 9));
}

/** Midnight (UTC, the zone of the recorded server) at or before the moment. */
export function midnight(ms: number): number {
  return Math.floor(ms / 86_400_000) * 86_400_000;
}

/** `2026-11-22` */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
