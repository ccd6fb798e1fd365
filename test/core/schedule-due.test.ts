import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import type { KeyRecord, Ledger } from "../../core/ledger.ts";
import type { RotationSpec } from "../../core/policy.ts";
import { day, formatInstant, hour, minute, parseInstant, second } from "../../core/time.ts";
import type { Have, Want } from "../../core/world.ts";
import {
  does,
  gateway,
  have,
  held,
  ledger,
  lost,
  now,
  present,
  record,
  restrictions,
  secretWith,
  theAction,
  used,
  verbs,
  want,
} from "./builders.ts";

const at = (text: string) => parseInstant(text)!;
const bornAt = (instant: number, change: Partial<KeyRecord> = {}) =>
  record(1, "Current", { plannedAt: instant, issuedAt: instant, deliveredAt: instant, ...change });
const had = (keys: Ledger) => have(keys, secretWith(1), { 1: { ...held, ...present(1) } });
const due = (wanted: Want, key = bornAt(now)) => decide(wanted, had(ledger(key)), now).nextRotationAt;
const dueText = (rotation: RotationSpec, born: string) => {
  const found = due(want({}, rotation), bornAt(at(born)));
  return found === undefined ? undefined : formatInstant(found);
};

describe("the next rotation", () => {
  it("is counted from the issue, not from the plan, which may have waited for the gateway", () => {
    const late = bornAt(now - 10 * day, { issuedAt: now });
    expect(due(want({}, { every: "30d" }), late)).toBe(due(want({}, { every: "30d" })));
  });

  it("is brought forward by another share for another key", () => {
    const other = want({ marker: "zzzz9999" }, { every: "30d" });
    expect(due(other)).not.toBe(due(want({}, { every: "30d" })));
  });

  it("lies in the past where an operator was away for long, and is made up for once", () => {
    const wanted = want({}, { every: "30d" });
    const late = had(ledger(bornAt(now - 200 * day)));
    expect(decide(wanted, late, now).nextRotationAt).toBeLessThan(now);
    expect(does(wanted, late)).toEqual(["plan r2 Scheduled"]);
    expect(due(wanted, bornAt(now))).toBeGreaterThan(now);
  });

  it.each([
    ["UTC", "2027-07-10T12:00:00Z", "2027-07-11T03:00:00Z"],
    ["Europe/Berlin", "2027-07-10T12:00:00Z", "2027-07-11T01:00:00Z"],
    ["Europe/Berlin", "2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z"],
    ["Europe/Berlin", "2027-10-30T12:00:00Z", "2027-10-31T02:00:00Z"],
    ["Pacific/Auckland", "2027-01-10T12:00:00Z", "2027-01-10T14:00:00Z"],
  ])("of a pattern in %s after %s is %s", (timeZone, born, expected) => {
    expect(dueText({ schedule: "0 3 * * *", timeZone }, born)).toBe(expected);
  });

  it("of a pattern is not spread: people chose the very minute", () => {
    expect(dueText({ schedule: "0 3 1 * *" }, "2027-01-01T03:00:00Z")).toBe("2027-02-01T03:00:00Z");
  });

  it("comes after two thirds of a lifetime, whatever is said about rotating", () => {
    const found = due(want({ lifetime: 30 * day }))! - now;
    expect(found).toBeLessThanOrEqual(20 * day);
    expect(found).toBeGreaterThanOrEqual(20 * day - (30 * day) / 20);
  });

  it("is the earlier of a period and a lifetime", () => {
    const short = want({ lifetime: 3 * day }, { every: "30d" });
    const long = want({ lifetime: 300 * day }, { every: "30d" });
    expect(due(short)).toBe(due(want({ lifetime: 3 * day })));
    expect(due(long)).toBe(due(want({}, { every: "30d" })));
  });

  it("does not come at or after spec.expiresAt, and comes just before", () => {
    const daily = (expiresAt: number) =>
      want({ restrictions: { ...restrictions, expiresAt } }, { schedule: "0 9 * * *" });
    expect(due(daily(now + hour))).toBeUndefined();
    expect(due(daily(now + hour + 1))).toBe(now + hour);
  });
});

