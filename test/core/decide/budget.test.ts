import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { decide } from "../../../core/decide.ts";
import type { KeyRecord } from "../../../core/ledger.ts";
import type { Restrictions } from "../../../core/restrictions.ts";
import { day, hour } from "../../../core/time.ts";
import {
  have,
  held,
  idOf,
  ledger,
  now,
  present,
  record,
  restrictions,
  secretWith,
  theAction,
  want,
} from "../builders.ts";

const withQuota = (quota: Restrictions["quota"]): Restrictions => ({ ...restrictions, ...(quota ? { quota } : {}) });
const budget = (amount: number, change = {}) => want({ restrictions: withQuota({ amount }), ...change });

/** What a key issued now may spend. */
function granted(amount: number, others: readonly KeyRecord[], carried?: { spent: number; at: number }): number {
  const planned = record(others.length + 1, "Planned");
  const keys = { ...ledger(...others, planned), ...(carried ? { carried } : {}) };
  const decision = decide(budget(amount), have(keys, secretWith(others.length)), now);
  return theAction(decision, "issue").restrictions.quota!.amount;
}

describe("the budget follows the declared key", () => {
  it("gives the first key all of it", () => {
    expect(granted(100, [])).toBe(100);
  });

  it("gives a new key what is left", () => {
    expect(granted(100, [record(1, "Current", { spent: 30 })])).toBe(70);
    expect(granted(100, [record(1, "Disabled", { spent: 30 }), record(2, "Current", { spent: 25 })])).toBe(45);
  });

  it("counts what keys have spent that are gone", () => {
    expect(granted(100, [record(1, "Current", { spent: 30 })], { spent: 50, at: now - 400 * day })).toBe(20);
  });

  it("never gives 0, which gateways take for unlimited", () => {
    const rest = granted(100, [record(1, "Current", { spent: 500 })]);
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(0.001);
  });

  it("is never refilled by rotating, however often", () => {
    const amounts = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 5 }), amounts, (spent, carried) => {
        const others = spent.map((usd, index) =>
          record(index + 1, index + 1 === spent.length ? "Current" : "Disabled", { spent: usd, disabledAt: now }),
        );
        const sum = spent.reduce((total, usd) => total + usd, carried);
        expect(granted(100, others, { spent: carried, at: now })).toBeCloseTo(Math.max(100 - sum, 0), 3);
      }),
    );
  });

  it("shrinks for the current key as the old one goes on spending", () => {
    const keys = ledger(record(1, "Retiring"), record(2, "Current"));
    const quota = (amount: number) => ({ restrictions: withQuota({ amount }) });
    const facts = { 1: present(1, { spent: 40, ...quota(100) }), 2: present(2, quota(70)) };
    const decision = decide(budget(100), have(keys, secretWith(2), facts), now);
    expect(theAction(decision, "update")).toMatchObject({ revision: 2, restrictions: { quota: { amount: 60 } } });
  });

  it("leaves the old key's own quota as it was issued", () => {
    const keys = ledger(record(1, "Retiring"), record(2, "Current", { spent: 10 }));
    const quota = (amount: number) => ({ restrictions: withQuota({ amount }) });
    const facts = { 1: present(1, { spent: 40, ...quota(100) }), 2: present(2, { spent: 10, ...quota(60) }) };
    const { actions } = decide(budget(100), have(keys, secretWith(2), facts), now);
    expect(actions.filter((action) => action.do === "update")).toEqual([]);
  });

  it("is kept in the ledger when a key leaves it", () => {
    const gone = record(1, "Revoked", { spent: 30, revokedAt: now - hour });
    const keys = { ...ledger(gone, record(2, "Current")), carried: { spent: 12, at: now - day } };
    const decision = decide(budget(100), have(keys, secretWith(2), { 1: { text: "lost" } }), now);
    expect(decision.ledger.keys.map((key) => key.id)).toEqual([idOf(2)]);
    expect(decision.ledger.carried).toEqual({ spent: 42, at: now });
  });

  it("is written into the ledger from what the gateway shows", () => {
    const facts = { 1: present(1, { spent: 17, restrictions: withQuota({ amount: 100 }) }) };
    const decision = decide(budget(100), have(ledger(record(1, "Current")), secretWith(1), facts), now);
    expect(decision.ledger.keys[0]!.spent).toBe(17);
  });
});

describe("a budget that is granted anew every day", () => {
  const daily = want({ restrictions: withQuota({ amount: 100, reset: "Daily" }) });
  const ended = (ago: number) => record(1, "Disabled", { spent: 30, disabledAt: now - ago });
  const facts = {
    1: { ...held, ...present(1, { enabled: false, spent: 30 }) },
    2: present(2, { restrictions: withQuota({ amount: 70, reset: "Daily" }) }),
  };

  it("counts an old key's spending for a whole period, and wakes when that is over", () => {
    const decision = decide(daily, have(ledger(ended(hour), record(2, "Current")), secretWith(2), facts), now);
    expect(decision.actions).toEqual([]);
    expect(decision.wakeAt).toBe(now + 23 * hour);
  });

  it("gives the current key all of it after that", () => {
    const decision = decide(daily, have(ledger(ended(day), record(2, "Current")), secretWith(2), facts), now);
    expect(theAction(decision, "update").restrictions.quota).toEqual({ amount: 100, reset: "Daily" });
  });
});

describe("a lifetime", () => {
  const living = want({ lifetime: 90 * day });

  it("ends a key at the gateway, counted from its plan so that every attempt asks for the same", () => {
    const planned = record(1, "Planned", { plannedAt: now - hour });
    expect(theAction(decide(living, have(ledger(planned)), now), "issue").restrictions.expiresAt).toBe(
      now - hour + 90 * day,
    );
  });

  it("is counted anew when the gateway was away for long: no key is born dead", () => {
    const planned = record(1, "Planned", { plannedAt: now - 100 * day });
    expect(theAction(decide(living, have(ledger(planned)), now), "issue").restrictions.expiresAt).toBe(now + 90 * day);
  });

  it("never goes beyond the declared end", () => {
    const ends = { restrictions: { ...restrictions, expiresAt: now + day } };
    const decision = decide(want({ lifetime: 90 * day, ...ends }), have(ledger(record(1, "Planned"))), now);
    expect(theAction(decision, "issue").restrictions.expiresAt).toBe(now + day);
  });

  it("rotates a key well before its end", () => {
    const born = { plannedAt: now, issuedAt: now };
    const { nextRotationAt } = decide(living, have(ledger(record(1, "Current", born)), secretWith(1)), now);
    expect(nextRotationAt).toBeGreaterThan(now + 50 * day);
    expect(nextRotationAt).toBeLessThanOrEqual(now + 60 * day);
  });
});
