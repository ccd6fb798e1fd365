import { describe, expect, it } from "@jest/globals";
import { createBudget } from "../../gateways/budget.ts";
import { fakeDeps } from "./support.ts";

const minute = 60_000;

/** A server with a sliding log, as New API keeps one in memory: a refused call costs nothing. */
function slidingLog(limit: number, windowMs: number, clock: () => number) {
  let granted: number[] = [];
  return () => {
    granted = granted.filter((at) => at > clock() - windowMs);
    if (granted.length >= limit) return false;
    granted.push(clock());
    return true;
  };
}

/** A server with a window that begins with its first call, as with Redis. */
function fixedWindow(limit: number, windowMs: number, clock: () => number) {
  let began = Number.NEGATIVE_INFINITY;
  let count = 0;
  return () => {
    if (clock() - began >= windowMs) [began, count] = [clock(), 0];
    count += 1;
    return count <= limit;
  };
}

describe("a rate budget", () => {
  for (const [name, server] of [
    ["sliding log", slidingLog],
    ["fixed window", fixedWindow],
  ] as const) {
    it(`uses at least 90 % of what a ${name} allows, and is never refused, though requests travel up to 3 s`, async () => {
      const deps = fakeDeps();
      const limit = { limit: 360, windowMs: 3 * minute };
      const budget = createBudget({ GA: limit }, deps);
      const allowed = server(limit.limit, limit.windowMs, deps.clock);
      let answered = 0;
      let refused = 0;
      let seed = 7;
      const travel = () => {
        seed = (seed * 16_807) % 2_147_483_647;
        return (seed / 2_147_483_647) * 1_500;
      };
      const workers = Array.from({ length: 16 }, async () => {
        for (;;) {
          const release = await budget.acquire("GA");
          await deps.sleep(travel());
          if (!allowed()) refused += 1;
          await deps.sleep(travel());
          release();
          answered += 1;
        }
      });
      expect(workers).toHaveLength(16);
      await deps.advance(60 * minute);
      expect(refused).toBe(0);
      expect(answered).toBeGreaterThan(0.9 * 60 * 120);
    }, 60_000);
  }

  it("lets urgent work go first, in the order of its arrival, and shared calls before that", async () => {
    const deps = fakeDeps();
    const budget = createBudget({ B: { limit: 1, windowMs: 1_000 } }, deps);
    (await budget.acquire("B"))();
    const order: string[] = [];
    const queue = async (name: string, options: object) => {
      const release = await budget.acquire("B", options);
      order.push(name);
      release();
    };
    void queue("routine 1", {});
    void queue("urgent 1", { urgent: true });
    void queue("routine 2", {});
    void queue("urgent 2", { urgent: true });
    void queue("shared", { first: true });
    await deps.advance(6_000);
    expect(order).toEqual(["shared", "urgent 1", "urgent 2", "routine 1", "routine 2"]);
  });

  it("does not starve routine work for longer than about two minutes", async () => {
    const deps = fakeDeps();
    const budget = createBudget({ B: { limit: 1, windowMs: 1_000 } }, deps);
    let routineAt = 0;
    const flood = async () => {
      for (;;) (await budget.acquire("B", { urgent: true }))();
    };
    for (let worker = 0; worker < 8; worker++) void flood();
    void budget.acquire("B").then((release) => {
      routineAt = deps.clock();
      release();
    });
    const started = deps.clock();
    await deps.advance(5 * minute);
    expect(routineAt - started).toBeGreaterThan(100_000);
    expect(routineAt - started).toBeLessThan(140_000);
  });

  it("stops after a 429 for as long as the gateway said, or for a whole window when it said nothing", async () => {
    const deps = fakeDeps();
    const budget = createBudget({ CT: { limit: 20, windowMs: 20 * minute } }, deps);
    expect(budget.observe429("CT", 30_000)).toBe(deps.clock() + 30_000);
    expect(budget.remaining("CT")).toBe(0);
    await deps.advance(30_000);
    expect(budget.remaining("CT")).toBe(20);
    budget.observe429("CT", undefined);
    expect(budget.wait("CT")).toBe(20 * minute);
  });

  it("forgets callers that give up, and lets the others pass", async () => {
    const deps = fakeDeps();
    const budget = createBudget({ B: { limit: 1, windowMs: 1_000 } }, deps);
    (await budget.acquire("B"))();
    const stop = new AbortController();
    const given = expect(budget.acquire("B", { signal: stop.signal })).rejects.toMatchObject({
      code: "retry",
      reason: "Aborted",
    });
    let passed = false;
    void budget.acquire("B").then(() => {
      passed = true;
    });
    stop.abort();
    await given;
    await deps.advance(1_100);
    expect(passed).toBe(true);
  });

  it("costs nothing where there is no limit, and takes up a new one at once", async () => {
    const deps = fakeDeps();
    const budget = createBudget({}, deps);
    for (let call = 0; call < 1_000; call++) await budget.acquire("free");
    budget.configure({ free: { limit: 5, windowMs: 1_000 } });
    expect(budget.remaining("free")).toBe(0);
    budget.configure({ free: undefined });
    expect(budget.remaining("free")).toBe(Number.POSITIVE_INFINITY);
  });

  it("refuses whoever waits when it is closed", async () => {
    const deps = fakeDeps();
    const budget = createBudget({ B: { limit: 1, windowMs: 1_000 } }, deps);
    (await budget.acquire("B"))();
    const waiting = budget.acquire("B");
    budget.close();
    await expect(waiting).rejects.toMatchObject({ reason: "Aborted" });
    await expect(budget.acquire("B")).rejects.toMatchObject({ reason: "Aborted" });
  });
});
