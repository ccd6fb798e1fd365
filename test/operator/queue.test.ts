import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Heap } from "../../operator/heap.ts";
import { Queue } from "../../operator/queue.ts";
import type { Again, QueueOptions } from "../../operator/queue-options.ts";

/** A clock that stands until it is told to go, with the timers that hang on it. */
class Clock {
  now = 1_000;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  readonly timer = (run: () => void, ms: number) => {
    const timer = { at: this.now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  get timers(): number {
    return this.#timers.size;
  }

  async go(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const [first] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!first) break;
      this.now = Math.max(this.now, first.at);
      this.#timers.delete(first);
      first.run();
      await settled();
    }
    this.now = end;
  }
}

/** Lets every promise that can settle do so. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A queue whose turns are ended by the test, one by one. */
function bench(options: Partial<QueueOptions> = {}) {
  const clock = new Clock();
  const started: string[] = [];
  const open = new Map<string, PromiseWithResolvers<Again | undefined>>();
  const queue = new Queue({
    workers: 1,
    now: () => clock.now,
    timer: clock.timer,
    random: () => 1,
    backoff: { minMs: 100, maxMs: 1_000 },
    work: (key) => {
      started.push(key);
      const turn = Promise.withResolvers<Again | undefined>();
      open.set(key, turn);
      return turn.promise;
    },
    ...options,
  });
  queue.start();
  const finish = async (key: string, again?: Again) => {
    open.get(key)?.resolve(again);
    await settled();
  };
  const fail = async (key: string) => {
    open.get(key)?.reject(new Error("not today"));
    await settled();
  };
  return { clock, queue, started, finish, fail };
}

