import type { Milliseconds } from "../../core/time.ts";
import { type Deps, steadyClock } from "../deps.ts";
import { GatewayError } from "../error.ts";

/** One item that waits for a shared call. */
interface Waiting<Item, Result> {
  readonly item: Item;
  readonly since: Milliseconds;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** Those that wait for the next shared call. */
export interface Company {
  readonly count: number;
  /** How long the first of them has waited. */
  readonly longest: Milliseconds;
  /** The waits of all of them, added up. */
  readonly waited: Milliseconds;
}

/** Gathers what many callers want into few calls. */
export interface Gatherer<Item, Result> {
  /** `now`: others that wait may go along, but the call is not put off. */
  add(item: Item, options: { readonly signal?: AbortSignal | undefined; readonly now?: boolean }): Promise<Result>;
}

/**
 * One call runs at a time; what comes meanwhile goes into the next one, at most `most` items of it. `settle` answers in
 * the order of the items, an Error for an item that failed; if it throws, all of them failed.
 */
export function createGatherer<Item, Result>(options: {
  readonly deps: Pick<Deps, "now" | "monotonic" | "sleep">;
  readonly most: number;
  /** How much longer to wait for more items before the next call; asked again whenever one comes. */
  linger(company: Company): Milliseconds;
  settle(items: readonly Item[]): Promise<readonly (Result | Error)[]>;
}): Gatherer<Item, Result> {
  const clock = steadyClock(options.deps);
  const waiting = new Set<Waiting<Item, Result>>();
  let running = false;
  let hurry = false;
  let nap: AbortController | undefined;

  // Kept as they come and go, so that looking at a thousand of them costs nothing.
  let sinces = 0;

  function enter(each: Waiting<Item, Result>): void {
    waiting.add(each);
    sinces += each.since;
  }

  function leave(each: Waiting<Item, Result>): void {
    if (waiting.delete(each)) sinces -= each.since;
  }

  function company(): Company {
    const now = clock();
    const [first] = waiting;
    return { count: waiting.size, longest: first ? now - first.since : 0, waited: waiting.size * now - sinces };
  }

  /** Until it is time for the next call, or nobody waits any more. */
  async function gather(): Promise<void> {
    // Whoever asks in the same turn of the event loop comes along.
    await Promise.resolve();
    while (waiting.size > 0 && waiting.size < options.most && !hurry) {
      const pause = options.linger(company());
      if (pause <= 0) return;
      nap = new AbortController();
      await options.deps.sleep(pause, nap.signal).catch(() => undefined);
      nap = undefined;
    }
  }

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      await gather();
      hurry = false;
      const batch = [...waiting].slice(0, options.most);
      for (const each of batch) leave(each);
      if (batch.length > 0) await settle(batch);
    }
    running = false;
  }

  async function settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await options.settle(batch.map((each) => each.item));
      for (const [index, each] of batch.entries()) {
        const result = results[index] as Result | Error;
        if (result instanceof Error) each.reject(result);
        else each.resolve(result);
      }
    } catch (error) {
      for (const each of batch) each.reject(error);
    }
  }

  return {
    add: (item, { signal, now = false }) =>
      new Promise((resolve, reject) => {
        const abort = () => {
          leave(each);
          reject(new GatewayError("retry", "Aborted", "Given up by the caller."));
        };
        const forget = () => signal?.removeEventListener("abort", abort);
        const each: Waiting<Item, Result> = {
          item,
          since: clock(),
          resolve(result) {
            forget();
            resolve(result);
          },
          reject(error) {
            forget();
            reject(error);
          },
        };
        if (signal?.aborted) return abort();
        signal?.addEventListener("abort", abort, { once: true });
        enter(each);
        if (now) hurry = true;
        nap?.abort();
        if (!running) {
          running = true;
          void run();
        }
      }),
  };
}
