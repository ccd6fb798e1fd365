// What a queue takes and what it tells.
import type { BackoffBounds } from "./backoff.ts";

/** `new`: somebody waits for a first key. `routine`: refreshes, rotations, clean-up. */
export type Priority = "new" | "routine";

/** When to look again after a success. Nothing: when something changes. */
export interface Again {
  readonly at: number;
  readonly priority?: Priority;
}

export interface QueueOptions {
  /** Keys worked on at the same time. */
  readonly workers: number;
  /** Of these, those that do not stand aside. Default: all. */
  readonly active?: number;
  /** One turn for a key. Never called twice at once for the same key. A rejection means: try again after a back-off. */
  readonly work: (key: string) => Promise<Again | undefined>;
  /** Milliseconds; the clock in which `at` is given. It may jump. */
  readonly now: () => number;
  /** Calls back after so many milliseconds; the answer cancels it. */
  readonly timer: (run: () => void, ms: number) => () => void;
  /** 0 ≤ random() < 1 */
  readonly random: () => number;
  readonly backoff?: BackoffBounds;
  /** How long routine work lets new work go first. After that a quarter of the turns is its own, so it cannot starve. */
  readonly ageingMs?: number;
  /** Told of every rejection, before the key waits. Must not throw. */
  readonly onError?: (key: string, error: unknown, retryInMs: number) => void;
  /** Told of every turn: how long the key was due before it, and how long it took. For histograms. Must not throw. */
  readonly onTurn?: (turn: { priority: Priority; waitedMs: number; tookMs: number; failed: boolean }) => void;
}

/** Counters and gauges, for metrics. */
export interface QueueStats {
  /** Due and waiting for a worker. */
  readonly ready: number;
  /** Not due yet. */
  readonly delayed: number;
  readonly working: number;
  /** Calls of `add`, and how many of them changed nothing because an earlier time stood already. */
  readonly added: number;
  readonly coalesced: number;
  readonly succeeded: number;
  readonly failed: number;
  /** How long the longest due key has waited, in milliseconds. */
  readonly oldestReadyMs: number;
}