describe("the queue", () => {
  it("begins another turn while one stands aside, and never more than it has workers", async () => {
    const { queue, started, finish } = bench({ workers: 2, active: 1 });
    for (const key of ["a", "b", "c"]) queue.add(key);
    expect(started).toEqual(["a"]);
    const gateway = Promise.withResolvers<void>();
    const aside = queue.aside(() => gateway.promise);
    expect(started).toEqual(["a", "b"]);
    const second = queue.aside(() => gateway.promise);
    expect(started).toEqual(["a", "b"]);
    gateway.resolve();
    await Promise.all([aside, second]);
    await finish("a");
    expect(started).toEqual(["a", "b"]);
    await finish("b");
    expect(started).toEqual(["a", "b", "c"]);
  });

  it("gives a key that is added again and again one turn", async () => {
    const { queue, started, finish } = bench();
    queue.add("busy");
    for (let times = 0; times < 3; times++) queue.add("a");
    await finish("busy");
    await finish("a");
    expect(started).toEqual(["busy", "a"]);
    expect(queue.stats()).toMatchObject({ added: 4, coalesced: 2, ready: 0, delayed: 0, working: 0 });
  });

  it("never works on a key twice at once, and comes back to it when it changed meanwhile", async () => {
    const { queue, started, finish } = bench({ workers: 4 });
    queue.add("a");
    queue.add("a");
    queue.add("a");
    expect(started).toEqual(["a"]);
    await finish("a");
    expect(started).toEqual(["a", "a"]);
    await finish("a");
    expect(started).toEqual(["a", "a"]);
  });

  it("takes the earliest of several times", async () => {
    const { clock, queue, started } = bench();
    queue.add("a", { at: 5_000 });
    queue.add("a", { at: 2_000 });
    queue.add("a", { at: 9_000 });
    await clock.go(999);
    expect(started).toEqual([]);
    await clock.go(1);
    expect(started).toEqual(["a"]);
    expect(queue.stats().delayed).toBe(0);
  });

  it("comes back when a turn says so, or earlier when something happens", async () => {
    const { clock, queue, started, finish } = bench();
    queue.add("a");
    await finish("a", { at: 61_000 });
    expect(queue.stats().delayed).toBe(1);
    await clock.go(30_000);
    queue.add("a");
    expect(started).toHaveLength(2);
    await finish("a", { at: 61_000 });
    await clock.go(30_000);
    expect(started).toHaveLength(3);
  });

  it("waits longer after each failure, and forgets that after a success", async () => {
    const retries: number[] = [];
    const { clock, queue, finish, fail } = bench({ onError: (_key, _error, ms) => retries.push(ms) });
    queue.add("a");
    for (const ms of [100, 200, 400, 800, 1_000, 1_000]) {
      await fail("a");
      await clock.go(ms);
    }
    await finish("a");
    queue.add("a");
    await fail("a");
    expect(retries).toEqual([100, 200, 400, 800, 1_000, 1_000, 100]);
  });

  it("treats work that throws at once like work that fails", async () => {
    const { clock, queue } = bench({
      work: () => {
        throw new Error("a mistake");
      },
    });
    queue.add("a");
    await settled();
    await clock.go(100);
    expect(queue.stats()).toMatchObject({ failed: 2, working: 0, delayed: 1 });
  });

  it("lets a change overtake a back-off: it may be the cure", async () => {
    const { queue, started, fail } = bench();
    queue.add("a");
    await fail("a");
    queue.add("a");
    expect(started).toEqual(["a", "a"]);
  });

  it("puts new keys before routine ones, and every other turn before older new ones", async () => {
    const { queue, started, finish } = bench();
    queue.add("busy");
    for (const key of ["r1", "r2"]) queue.add(key);
    for (const key of ["n1", "n2", "n3", "n4"]) queue.add(key, { priority: "new" });
    for (let turn = 0; turn < 7; turn++) await finish(started.at(-1)!);
    expect(started).toEqual(["busy", "n1", "n4", "n2", "n3", "r1", "r2"]);
  });

  it("moves a routine key that becomes urgent to the front", async () => {
    const { queue, started, finish } = bench();
    for (const key of ["busy", "r1", "r2", "r3"]) queue.add(key);
    queue.add("r3", { priority: "new" });
    for (let turn = 0; turn < 4; turn++) await finish(started.at(-1)!);
    expect(started).toEqual(["busy", "r3", "r1", "r2"]);
  });

  it("gives routine keys a quarter of the turns once they have waited, however many new ones come", async () => {
    const { clock, queue, started, finish } = bench({ ageingMs: 1_000 });
    queue.add("busy", { priority: "new" });
    for (let key = 0; key < 25; key++) queue.add(`r${key}`);
    await clock.go(1_000);
    for (let turn = 0; turn < 100; turn++) {
      queue.add(`n${turn}`, { priority: "new" });
      await finish(started.at(-1)!);
    }
    expect(started.slice(0, 101).filter((key) => key.startsWith("r"))).toHaveLength(25);
  });

  it("forgets a key: its time, its failures, and what was asked while it was worked on", async () => {
    const { clock, queue, started, finish, fail } = bench();
    queue.add("later", { at: 2_000 });
    queue.forget("later");
    queue.add("a");
    queue.add("a");
    queue.forget("a");
    await finish("a", { at: 1_500 });
    queue.add("b");
    queue.forget("b");
    await fail("b");
    await clock.go(10_000);
    expect(started).toEqual(["a", "b"]);
    expect(queue.stats()).toMatchObject({ ready: 0, delayed: 0, working: 0 });
    expect(clock.timers).toBe(0);
  });

  it("collects before it starts, and works no more once it drains", async () => {
    const { queue, started, finish } = bench();
    const idle = new Queue({
      workers: 1,
      now: () => 0,
      timer: () => () => {},
      random: () => 0,
      work: async () => undefined,
    });
    idle.add("a");
    expect(idle.stats()).toMatchObject({ delayed: 1, working: 0 });
    queue.add("a");
    queue.add("b");
    let drained = false;
    const draining = queue.drain().then(() => {
      drained = true;
    });
    queue.add("c");
    await settled();
    expect(drained).toBe(false);
    await finish("a", { at: 0 });
    await draining;
    expect(started).toEqual(["a"]);
    await idle.drain();
  });

  it("looks at the clock once a minute, so that a clock that was set ahead is noticed", async () => {
    let setAheadBy = 0;
    const clock = new Clock();
    const { queue, started } = bench({ now: () => clock.now + setAheadBy, timer: clock.timer });
    queue.add("a", { at: 10_000_000 });
    await clock.go(59_000);
    setAheadBy = 10_000_000;
    await clock.go(999);
    expect(started).toEqual([]);
    await clock.go(1);
    expect(started).toEqual(["a"]);
  });
});

describe("the heap", () => {
  it("gives its items in order after any pushes, moves and removals", () => {
    const change = fc.record({
      what: fc.constantFrom("push", "remove", "move"),
      value: fc.nat(50),
      pick: fc.nat(1_000),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const heap = new Heap<{ slot: number; value: number }>((a, b) => a.value < b.value);
        const inside: { slot: number; value: number }[] = [];
        for (const { what, value, pick } of changes) {
          const index = pick % (inside.length || 1);
          const item = inside[index];
          if (what === "push" || !item) {
            const fresh = { slot: -1, value };
            inside.push(fresh);
            heap.push(fresh);
          } else if (what === "remove") {
            heap.remove(item);
            inside.splice(index, 1);
          } else {
            item.value = value;
            heap.moved(item);
          }
        }
        const out = Array.from({ length: heap.size }, () => heap.pop()!.value);
        expect(out).toEqual(inside.map(({ value }) => value).sort((a, b) => a - b));
      }),
    );
  });
});
