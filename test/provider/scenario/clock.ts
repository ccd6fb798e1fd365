import { setTimeout as pause } from "node:timers/promises";

/** The time that a scenario's provider and gateways live in. It can be moved, and it can run faster than the real one. */
export interface ScenarioClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` of this time; rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  advance(ms: number): void;
  /** For a provider in a process of its own: see {@link clockFrom}. */
  readonly setting: string;
}

/** A clock that shows the real time now and runs `speed` times as fast. */
export function createClock(speed: number): ScenarioClock {
  return running(Date.now(), Date.now(), speed);
}

/** The same clock in another process, from its {@link ScenarioClock.setting}. */
export function clockFrom(setting: string): ScenarioClock {
  const [real, shown, speed] = setting.split(" ").map(Number);
  if (![real, shown, speed].every(Number.isFinite)) throw new Error(`"${setting}" is no setting of a clock`);
  return running(real!, shown!, speed!);
}

function running(real: number, shown: number, speed: number): ScenarioClock {
  let offset = 0;
  return {
    now: () => Math.floor(shown + offset + (Date.now() - real) * speed),
    sleep: (ms, signal) => pause(ms / speed, undefined, signal ? { signal } : {}),
    advance: (ms) => {
      offset += ms;
    },
    get setting() {
      return `${real} ${shown + offset} ${speed}`;
    },
  };
}
