/** Where a create can be made to wait: before its row is written, or between the row and the closing of its record. */
export type HoldPoint = "before-insert" | "after-insert";

/** Lets tests stop creates half way, as a slow database does, and drop them there, as a crash or a lost client does. */
export interface Holds {
  /** Stops creates at that point from now on; null lets every waiting one go on. */
  set(point: HoldPoint | null): void;
  /** Drops the waiting creates: their records stay open for ever. */
  drop(): void;
  /** Resolves to false if the create was dropped. */
  pass(point: HoldPoint): Promise<boolean> | true;
  readonly point: HoldPoint | null;
  readonly waiting: number;
}

/** Nothing is held. */
export function createHolds(): Holds {
  let held: HoldPoint | null = null;
  let waiting: ((goOn: boolean) => void)[] = [];

  function release(goOn: boolean): void {
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve(goOn);
  }

  return {
    set(point) {
      held = point;
      if (point === null) release(true);
    },
    drop: () => release(false),
    pass(point) {
      if (held !== point) return true;
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    get point() {
      return held;
    },
    get waiting() {
      return waiting.length;
    },
  };
}
