import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import type { KeyState } from "../../core/ledger.ts";
import type { Restrictions } from "../../core/restrictions.ts";
import { day, hour, second } from "../../core/time.ts";
import type { Want } from "../../core/world.ts";
import { does, have, held, ledger, now, present, record, secretWith, theAction, used, want } from "./builders.ts";

const full: Restrictions = {
  ...{ group: "GPT Standard", models: ["gpt-5", "gpt-5-mini"], quota: { amount: 100 } },
  ...{ expiresAt: now + 90 * day, allowedIPs: ["10.0.0.0/8"] },
};
const declared = (change: Partial<Want> = {}) => want({ restrictions: full, ...change });
/** What is done to a current key that the gateway shows like this. */
const shown = (change: Partial<Restrictions>, wanted = declared(), remote = {}) =>
  decide(
    wanted,
    have(ledger(record(1, "Current")), secretWith(1), {
      1: { ...held, ...present(1, { restrictions: { ...full, ...change }, ...remote }) },
    }),
    now,
  );
const without = (field: keyof Restrictions) => {
  const { [field]: _, ...rest } = full;
  return rest as Restrictions;
};

describe("a key that differs from its declaration", () => {
  it.each<[string, Partial<Restrictions>]>([
    ["a model more than declared", { models: ["gpt-5", "gpt-5-mini", "o9-pro"] }],
    ["a model less than declared", { models: ["gpt-5"] }],
    ["another group", { group: "default" }],
    ["a quota twenty cents off", { quota: { amount: 100.2 } }],
    ["a quota that is granted anew", { quota: { amount: 100, reset: "Daily" } }],
    ["an end that is two seconds later", { expiresAt: now + 90 * day + 2 * second }],
    ["an address more", { allowedIPs: ["10.0.0.0/8", "192.0.2.1"] }],
  ])("by %s is written whole, as declared", (_what, change) => {
    expect(shown(change).actions).toEqual([{ do: "update", revision: 1, restrictions: full }]);
  });

  it.each(["models", "quota", "expiresAt"] as const)("by a limit on %s that is gone gets it back", (field) => {
    const had = have(ledger(record(1, "Current")), secretWith(1), {
      1: { ...held, ...present(1, { restrictions: without(field) }) },
    });
    expect(theAction(decide(declared(), had, now), "update").restrictions).toEqual(full);
  });

  it.each(["quota", "expiresAt"] as const)("by a limit on %s that nobody declares loses it", (field) => {
    const free = theAction(shown({}, declared({ restrictions: without(field) })), "update").restrictions;
    expect(free).not.toHaveProperty(field);
  });

  it.each<[string, Partial<Restrictions>]>([
    ["its models in another order", { models: ["gpt-5-mini", "gpt-5"] }],
    ["a quota rounded by the gateway", { quota: { amount: 99.95 } }],
    ["an end cut to whole seconds", { expiresAt: now + 90 * day - 999 }],
  ])("by no more than %s is left alone", (_what, change) => {
    expect(shown(change).actions).toEqual([]);
  });

  it("is left alone while nobody has looked at it", () => {
    expect(does(declared(), have(ledger(record(1, "Current")), secretWith(1), { 1: held }))).toEqual([]);
  });

  it("is left alone while it is switched off in the console, and put right when it is on again", () => {
    expect(shown({ models: [] }, declared(), { enabled: false }).actions).toEqual([]);
    expect(shown({ models: [] }).actions).toHaveLength(1);
  });

  it("is left alone while the gateway may not be called", () => {
    const away = declared({ gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } });
    expect(shown({ models: [] }, away).actions).toEqual([]);
  });

  it("is put right though it is exhausted or expired: that may be the very cure", () => {
    for (const usable of ["exhausted", "expired"] as const)
      expect(shown({ quota: { amount: 5 } }, declared(), { usable }).actions).toHaveLength(1);
  });
});

