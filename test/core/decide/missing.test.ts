import { describe, expect, it } from "@jest/globals";
import { decide } from "../../../core/decide.ts";
import type { KeyRecord } from "../../../core/ledger.ts";
import { day, hour, minute, second } from "../../../core/time.ts";
import type { KeyFacts, Want } from "../../../core/world.ts";
import {
  does,
  have,
  held,
  ledger,
  lost,
  missing,
  now,
  present,
  record,
  restrictions,
  secretWith,
  used,
  want,
} from "../builders.ts";

/**
 * An operator that died between a revocation and the status that says so starts again with a record of an older state and a
 * gateway without the key. It must not say that somebody else was it.
 */
const since = now - 2 * hour;
const successor = record(2, "Current", { deliveredAt: since });
const retiring = record(1, "Retiring", { retiringSince: since });
const soaked = record(1, "Disabled", { retiringSince: since, disabledAt: now - day });
const ask = (wanted: Want, key: KeyRecord, facts: Partial<KeyFacts>, at = now) => {
  const secret = secretWith(2, { deliveredAt: since });
  return decide(wanted, have(ledger(key, successor), secret, { 1: facts, 2: { ...held, ...present(2) } }), at);
};
const inShort = (...asked: Parameters<typeof ask>) =>
  ask(...asked).actions.map((action) => ("revision" in action ? `${action.do} r${action.revision}` : action.do));

const listedNoMore = { text: "unknown", ...missing(0, 1, false) } as const;
const lookedFor = { text: "unknown", ...missing(second, 2) } as const;
const atOnce = want({}, { disableBeforeDelete: "0s", retireWhenIdleFor: "0s" });
const whenIdle = want({}, { disableBeforeDelete: "0s" });

describe("an old key that is missing when its time is over", () => {
  it("is revoked once more, which costs nothing where it was done before", () => {
    expect(inShort(atOnce, retiring, listedNoMore)).toEqual(["revoke r1"]);
  });

  it("is looked at first where a last look is due: after a soak, and where there is a budget", () => {
    const budget = { ...atOnce, restrictions: { ...restrictions, quota: { amount: 10 } } };
    expect(inShort(want(), soaked, listedNoMore)).toEqual(["inspect r1"]);
    expect(inShort(budget, retiring, listedNoMore)).toContain("inspect r1");
    expect(inShort(budget, retiring, listedNoMore)).not.toContain("revoke r1");
    expect(inShort(want(), soaked, lookedFor)).toEqual(["revoke r1"]);
    expect(inShort(budget, retiring, lookedFor)).toContain("revoke r1");
  });

  it("is not asked for its last use: nobody uses it once it is missed in two looks that lie apart", () => {
    expect(inShort(whenIdle, retiring, lookedFor)).toEqual([]);
    expect(inShort(whenIdle, retiring, { text: "unknown", ...missing(10 * second, 2) })).toContain("revoke r1");
    expect(inShort(whenIdle, retiring, { text: "unknown", ...missing(hour, 9, false) })).not.toContain("revoke r1");
  });

  it("leaves the Secret first where that still shows it", () => {
    const shown = have(ledger(retiring, successor), secretWith(2, { deliveredAt: since, previous: 1 }), {
      1: listedNoMore,
      2: { ...held, ...present(2) },
    });
    expect(does(atOnce, shown)).toEqual(["deliver r2"]);
  });

  it("goes with a compromised one at once", () => {
    const leak = record(2, "Current", { reason: "Compromised", deliveredAt: now });
    const had = have(ledger(record(1, "Retiring", { retiringSince: now }), leak), secretWith(2), {
      1: listedNoMore,
      2: { ...held, ...present(2) },
    });
    expect(does(want(), had)).toEqual(["revoke r1"]);
  });
});

describe("an old key that is missing before its time", () => {
  it.each<[string, Want, KeyRecord]>([
    ["overlap", want({}, { overlap: "3h", disableBeforeDelete: "0s", retireWhenIdleFor: "0s" }), retiring],
    ["soak", want({}, { disableBeforeDelete: "25h" }), soaked],
    ["overlap, with a soak to come", want({}, { retireWhenIdleFor: "0s" }), retiring],
  ])("is looked for and not revoked: %s", (_what, wanted, key) => {
    const later = { ...lookedFor, ...missing(minute, 2, false) };
    expect(inShort(wanted, key, listedNoMore)).toEqual([]);
    expect(inShort(wanted, key, { ...later, ...held }, now + second)).toEqual(["inspect r1"]);
  });

  it("is waited for when its time comes", () => {
    const soon = want({}, { overlap: "7205s", disableBeforeDelete: "0s", retireWhenIdleFor: "0s" });
    const facts = { ...lost, ...missing(0, 1, false), ...used(hour) };
    const { wakeAt } = ask(soon, retiring, facts);
    expect(wakeAt).toBe(now + 5 * second);
    expect(inShort(soon, retiring, facts, wakeAt!)).toEqual(["revoke r1"]);
  });
});
