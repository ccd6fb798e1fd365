/**
 * Where a request can be made to wait: a create before its row is written, or between the row and the closing of its
 * record; an update of an old server between reading and writing the row; a refresh between finding and deleting the token.
 */
type HoldPoint = "before-insert" | "after-insert" | "before-update" | "before-refresh";

/** Lets tests stop requests half way, as a slow database does, and drop them there, as a crash or a lost client does. */
export interface Holds {
  /** From now on requests wait at that point, or no longer do: then the waiting ones go on. */
  set(point: HoldPoint, on: boolean): void;
  /** Drops every waiting request; idempotency records of creates stay open for ever. */
  drop(): void;
  /** Resolves to false if the request was dropped. */
  pass(point: HoldPoint): Promise<boolean> | true;
  waiting(point: HoldPoint): number;
}

/** Nothing is held. */
export function createHolds(): Holds {
  const closed = new Set<HoldPoint>();
  const queues = new Map<HoldPoint, ((goOn: boolean) => void)[]>();

  function release(point: HoldPoint, goOn: boolean): void {
    const all = queues.get(point) ?? [];
    queues.delete(point);
    for (const resolve of all) resolve(goOn);
  }

  return {
    set(point, on) {
      if (on) closed.add(point);
      else if (closed.delete(point)) release(point, true);
    },
    drop() {
      for (const point of [...queues.keys()]) release(point, false);
    },
    pass(point) {
      if (!closed.has(point)) return true;
      return new Promise((resolve) => {
        queues.set(point, [...(queues.get(point) ?? []), resolve]);
      });
    },
    waiting: (point) => queues.get(point)?.length ?? 0,
  };
}
