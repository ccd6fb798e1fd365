import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import { emptyLedger, type KeyState } from "../../core/ledger.ts";
import { hour, minute, second } from "../../core/time.ts";
import type { Have, KeyFacts, Want } from "../../core/world.ts";
import {
  condition,
  have,
  held,
  ledger,
  lost,
  missing,
  nameOf,
  now,
  present,
  record,
  restrictions,
  secretWith,
  used,
  want,
} from "./builders.ts";

const refusal = { reason: "ModelUnknown", message: "no such model." };
const away = { kind: "not-ready" as const, reason: "Unauthorized", message: "the token is refused." };
const settled = have(ledger(record(1, "Current")), secretWith(1), { 1: { ...held, ...present(1) } });
const onItsWay = (state: KeyState) =>
  have(ledger(record(1, "Current"), record(2, state)), secretWith(1), { 1: { ...held, ...present(1) }, 2: held });
const off = have(ledger(record(1, "Current")), secretWith(1), { 1: { ...held, ...present(1, { enabled: false }) } });

const shown = (wanted: Want, had: Have) => {
  const decision = decide(wanted, had, now);
  const of = (type: Parameters<typeof condition>[1]) => condition(decision, type);
  return { ready: of("Ready"), reconciling: of("Reconciling"), stalled: of("Stalled"), rotating: of("Rotating") };
};

describe("the conditions of a resource", () => {
  it("are the same five in the same order, whatever is the matter", () => {
    for (const had of [settled, off, have(emptyLedger), onItsWay("Issued")]) {
      const types = decide(want(), had, now).conditions.map(({ type }) => type);
      expect(types).toEqual(["Ready", "Reconciling", "Stalled", "Rotating", "PreviousKeyInUse"]);
    }
  });

  it("each give a reason in one word and a sentence", () => {
    for (const had of [settled, off, have(emptyLedger), onItsWay("Issued")]) {
      for (const { reason, message } of decide(want(), had, now).conditions) {
        expect(reason).toMatch(/^[A-Z][A-Za-z]+$/);
        expect(message).toMatch(/\.$/);
      }
    }
  });

  it("are all quiet but Ready once everything is as declared", () => {
    const quiet = decide(want(), settled, now).conditions.map(({ type, status, reason }) => [type, status, reason]);
    expect(quiet).toEqual([
      ["Ready", true, "Delivered"],
      ["Reconciling", false, "Settled"],
      ["Stalled", false, "Working"],
      ["Rotating", false, "Idle"],
      ["PreviousKeyInUse", false, "None"],
    ]);
  });
});

describe("Reconciling", () => {
  it.each(["Planned", "Issued", "Verified"] as const)("is true with a %s key, beside one that works", (state) => {
    const { ready, reconciling } = shown(want(), onItsWay(state));
    expect(ready.status).toBe(true);
    expect(reconciling).toMatchObject({ status: true, reason: state });
    expect(reconciling.message).toContain(nameOf(2));
  });

  it("is true for a first key that is still to be planned", () => {
    expect(shown(want(), have(emptyLedger)).reconciling).toMatchObject({ status: true, reason: "Pending" });
  });

  it("repeats what Ready waits for where no key is on its way", () => {
    const lostKey = have(ledger(record(1, "Current")), secretWith(1), { 1: { ...held, ...missing(10 * second, 2) } });
    const { ready, reconciling } = shown(want(), lostKey);
    expect(reconciling).toMatchObject({ status: true, reason: "KeyLost", message: ready.message });
  });

  it("is true while the gateway is waited for: it may come back by itself", () => {
    const { reconciling, stalled } = shown(want({ gateway: away }), have(emptyLedger));
    expect([reconciling.status, stalled.status]).toEqual([true, false]);
    expect(reconciling.reason).toBe("Unauthorized");
  });

  it("is true until a deleted resource is gone", () => {
    const deletion = { policy: "Revoke" as const, since: now, abandon: false };
    expect(shown(want({ deletion }), settled).reconciling).toMatchObject({ status: true, reason: "Deleting" });
  });

  it("is false while suspended, even with a key half made", () => {
    expect(shown(want({ suspended: true }), onItsWay("Issued")).reconciling.status).toBe(false);
    expect(shown(want({ suspended: true }), have(emptyLedger)).reconciling.status).toBe(false);
  });

  it("is false while somebody has to act first", () => {
    expect(shown(want({ refusal }), onItsWay("Issued")).reconciling.status).toBe(false);
    expect(shown(want(), off).reconciling.status).toBe(false);
  });
});

