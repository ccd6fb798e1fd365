/** The time an emulator lives in: real (or injected) time plus what a test has advanced it by. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Whole seconds since the epoch, rounded down. */
  seconds(): number;
  /** Moves the clock forward (or back, with a negative figure). Timers that already run are not affected. */
  advance(seconds: number): void;
}

/** A clock on top of `base` (milliseconds, default the system's) that can be advanced. */
export function createClock(base: () => number = Date.now): Clock {
  let offset = 0;
  return {
    now: () => base() + offset,
    seconds: () => Math.floor((base() + offset) / 1000),
    advance(seconds) {
      offset += seconds * 1000;
    },
  };
}
