import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Queue } from "../../operator/queue.ts";
import type { Again } from "../../operator/queue-options.ts";

/** Lets every promise that can settle do so. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const key = fc.constantFrom("a", "b", "c", "d");
const event = fc.oneof(
  fc.record({
    what: fc.constant("add" as const),
    key,
    in: fc.nat(300),
    priority: fc.constantFrom("new" as const, "routine" as const),
  }),
  fc.record({ what: fc.constant("forget" as const), key }),
  fc.record({ what: fc.constant("succeed" as const), key, again: fc.option(fc.nat(300), { nil: undefined }) }),
  fc.record({ what: fc.constant("fail" as const), key }),
  fc.record({ what: fc.constant("wait" as const), ms: fc.nat(200) }),
);

describe("the queue, whatever happens", () => {
  it("loses no wish, works on no key twice at once, on no more keys than it has workers, and on none too early", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (events, workers) => {
        let now = 0;
        let timer: { at: number; run: () => void } | undefined;
        const open = new Map<string, PromiseWithResolvers<Again | undefined>>();
        /** The earliest time that each key still wants, by the rules as a reader of the interface knows them. */
        const wanted = new Map<string, number>();
        const want = (name: string, at: number) => wanted.set(name, Math.min(at, wanted.get(name) ?? at));
        const queue = new Queue({
          workers,
          now: () => now,
          timer: (run, ms) => {
            const mine = { at: now + ms, run };
            timer = mine;
            return () => {
              if (timer === mine) timer = undefined;
            };
          },
          random: () => 1,
          backoff: { minMs: 50, maxMs: 400 },
          onError: (name, _error, ms) => want(name, now + ms),
          work: (name) => {
            expect(open.has(name)).toBe(false);
            expect(wanted.get(name)).toBeLessThanOrEqual(now);
            wanted.delete(name);
            const turn = Promise.withResolvers<Again | undefined>();
            open.set(name, turn);
            expect(open.size).toBeLessThanOrEqual(workers);
            return turn.promise;
          },
        });
        const end = async (name: string, finish: (turn: PromiseWithResolvers<Again | undefined>) => void) => {
          const turn = open.get(name);
          if (!turn) return;
          open.delete(name);
          finish(turn);
          await settled();
        };
        const wait = async (ms: number) => {
          const until = now + ms;
          while (timer && timer.at <= until) {
            const { at, run } = timer;
            timer = undefined;
            now = Math.max(now, at);
            run();
            await settled();
          }
          now = until;
        };
        queue.start();
        const forgotten = new Set<string>();
        for (const each of events) {
          if (each.what === "add") {
            want(each.key, now + each.in);
            queue.add(each.key, { at: now + each.in, priority: each.priority });
          } else if (each.what === "forget") {
            if (open.has(each.key)) forgotten.add(each.key);
            wanted.delete(each.key);
            queue.forget(each.key);
          } else if (each.what === "wait") await wait(each.ms);
          else if (each.what === "fail") {
            await end(each.key, (turn) => turn.reject(new Error("no")));
            forgotten.delete(each.key);
          } else {
            await end(each.key, (turn) => {
              const at = each.again === undefined ? undefined : now + each.again;
              if (at !== undefined && !forgotten.has(each.key)) want(each.key, at);
              turn.resolve(at === undefined ? undefined : { at });
            });
            forgotten.delete(each.key);
          }
        }
        // In the end every wish is met and nothing is left.
        for (let turn = 0; turn < 20 && (open.size > 0 || wanted.size > 0); turn++) {
          for (const name of [...open.keys()]) await end(name, ({ resolve }) => resolve(undefined));
          await wait(500);
        }
        expect([...wanted.keys()]).toEqual([]);
        expect(queue.stats()).toMatchObject({ ready: 0, delayed: 0, working: 0 });
        expect(timer).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });
});
