import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Difference, differences, type Restrictions } from "../../core/restrictions.ts";

const base: Restrictions = {
  group: "GPT Standard",
  models: ["gpt-5", "gpt-5-mini"],
  quota: { amount: 100, reset: "Monthly" },
  expiresAt: 1_800_000_000_000,
  allowedIPs: ["10.0.0.0/8"],
};

const any: fc.Arbitrary<Restrictions> = fc.record(
  {
    group: fc.constantFrom("GPT Standard", "Claude"),
    models: fc.uniqueArray(fc.constantFrom("gpt-5", "gpt-5-mini", "claude-5"), { maxLength: 3 }),
    quota: fc.record(
      { amount: fc.integer({ min: 1, max: 1000 }), reset: fc.constantFrom("Daily" as const, "Weekly" as const) },
      { requiredKeys: ["amount"] },
    ),
    expiresAt: fc.integer({ min: 0, max: 2_000_000_000 }),
    allowedIPs: fc.uniqueArray(fc.constantFrom("10.0.0.1", "10.0.0.2"), { maxLength: 2 }),
  },
  { requiredKeys: ["allowedIPs"] },
);

describe("what a key may do", () => {
  it("does not differ from itself, nor from itself with its lists in another order", () => {
    fc.assert(
      fc.property(any, (restrictions) => {
        expect(differences(restrictions, restrictions)).toEqual([]);
        const turned: Restrictions = {
          ...restrictions,
          ...(restrictions.models ? { models: [...restrictions.models].reverse() } : {}),
          allowedIPs: [...restrictions.allowedIPs].reverse(),
        };
        expect(differences(restrictions, turned)).toEqual([]);
      }),
    );
  });

  it.each<[string, Partial<Restrictions>, Difference]>([
    ["another group", { group: "gpt standard" }, "group"],
    ["a model more", { models: ["gpt-5", "gpt-5-mini", "gpt-6"] }, "models"],
    ["a model less", { models: ["gpt-5"] }, "models"],
    ["other models, as many", { models: ["gpt-5", "gpt-6"] }, "models"],
    ["no model at all, which is not the same as all", { models: [] }, "models"],
    ["a bigger quota", { quota: { amount: 101, reset: "Monthly" } }, "quota"],
    ["another reset", { quota: { amount: 100, reset: "Daily" } }, "quota"],
    ["no reset", { quota: { amount: 100 } }, "quota"],
    ["another expiry", { expiresAt: 1_800_000_002_000 }, "expiresAt"],
    ["any address", { allowedIPs: [] }, "allowedIPs"],
    ["a wider range", { allowedIPs: ["10.0.0.0/7"] }, "allowedIPs"],
  ])("differs by %s", (_what, change, field) => {
    expect(differences(base, { ...base, ...change })).toEqual([field]);
  });

  it.each<[keyof Restrictions, Difference]>([
    ["models", "models"],
    ["quota", "quota"],
    ["expiresAt", "expiresAt"],
  ])("differs where the gateway has dropped the limit on %s, and where it has set one", (field, difference) => {
    const { [field]: _dropped, ...without } = base;
    expect(differences(base, without as Restrictions)).toEqual([difference]);
    expect(differences(without as Restrictions, base)).toEqual([difference]);
  });

  it("names every field that differs", () => {
    expect(differences(base, { allowedIPs: [] })).toEqual(["group", "models", "quota", "expiresAt", "allowedIPs"]);
  });

  it("does not differ by a group when none is declared", () => {
    expect(differences({ allowedIPs: [] }, { group: "default", allowedIPs: [] })).toEqual([]);
  });

  it.each([
    [100, 100.05, true],
    [100, 100.2, false],
    [0.02, 0.025, true],
    [0.02, 0.04, false],
    [1_000_000, 1_000_900, true],
    [1_000_000, 1_002_000, false],
  ])("takes a quota of %d for %d: %s, because gateways count in units of their own", (want, have, same) => {
    expect(
      differences({ allowedIPs: [], quota: { amount: want } }, { allowedIPs: [], quota: { amount: have } }),
    ).toEqual(same ? [] : ["quota"]);
  });

  it("takes an expiry for the same within a second, because New API keeps whole seconds", () => {
    expect(differences(base, { ...base, expiresAt: base.expiresAt! + 999 })).toEqual([]);
    expect(differences(base, { ...base, expiresAt: base.expiresAt! - 1001 })).toEqual(["expiresAt"]);
  });
});
