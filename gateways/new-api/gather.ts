import type { Milliseconds } from "../../core/time.ts";
import type { Deps } from "../deps.ts";
import { GatewayError } from "../error.ts";

/** One item that waits for a shared call. */
interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
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
  readonly deps: Pick<Deps, "sleep">;
  readonly most: number;
  /** How long to wait for more items before the next call. */
  linger(): Milliseconds;
  settle(items: readonly Item[]): Promise<readonly (Result | Error)[]>;
}): Gatherer<Item, Result> {
  const waiting = new Set<Waiting<Item, Result>>();
  let running = false;
  let hurry = false;
  let nap: AbortController | undefined;

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      const pause = hurry || waiting.size >= options.most ? 0 : options.linger();
      if (pause > 0) {
        nap = new AbortController();
        await options.deps.sleep(pause, nap.signal).catch(() => undefined);
        nap = undefined;
      } else {
        // Whoever asks in the same turn of the event loop comes along.
        await Promise.resolve();
      }
      hurry = false;
      const batch = [...waiting].slice(0, options.most);
      for (const each of batch) waiting.delete(each);
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
          waiting.delete(each);
          reject(new GatewayError("retry", "Aborted", "Given up by the caller."));
        };
        const forget = () => signal?.removeEventListener("abort", abort);
        const each: Waiting<Item, Result> = {
          item,
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
        waiting.add(each);
        if (now) hurry = true;
        if (now || waiting.size >= options.most) nap?.abort();
        if (!running) {
          running = true;
          void run();
        }
      }),
  };
}
