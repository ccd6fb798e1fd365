/** Lets so many callers in at once; the others wait here, where no deadline runs and nothing has been sent. */
export interface Gate {
  /** The returned function lets the next one in. Rejects when the signal aborts. `first` goes before the others. */
  enter(options: {
    readonly first?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<() => void>;
}

export function createGate(places: number): Gate {
  const first = new Set<() => void>();
  const others = new Set<() => void>();
  let free = places;

  function leave(): void {
    free += 1;
    const queue = first.size > 0 ? first : others;
    const [next] = queue;
    if (!next) return;
    queue.delete(next);
    next();
  }

  function take(): () => void {
    free -= 1;
    let inside = true;
    return () => {
      if (inside) leave();
      inside = false;
    };
  }

  return {
    enter({ first: leap = false, signal }) {
      if (free > 0) return Promise.resolve(take());
      const queue = leap ? first : others;
      return new Promise((resolve, reject) => {
        const turn = () => {
          signal?.removeEventListener("abort", abort);
          resolve(take());
        };
        const abort = () => {
          queue.delete(turn);
          reject(signal?.reason);
        };
        if (signal?.aborted) return abort();
        signal?.addEventListener("abort", abort, { once: true });
        queue.add(turn);
      });
    },
  };
}
