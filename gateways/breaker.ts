import { type Milliseconds, second } from "../core/time.ts";
import { type Deps, steadyClock } from "./deps.ts";

/** Stops asking a gateway that is down, so that a storm of keys does not become a storm of time-outs. */
export interface Breaker {
  /** 0 = go ahead; else the wait until another try makes sense. Going ahead when half open takes the one trial. */
  enter(): Milliseconds;
  /** The gateway answered, whatever it said. */
  success(): void;
  /** No answer, or a 5xx. */
  failure(): void;
  /** Neither: the caller gave up. */
  neutral(): void;
}

/**
 * Opens after `threshold` failures in a row; lets one trial through after a pause that doubles from 2 s to 60 s, with
 * jitter; closes at the first answer.
 */
export function createBreaker(deps: Pick<Deps, "now" | "monotonic" | "random">, threshold = 8): Breaker {
  const clock = steadyClock(deps);
  let failures = 0;
  let openings = 0;
  let openUntil = 0;
  let trial = false;

  return {
    enter() {
      if (failures < threshold) return 0;
      const wait = openUntil - clock();
      if (wait > 0) return wait;
      if (trial) return second;
      trial = true;
      return 0;
    },
    success() {
      failures = 0;
      openings = 0;
      trial = false;
    },
    failure() {
      failures += 1;
      if (failures < threshold || clock() < openUntil) return;
      trial = false;
      const pause = Math.min(60 * second, 2 * second * 2 ** Math.min(openings, 5));
      openUntil = clock() + pause * (0.75 + deps.random() / 2);
      openings += 1;
    },
    neutral() {
      trial = false;
    },
  };
}