describe("a rotation that is due", () => {
  const often = want({}, { every: "2m", overlap: "1m" });
  const overdue = ledger(bornAt(now - hour));

  it("keeps its date while a window is closed: what is due stays due", () => {
    const nightly = want({}, { every: "2m", overlap: "1m", window: { schedule: "0 22 * * *", duration: "4h" } });
    expect(decide(nightly, had(overdue), now).nextRotationAt).toBe(decide(often, had(overdue), now).nextRotationAt);
  });

  it("begins in the window's own zone", () => {
    const window = { schedule: "0 9 * * *", duration: "2h", timeZone: "Europe/Berlin" };
    expect(does(want({}, { every: "2m", overlap: "1m", window }), had(overdue))).toEqual(["plan r2 Scheduled"]);
    const utc = { ...window, timeZone: "UTC" };
    expect(does(want({}, { every: "2m", overlap: "1m", window: utc }), had(overdue))).toEqual([]);
  });

  it("does not begin in the moment when the window closes", () => {
    const window = { schedule: "0 6 * * *", duration: "2h" };
    const wanted = want({}, { every: "2m", overlap: "1m", window });
    expect(does(wanted, had(overdue), now - 1)).toEqual(["plan r2 Scheduled"]);
    expect(does(wanted, had(overdue), now)).toEqual([]);
  });

  it("waits while two old keys are in use, and begins with one", () => {
    const old = (revision: number) => record(revision, "Retiring", { retiringSince: now });
    const current = { ...record(3, "Current"), plannedAt: now - hour, issuedAt: now - hour };
    const facts = Object.fromEntries([1, 2, 3].map((each) => [each, { ...held, ...present(each), ...used(second) }]));
    const plans = (...keys: KeyRecord[]) =>
      does(often, have(ledger(...keys), secretWith(3), facts)).filter((verb) => verb.startsWith("plan"));
    expect(plans(old(1), old(2), current)).toEqual([]);
    expect(plans(old(2), current)).toEqual(["plan r4 Scheduled"]);
  });

  it("does not wait for old keys that are switched off already", () => {
    const off = (revision: number) => record(revision, "Disabled", { disabledAt: now });
    const keys = ledger(off(1), off(2), record(3, "Current", { issuedAt: now - hour }));
    expect(does(often, have(keys, secretWith(3), { 3: held }))).toContain("plan r4 Scheduled");
  });

  it.each<[string, Partial<Want>]>([
    ["the declaration is refused", { refusal: { reason: "ModelUnknown", message: "no" } }],
    ["what is declared cannot be resolved", { restrictions: undefined }],
    ["the key is switched off", { enabled: false }],
    ["it is suspended", { suspended: true }],
    ["the gateway is away", { gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } }],
  ])("does not begin while %s", (_what, change) => {
    const wanted = { ...often, ...change };
    expect(does(wanted, had(overdue)).filter((verb) => verb.startsWith("plan"))).toEqual([]);
  });

  it("does not begin while the Secret belongs to somebody else: it could not be delivered", () => {
    expect(does(often, have(overdue, { kind: "foreign", message: "not ours" }, { 1: held }))).toEqual([]);
  });
});

describe("a request", () => {
  const ask = (id: string, change: Partial<Want> = {}) => want({ rotate: { reason: "Requested", id }, ...change });

  it("is taken once, however often it is seen", () => {
    const taken = ledger(bornAt(now), record(2, "Revoked", { request: "monday", revokedAt: now }));
    expect(does(ask("monday"), have(taken, secretWith(1), { 1: held, 2: held }))).not.toContain("plan r3 Requested");
  });

  it("in other words is another request", () => {
    const taken = ledger(bornAt(now, { request: "monday" }));
    expect(does(ask("tuesday"), had(taken))).toEqual(["plan r2 Requested"]);
  });

  it("is not taken off the resource before its revision is planned", () => {
    const paused = have(ledger(bornAt(now)), secretWith(1), { 1: held }, { notBefore: now + second });
    expect(does(ask("monday"), paused)).toEqual([]);
  });

  it("that is answered by the first key is taken off, too", () => {
    const first = have(ledger(record(1, "Planned", { request: "monday" })));
    expect(does(ask("monday"), first)).toContain("acknowledge");
  });

  it("waits for a key that is on its way for another reason", () => {
    const keys = ledger(bornAt(now), record(2, "Issued"));
    const verbsNow = does(ask("monday"), have(keys, secretWith(1), { 1: held, 2: held }));
    expect(verbsNow).toEqual(["probe r2"]);
  });

  it("comes before a rotation that is due, which it makes needless", () => {
    const both = want({ rotate: { reason: "Requested", id: "x" } }, { every: "2m", overlap: "1m" });
    expect(does(both, had(ledger(bornAt(now - hour))))).toEqual(["plan r2 Requested"]);
  });
});

describe("a revision that came to nothing", () => {
  const failed = (change: Partial<KeyRecord> = {}) => {
    const {
      deliveredAt: _,
      verifiedAt: __,
      ...rest
    } = record(2, "Revoked", { revokedAt: now, setbacks: 3, ...change });
    return rest;
  };
  const beside = (key: KeyRecord): Have => have(ledger(bornAt(now), key), secretWith(1), { 1: held, 2: lost });
  const retry = (wanted: Want, key: KeyRecord) => decide(wanted, beside(key), decide(wanted, beside(key), now).wakeAt!);

  it("is made again for the same reason, with its setbacks and its request", () => {
    const asked = want({ rotate: { reason: "Requested", id: "monday" } });
    const plan = theAction(retry(asked, failed({ reason: "Requested", request: "monday" })), "plan");
    expect(plan).toMatchObject({ revision: 3, reason: "Requested", request: "monday", setbacks: 3 });
  });

  it("waits about four seconds after the third setback", () => {
    const pause = decide(want(), beside(failed()), now).wakeAt! - now;
    expect(pause).toBeGreaterThan(3 * second);
    expect(pause).toBeLessThanOrEqual(4 * second);
  });

  it("waits not at all without a setback", () => {
    const { setbacks: _, ...calm } = failed();
    expect(does(want(), beside(calm))).toContain("plan r3 Scheduled");
  });

  it("is not waited for by a new request: somebody wants a key now", () => {
    const asked = want({ rotate: { reason: "Requested", id: "new" } });
    expect(verbs(decide(asked, beside(failed()), now))).toContain("plan r3 Requested");
  });

  it("that was an adoption is followed by a key of our own", () => {
    const adopted = ledger(
      record(1, "Revoked", { reason: "Adopted", revokedAt: now - minute, deliveredAt: undefined } as never),
    );
    expect(does(want(), have(adopted, undefined, { 1: lost }))).toContain("plan r2 Created");
  });

  it("that was in use already is replaced with KeyLost", () => {
    const gone = ledger(record(1, "Revoked", { reason: "Requested", revokedAt: now - minute }));
    expect(does(want({ gateway: gateway({ keyText: "ours" }) }), have(gone, undefined, { 1: lost }))).toContain(
      "plan r2 KeyLost",
    );
  });
});
