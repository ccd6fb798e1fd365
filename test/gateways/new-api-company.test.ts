import { describe, expect, it } from "@jest/globals";
import { createBudget } from "../../gateways/budget.ts";
import { createKeys } from "../../gateways/new-api/keys.ts";
import type { Token } from "../../gateways/new-api/wire.ts";
import { createRedactor } from "../../gateways/redact.ts";
import { fakeDeps } from "./support.ts";

const second = 1_000;
const minute = 60 * second;
const limits = { GA: { limit: 360, windowMs: 3 * minute }, CT: { limit: 20, windowMs: 20 * minute } };

/** Keys at a server that has every key by name, answers at once, and keeps the default limits. */
async function keysWith(options: { readonly revealsSpent: number }) {
  const deps = fakeDeps();
  const budget = createBudget(limits, deps);
  const ids = new Map<string, number>();
  let lookUps = 0;
  const keys = createKeys({
    deps,
    budget,
    redactor: createRedactor(),
    traits: { masked: true, batchReveal: true },
    limit: (bucket) => limits[bucket],
    api: {
      call: () => Promise.reject(new Error("nothing is revealed here")),
      read: () => Promise.reject(new Error("nothing is read here")),
    },
    listing: {
      all: async () => [],
      named: async (names) => {
        lookUps += 1;
        for (const name of names) if (!ids.has(name)) ids.set(name, ids.size + 1);
        return new Map([...names].map((name) => [name, { id: ids.get(name), name } as Token]));
      },
    },
  });
  for (let call = 0; call < options.revealsSpent; call++) (await budget.acquire("CT"))();
  const began = deps.clock();
  return {
    deps,
    keys,
    lookUps: () => lookUps,
    /** Looks for a key, and tells after how many milliseconds of the test it was found. */
    find: async (name: string) => {
      await keys.find(name, {});
      return deps.clock() - began;
    },
  };
}

describe("keys that are looked for at New API", () => {
  it("one alone is found at once while there are reveals enough", async () => {
    const { find, deps } = await keysWith({ revealsSpent: 0 });
    const found = find("alone");
    await deps.advance(minute);
    expect(await found).toBe(0);
  });

  it("one waits for those that are being made, and no longer than a second", async () => {
    const { keys, find, deps, lookUps } = await keysWith({ revealsSpent: 0 });
    const others = [keys.expect(), keys.expect()];
    const first = find("first");
    await deps.advance(300);
    others[0]!();
    const second = find("second");
    await deps.advance(minute);
    expect(await first).toBe(1_000);
    expect(await second).toBe(1_000);
    expect(lookUps()).toBe(1);
  });

  it("one of a storm waits a moment for the next, though nobody is making any just then", async () => {
    const { find, deps, lookUps } = await keysWith({ revealsSpent: 0 });
    const found = [find("first")];
    for (let index = 0; index < 9; index++) {
      await deps.advance(100);
      found.push(find(`next-${index}`));
    }
    await deps.advance(minute);
    expect((await Promise.all(found)).at(-1)).toBe(1_100);
    expect(lookUps()).toBe(2);
  });

  it("where reveals are scarce, one alone waits for others, and the last of a storm need not: they share a reveal already", async () => {
    const lone = await keysWith({ revealsSpent: 15 });
    const alone = lone.find("alone");
    await lone.deps.advance(5 * minute);
    const last = await keysWith({ revealsSpent: 15 });
    const together = Array.from({ length: 30 }, (_, index) => last.find(`last-${index}`));
    await last.deps.advance(5 * minute);
    expect(await alone).toBe(30 * second);
    expect(new Set(await Promise.all(together))).toEqual(new Set([1 * second]));
    expect(last.lookUps()).toBe(1);
  });

  it("without a reveal left, nobody is found before there is room for one", async () => {
    const { find, deps } = await keysWith({ revealsSpent: 20 });
    const found = Array.from({ length: 50 }, (_, index) => find(`key-${index}`));
    await deps.advance(30 * minute);
    // A window, and the margin for two clocks.
    for (const at of await Promise.all(found)) expect(at).toBe(20 * minute * 1.01);
  });
});