describe("Stalled", () => {
  it.each<[string, Want, Have]>([
    ["ModelUnknown", want({ refusal }), settled],
    ["ModelUnknown", want({ refusal }), have(emptyLedger)],
    ["SecretConflict", want(), have(emptyLedger, { kind: "foreign", message: "not ours." })],
    ["DisabledInConsole", want(), off],
    ["Expired", want({ restrictions: { ...restrictions, expiresAt: now - 1 } }), settled],
    [
      "AdoptionRefused",
      want({ adopt: { name: "legacy" } }),
      have(emptyLedger, undefined, {}, { adoptable: { kind: "refused", message: "two keys." } }),
    ],
    [
      "AdoptionRefused",
      want({ adopt: { name: "legacy" } }),
      have(ledger(record(1, "Issued", { reason: "Adopted" })), undefined, { 1: lost }),
    ],
  ])("is true with %s, in the words of Ready", (reason, wanted, had) => {
    const { ready, stalled } = shown(wanted, had);
    expect(stalled).toEqual({ type: "Stalled", status: true, reason, message: ready.message });
  });

  it.each<[string, Want, Have]>([
    ["a suspension that somebody chose", want({ suspended: true }), have(emptyLedger)],
    ["a key that is switched off as declared", want({ enabled: false }), settled],
    ["a Secret that is put right", want(), have(ledger(record(1, "Current")), { kind: "absent" }, { 1: held })],
    [
      "a deletion, whatever else is the matter",
      want({ refusal, deletion: { policy: "Revoke", since: now, abandon: false } }),
      off,
    ],
  ])("is false with %s: nobody has to do anything", (_what, wanted, had) => {
    expect(shown(wanted, had).stalled).toMatchObject({ status: false, reason: "Working" });
  });
});

describe("Rotating", () => {
  it.each(["Scheduled", "Requested", "Compromised", "SecretLost", "KeyLost"] as const)(
    "gives %s, the reason why the next key is made",
    (reason) => {
      const keys = ledger(record(1, "Current"), record(2, "Issued", { reason }));
      const { rotating } = shown(want(), have(keys, secretWith(1), { 2: held }));
      expect(rotating).toMatchObject({ status: true, reason });
      expect(rotating.message).toContain(nameOf(2));
    },
  );

  it("is false for a first key: nothing is replaced", () => {
    expect(shown(want(), have(ledger(record(1, "Issued")), undefined, { 1: held })).rotating.status).toBe(false);
  });

  it("is false once the new key is delivered, though the old one still works", () => {
    const keys = ledger(record(1, "Retiring", { retiringSince: now }), record(2, "Current", { deliveredAt: now }));
    expect(shown(want(), have(keys, secretWith(2, { deliveredAt: now }), { 2: held })).rotating.status).toBe(false);
  });

  it("stays true through a suspension: what was begun is not undone", () => {
    expect(shown(want({ suspended: true }), onItsWay("Verified")).rotating.status).toBe(true);
  });
});

describe("PreviousKeyInUse", () => {
  const since = now - 2 * hour;
  const successor = record(2, "Current", { deliveredAt: since });
  const inUse = (facts: Partial<KeyFacts>, change: Partial<Parameters<typeof record>[2]> = {}, rotation = {}) => {
    const old = record(1, "Retiring", { retiringSince: since, ...change });
    const had = have(ledger(old, successor), secretWith(2, { deliveredAt: since }), { 1: facts, 2: held });
    return condition(decide(want({}, rotation), had, now), "PreviousKeyInUse");
  };
  const busy = { ...held, ...present(1), ...used(second) };

  it("is true once the overlap is over and the old key was used, with its name and its last use", () => {
    const { status, reason, message } = inUse(busy);
    expect([status, reason]).toEqual([true, "StillInUse"]);
    expect(message).toBe(`Old key ${nameOf(1)} is last used 2027-01-15T07:59:59Z. It is kept until it is idle.`);
  });

  it("is false during the overlap: then an old key may be used", () => {
    expect(inUse(busy, { retiringSince: now - hour + 1 }).status).toBe(false);
    expect(inUse(busy, { retiringSince: now - hour }).status).toBe(true);
  });

  it("is false for an old key that nobody has ever used", () => {
    expect(inUse({ ...held, ...present(1), ...used(undefined) }).status).toBe(false);
  });

  it("is false as long as nobody has asked for its last use", () => {
    expect(inUse({ ...held, ...present(1) }).status).toBe(false);
  });

  it("is true where the gateway cannot say whether it is used, and does not make up a time", () => {
    const { status, message } = inUse({ ...held, ...present(1), lastUse: { at: now, known: false } });
    expect(status).toBe(true);
    expect(message).toContain("in use as far as is known");
  });

  it("says from maxOverlap on that somebody must find its user, and names the policy", () => {
    const rotation = { maxOverlap: "2h" };
    expect(inUse(busy, {}, rotation).message).toContain("It is past maxOverlap (2h); find who uses it.");
    expect(inUse(busy, { retiringSince: since + 1 }, rotation).message).toContain("It is kept until it is idle.");
  });

  it("is false once the old key is switched off", () => {
    const soaking = ledger(record(1, "Disabled", { disabledAt: now - minute }), successor);
    const facts = { 1: { ...busy, ...present(1, { enabled: false }) }, 2: held };
    const had = have(soaking, secretWith(2, { deliveredAt: since }), facts);
    expect(condition(decide(want(), had, now), "PreviousKeyInUse").status).toBe(false);
  });

  it("names the oldest of several", () => {
    const keys = ledger(
      record(1, "Retiring", { retiringSince: since }),
      record(2, "Retiring", { retiringSince: since }),
      record(3, "Current", { deliveredAt: since }),
    );
    const facts = { 1: busy, 2: { ...held, ...present(2), ...used(second) }, 3: held };
    const decision = decide(want(), have(keys, secretWith(3, { deliveredAt: since }), facts), now);
    expect(condition(decision, "PreviousKeyInUse").message).toContain(nameOf(1));
  });
});
