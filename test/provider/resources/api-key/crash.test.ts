// The provider dies, or loses an answer, at every request of every change; the next run finds out what is true.
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { Sensitive } from "../../../../core/sensitive.ts";
import { day, hour } from "../../../../core/time.ts";
import type { FaultRule } from "../../../../emulator/faults.ts";
import type { Stored } from "../../../../provider/protocol/provider.ts";
import type { ValueMap } from "../../../../provider/protocol/value.ts";
import { onTok, type Tok } from "../tok.ts";

const drivers = ["new-api", "sub2api"] as const;
type Driver = (typeof drivers)[number];

const declared = (driver: Driver, more: ValueMap = {}): ValueMap => ({
  name: "prod-api-server",
  group: driver === "new-api" ? "default" : "codex",
  store_in_state: true,
  quota: { amount: 20, reset: null },
  rotation: { every: "30d", overlap: "1h" },
  ...more,
});

interface Change {
  /** Puts everything where the change begins; answers what is stored then. */
  prepare(tok: Tok, driver: Driver): Promise<Stored>;
  /** The configuration that is applied; null destroys. */
  config(driver: Driver): ValueMap | null;
  /** Keys ever made, and keys that live, after it. */
  readonly made: number;
  readonly live: number;
}

const nothing = { state: null };

async function made(tok: Tok, driver: Driver): Promise<Stored> {
  const resource = tok.resource("tok_api_key");
  await resource.apply(declared(driver));
  return resource.stored();
}

async function rotated(tok: Tok, driver: Driver): Promise<Stored> {
  const before = await made(tok, driver);
  tok.emulator.clock.advance((31 * day) / 1000);
  const resource = (await tok.again()).resource("tok_api_key", before);
  await resource.apply(declared(driver));
  return resource.stored();
}

const changes: Readonly<Record<string, Change>> = {
  "making the first key": { prepare: async () => nothing, config: (driver) => declared(driver), made: 1, live: 1 },
  "a rotation": {
    async prepare(tok, driver) {
      const before = await made(tok, driver);
      tok.emulator.clock.advance((31 * day) / 1000);
      return before;
    },
    config: (driver) => declared(driver),
    made: 2,
    live: 2,
  },
  "the end of an overlap": {
    async prepare(tok, driver) {
      const before = await rotated(tok, driver);
      tok.emulator.clock.advance((2 * hour) / 1000);
      return before;
    },
    config: (driver) => declared(driver),
    made: 2,
    live: 1,
  },
  "a change of limits": {
    prepare: made,
    config: (driver) => declared(driver, { quota: { amount: 5, reset: null }, enabled: true }),
    made: 1,
    live: 1,
  },
  "a destruction during an overlap": { prepare: rotated, config: () => null, made: 2, live: 0 },
};

type Mishap = "killed before the effect" | "killed after the effect" | "the answer is lost";

const rules: Readonly<Record<Mishap, FaultRule>> = {
  "killed before the effect": { kind: "timeout", effect: false },
  "killed after the effect": { kind: "timeout", effect: true },
  "the answer is lost": { kind: "reset-after" },
};

/** How many requests the change makes when nothing happens to it. */
async function boundaries(driver: Driver, change: Change, profile: string): Promise<number> {
  let seen = 0;
  await onTok(
    driver,
    async (tok) => {
      const before = await change.prepare(tok, driver);
      tok.emulator.faults.add({ kind: "reset-before", nth: 1_000_000 });
      await (await tok.again()).resource("tok_api_key", before).apply(change.config(driver));
      seen = tok.emulator.faults.list()[0]!.seen;
    },
    { profile },
  )();
  return seen;
}

async function strike(tok: Tok, driver: Driver, change: Change, mishap: Mishap, nth: number): Promise<void> {
  const before = await change.prepare(tok, driver);
  const fault = tok.emulator.faults.add({ ...rules[mishap], nth });
  const victim = (await tok.again()).resource("tok_api_key", before);
  const run = victim.apply(change.config(driver)).then(
    () => "done",
    () => "failed",
  );
  // A request that is never answered holds the process for ever: it is as good as dead, and what it knew is gone.
  const struck = async () => {
    while (tok.emulator.faults.hits(fault) === 0) await turn();
    return "struck";
  };
  const end = mishap === "the answer is lost" ? await run : await Promise.race([run, struck()]);
  tok.emulator.faults.clear();
  const after = end === "struck" ? before : victim.stored();
  const next = (await tok.again()).resource("tok_api_key", after);
  await next.apply(change.config(driver));
  await judge(tok, change, next.stored());
}

async function judge(tok: Tok, change: Change, { state }: Stored): Promise<void> {
  const { ledger } = tok.emulator;
  const known = state ? [state.id, ...(state.retiring_keys as readonly ValueMap[]).map(({ id }) => id)] : [];
  expect(
    ledger
      .live()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(known.map(String).sort());
  expect({ made: ledger.created().length, live: ledger.live().length }).toEqual({
    made: change.made,
    live: change.live,
  });
  if (state) expect(await tok.other.probe(new Sensitive(String(state.key)))).toMatchObject({ kind: "accepted" });
}

const profiles = {
  "new-api": ["v1.0.0-rc.24", "v1.0.0-rc.21", "v0.10.8", "v0.6.8.2"],
  sub2api: ["0.1.179", "0.1.120", "0.1.106"],
} as const;

describe.each(drivers)("%s", (driver) => {
  describe.each(profiles[driver])("%s", (profile) => {
    it.each(Object.keys(changes))("%s survives a death at every request, and every lost answer", async (name) => {
      const change = changes[name]!;
      const count = await boundaries(driver, change, profile);
      expect(count).toBeGreaterThan(2);
      const cases = (Object.keys(rules) as Mishap[]).flatMap((mishap) =>
        Array.from({ length: count }, (_, index) => ({ mishap, nth: index + 1 })),
      );
      const wrong: string[] = [];
      for (const { mishap, nth } of cases) {
        await onTok(driver, (tok) => strike(tok, driver, change, mishap, nth), { profile })().catch((error: Error) => {
          wrong.push(`${mishap}, request ${nth} of ${count}: ${error.message}`);
        });
      }
      expect(wrong).toEqual([]);
    });
  });
});