describe("which keys are put right", () => {
  const facts = (revision: number, enabled = true) => ({
    [revision]: { ...held, ...present(revision, { enabled, restrictions: { ...full, models: [] } }) },
  });

  it.each<[KeyState, boolean]>([
    ["Issued", true],
    ["Verified", true],
    ["Retiring", true],
    ["Disabled", false],
    ["Revoked", false],
  ])("%s: %s", (state, expected) => {
    const key = record(2, state, { retiringSince: now, disabledAt: now });
    const keys = ledger(record(1, "Current"), key);
    const verbs = does(declared(), have(keys, secretWith(1), { 1: held, ...facts(2, state !== "Disabled") }));
    expect(verbs.includes("update r2")).toBe(expected);
  });

  it("are all that work, in one turn: none waits for another's result", () => {
    const keys = ledger(
      record(1, "Retiring", { retiringSince: now }),
      record(2, "Current", { deliveredAt: now }),
      record(3, "Issued"),
    );
    const all = { ...facts(1), ...facts(2), ...facts(3) };
    const verbs = does(declared(), have(keys, secretWith(2, { deliveredAt: now }), all));
    expect(verbs.filter((verb) => verb.startsWith("update"))).toEqual(["update r1", "update r2", "update r3"]);
  });
});

describe("the quota of an old key", () => {
  const keys = ledger(
    record(1, "Retiring", { retiringSince: now }),
    record(2, "Current", { deliveredAt: now, spent: 10 }),
  );
  const old = (restrictionsNow: Restrictions) =>
    decide(
      declared(),
      have(keys, secretWith(2, { deliveredAt: now }), {
        1: { ...held, ...present(1, { restrictions: restrictionsNow }) },
        2: { ...held, ...present(2, { spent: 10, restrictions: full }) },
      }),
      now,
    ).actions;

  it("is left as it was issued, though the new key has spent since", () => {
    expect(old({ ...full, quota: { amount: 37 } })).toEqual([]);
  });

  it("is carried along when something else is put right", () => {
    const edited = { ...full, quota: { amount: 37 }, models: ["o9-pro"] };
    expect(old(edited)).toEqual([{ do: "update", revision: 1, restrictions: { ...full, quota: { amount: 37 } } }]);
  });

  it("is not made up where it was issued without one", () => {
    const { quota: _, ...unlimited } = full;
    expect(old(unlimited)).toEqual([]);
    expect(old({ ...unlimited, models: [] })).toEqual([{ do: "update", revision: 1, restrictions: unlimited }]);
  });
});

describe("switching off and on by declaration", () => {
  const off = declared({ enabled: false });
  const seen = (enabled: boolean, change: Partial<Restrictions> = {}) => ({
    1: { ...held, ...present(1, { enabled, restrictions: { ...full, ...change } }) },
  });
  const key = (switchedOff?: boolean) => ledger(record(1, "Current", switchedOff ? { switchedOff } : {}));

  it("comes before putting right what somebody edited", () => {
    expect(does(off, have(key(), secretWith(1), seen(true, { models: [] })))).toEqual(["disable r1"]);
    expect(does(declared(), have(key(true), secretWith(1), seen(false, { models: [] })))).toEqual(["enable r1"]);
  });

  it("also claims a key that was off already: it stays off by the declaration from then on", () => {
    expect(does(off, have(key(), secretWith(1), seen(false)))).toEqual(["disable r1"]);
  });

  it("does not touch an old key whose soak has begun", () => {
    const keys = ledger(record(1, "Disabled", { disabledAt: now }), record(2, "Current", { switchedOff: true }));
    const facts = { ...seen(false), 2: { ...held, ...present(2, { enabled: false }) } };
    expect(does(off, have(keys, secretWith(2), facts))).toEqual([]);
  });

  it("does not go on retiring old keys while it lasts: nobody can move to the new one", () => {
    const since = now - 2 * hour;
    const keys = ledger(
      record(1, "Retiring", { retiringSince: since, switchedOff: true }),
      record(2, "Current", { deliveredAt: since, switchedOff: true }),
    );
    const idle = { ...held, ...present(1, { enabled: true }), ...used(undefined) };
    const facts = { 1: idle, 2: { ...held, ...present(2, { enabled: false }) } };
    expect(does(off, have(keys, secretWith(2, { deliveredAt: since }), facts))).toEqual(["disable r1"]);
  });

  it("is not undone while the declaration is refused", () => {
    const refused = declared({ refusal: { reason: "ModelUnknown", message: "no" } });
    expect(does(refused, have(key(true), secretWith(1), seen(false)))).toEqual([]);
  });
});
