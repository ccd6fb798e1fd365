// How long to wait after failures.

/** Bounds of a back-off, in milliseconds. */
export interface BackoffBounds {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * Full-jitter exponential back-off: some time between nothing and `minMs · 2^(failures-1)`, at most `maxMs`. Many clients
 * that failed together come back spread over the whole range.
 * @param failures in a row, from 1 @param random 0 ≤ random < 1
 */
export function fullJitter({ minMs, maxMs }: BackoffBounds, failures: number, random: number): number {
  return ceiling({ minMs, maxMs }, failures) * random;
}

/** Exponential back-off with a quarter of jitter: never soon after a failure, for work that costs something each time. */
export function quarterJitter(bounds: BackoffBounds, failures: number, random: number): number {
  return ceiling(bounds, failures) * (0.75 + random / 4);
}

function ceiling({ minMs, maxMs }: BackoffBounds, failures: number): number {
  // 2^1024 is Infinity, which min() would still take; a failure count may grow for years.
  return Math.min(maxMs, minMs * 2 ** Math.min(64, Math.max(0, failures - 1)));
}
