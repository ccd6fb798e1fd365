import { describe, expect, it } from "@jest/globals";
import { decide } from "../../../core/decide.ts";
import { day, hour, minute, parseInstant, second } from "../../../core/time.ts";
import { unobserved } from "../../../core/world.ts";
import {
  does,
  have,
  held,
  ledger,
  lost,
  now,
  present,
  probed,
  record,
  remote,
  restrictions,
  secretWith,
  states,
  theAction,
  want,
} from "../builders.ts";

const young = record(1, "Current", { plannedAt: now, issuedAt: now, deliveredAt: now });
const at = (text: string) => parseInstant(text)!;
const settled = have(ledger(young), secretWith(1), { 1: { ...held, ...present(1) } });

describe("a rotation on schedule", () => {
  it("comes after the period, brought forward by a twentieth at most", () => {
    const { actions, wakeAt, nextRotationAt } = decide(want({}, { every: "30d" }), settled, now);
    expect(actions).toEqual([]);
    expect(nextRotationAt).toBe(wakeAt);
    expect(wakeAt).toBeGreaterThanOrEqual(now + 28.5 * day);
    expect(wakeAt).toBeLessThanOrEqual(now + 30 * day);
    expect(does(want({}, { every: "30d" }), settled, wakeAt! - 1)).toEqual([]);
    expect(does(want({}, { every: "30d" }), settled, wakeAt)).toEqual(["plan r2 Scheduled"]);
  });

  it("comes at the next time of a pattern, in its zone", () => {
    const nightly = want({}, { schedule: "0 3 * * *", timeZone: "Europe/Berlin" });
    expect(decide(nightly, settled, now).wakeAt).toBe(at("2027-01-16T02:00:00Z"));
  });

  it("never comes for a policy that says nothing", () => {
    expect(decide(want(), settled, now)).toMatchObject({ actions: [] });
    expect(decide(want(), settled, now).wakeAt).toBeUndefined();
  });

  it("does not come after the declared end", () => {
    const ending = want({ restrictions: { ...restrictions, expiresAt: now + 20 * day } }, { every: "30d" });
    expect(decide(ending, settled, now).nextRotationAt).toBeUndefined();
  });

  it("waits for the window to open", () => {
    const nightly = want({}, { every: "2h", window: { schedule: "0 22 * * *", duration: "4h" } });
    const due = now + 2 * hour;
    expect(does(nightly, settled, due)).toEqual([]);
    expect(decide(nightly, settled, due).wakeAt).toBe(at("2027-01-15T22:00:00Z"));
    expect(does(nightly, settled, at("2027-01-15T22:00:00Z"))).toEqual(["plan r2 Scheduled"]);
  });

  it("waits while enough of the gateway's keys are being rotated; a request does not", () => {
    const due = now + 2 * hour;
    const crowded = { postponedTo: due + 5 * second };
    expect(does(want(crowded, { every: "2h" }), settled, due)).toEqual([]);
    expect(decide(want(crowded, { every: "2h" }), settled, due).wakeAt).toBe(due + 5 * second);
    const asked = want({ ...crowded, rotate: { reason: "Requested", id: "now" } }, { every: "2h" });
    expect(does(asked, settled, due)).toEqual(["plan r2 Requested"]);
  });

  it("does not pile up old keys that are still in use", () => {
    const keys = ledger(record(1, "Retiring"), record(2, "Retiring"), { ...young, revision: 3, id: "id-3" });
    const busy = { ...held, lastUse: { at: now, known: true, usedAt: now } };
    const had = have(keys, secretWith(3), { 1: { ...busy, ...present(1) }, 2: { ...busy, ...present(2) }, 3: held });
    expect(does(want({}, { every: "2h" }), had, now + 3 * hour)).not.toContain("plan r4 Scheduled");
  });
});

describe("a rotation on request", () => {
  const asked = want({ rotate: { reason: "Requested", id: "monday" } });

  it("begins at once, and remembers which request it answers", () => {
    expect(theAction(decide(asked, settled, now), "plan")).toMatchObject({ reason: "Requested", request: "monday" });
  });

  it("takes the annotation away once the intent is stored, and does not begin twice", () => {
    const keys = ledger(young, record(2, "Planned", { request: "monday" }));
    const decision = decide(asked, have(keys, secretWith(1), { 1: held }), now);
    expect(decision.actions).toContainEqual({ do: "acknowledge", request: "monday" });
    expect(decision.actions.filter((action) => action.do === "plan")).toEqual([]);
  });

  it("may be made again with the same words once the annotation is gone", () => {
    const answered = ledger({ ...young, request: "monday" });
    const decision = decide(want(), have(answered, secretWith(1), { 1: held }), now);
    expect(decision.ledger.keys[0]!.request).toBeUndefined();
  });

  it("does not wait for a window, and is not kept from a first key", () => {
    const nightly = { rotate: { reason: "Requested" as const, id: "x" } };
    const closed = want(nightly, { every: "1d", window: { schedule: "0 22 * * *", duration: "4h" } });
    expect(does(closed, settled)).toContain("plan r2 Requested");
    expect(does(asked, have({ keys: [], lastRevision: 0 }))).toEqual(["plan r1 Created"]);
  });
});

describe("a compromised key", () => {
  const leaked = record(1, "Retiring", { retiringSince: now });
  const fresh = record(2, "Current", { reason: "Compromised", deliveredAt: now });
  const facts = { 1: { ...held, ...present(1) }, 2: { ...held, ...present(2) } };

  it("skips overlap and soak", () => {
    expect(does(want(), have(ledger(leaked, fresh), secretWith(2, { deliveredAt: now }), facts))).toEqual([
      "revoke r1",
    ]);
  });

  it("does not skip verification", () => {
    const unproven = record(2, "Issued", { reason: "Compromised" });
    const had = have(ledger(young, unproven), secretWith(1), { 1: held, 2: { ...held, ...probed("unknown") } });
    expect(does(want(), had)).toEqual([]);
  });

  it("works on until its successor is in the Secret", () => {
    expect(does(want(), have(ledger(leaked, fresh), secretWith(1), facts))).toEqual(["deliver r2"]);
    expect(does(want(), have(ledger(leaked, fresh), unobserved, facts))).toEqual([]);
  });

  it("takes every older key with it, soaking ones too", () => {
    const soaking = record(1, "Disabled", { disabledAt: now });
    const off = { 1: { ...held, ...present(1, { enabled: false }), lastUse: { at: now, known: true } }, 2: facts[2] };
    expect(does(want(), have(ledger(soaking, fresh), secretWith(2), off))).toEqual(["revoke r1"]);
  });
});

describe("the Secret", () => {
  it.each([
    ["deleted", { kind: "absent" as const }],
    ["edited", secretWith(1, { intact: false })],
    ["put back to an older key", secretWith(7)],
    ["shaped otherwise than declared", secretWith(1, { content: "before" })],
  ])("%s is written back if the text can still be had", (_what, secret) => {
    expect(does(want(), have(ledger(young), secret, { 1: held }))).toEqual(["deliver r1"]);
    expect(does(want(), have(ledger(young), secret))).toEqual(["recall r1"]);
  });

  it("else the key is rotated with reason SecretLost", () => {
    expect(does(want(), have(ledger(young), { kind: "absent" }, { 1: lost }))).toEqual(["plan r2 SecretLost"]);
  });

  it("that is in order loses nothing by a text that nobody can recall", () => {
    expect(does(want(), have(ledger(young), secretWith(1), { 1: lost }))).toEqual([]);
  });

  it("is the commit record: what it holds has been delivered, even if status never heard of it", () => {
    const keys = ledger(record(1, "Current"), record(2, "Verified"));
    const decision = decide(want(), have(keys, secretWith(2), { 1: held, 2: held }), now);
    expect(states(decision)).toEqual(["r1 Retiring", "r2 Current"]);
    expect(decision.ledger.keys[1]!.deliveredAt).toBe(now - hour);
  });

  it("brings a key back into a ledger that was lost", () => {
    const decision = decide(want(), have({ keys: [], lastRevision: 0 }, secretWith(4)), now);
    expect(states(decision)).toEqual(["r4 Current"]);
    expect(decision.ledger.lastRevision).toBe(4);
  });

  it("shows the previous key as long as that one works, on request", () => {
    const keys = ledger(record(1, "Current"), record(2, "Verified"));
    const both = want({ previousKey: true });
    expect(does(both, have(keys, secretWith(1), { 1: held, 2: held }))).toEqual(["deliver r2 and r1"]);
    expect(does(both, have(keys, secretWith(1), { 2: held }))).toEqual(["recall r1"]);
    expect(does(both, have(keys, secretWith(1), { 1: lost, 2: held }))).toEqual(["deliver r2"]);
  });

  it("stops showing the previous key before that one is switched off, and when it has gone by itself", () => {
    const old = record(1, "Retiring", { retiringSince: now - 2 * hour });
    const keys = ledger(old, record(2, "Current", { deliveredAt: now - 2 * hour }));
    const idle = { ...held, ...present(1), lastUse: { at: now, known: true } };
    const shown = secretWith(2, { previous: 1, deliveredAt: now - 2 * hour });
    const both = want({ previousKey: true });
    expect(does(both, have(keys, shown, { 1: idle, 2: held }))).toEqual(["deliver r2"]);
    const without = ledger(record(2, "Current"));
    expect(does(both, have(without, shown, { 2: held }))).toEqual(["deliver r2"]);
  });
});

describe("workloads", () => {
  const keys = ledger(record(1, "Retiring"), record(2, "Current", { deliveredAt: now }));
  const restarting = want({ restarts: true });
  const facts = (rollout?: { at: number; done: boolean }) => ({
    1: present(1),
    2: { ...present(2), ...(rollout ? { rollout } : {}) },
  });

  it("are restarted once the Secret holds the new key, and asked after every two seconds", () => {
    expect(does(restarting, have(keys, secretWith(2, { deliveredAt: now }), facts()))).toEqual(["restart r2"]);
    const waiting = have(keys, secretWith(2, { deliveredAt: now }), facts({ at: now, done: false }));
    expect(does(restarting, waiting)).toEqual([]);
    expect(decide(restarting, waiting, now).wakeAt).toBe(now + 2 * second);
    expect(does(restarting, have(keys, secretWith(1), facts()))).not.toContain("restart r2");
  });

  it("are not restarted for the first key: they have none yet", () => {
    expect(does(restarting, settled)).toEqual([]);
  });
});

describe("adoption", () => {
  const adopting = want({ adopt: { name: "legacy" } });
  const empty = { keys: [], lastRevision: 0 };

  it("looks for the key first", () => {
    expect(does(adopting, have(empty))).toEqual(["list"]);
  });

  it("takes it over under its own name and id", () => {
    const key = remote(1, { name: "legacy", id: "77" });
    const found = have(empty, undefined, {}, { adoptable: { kind: "found", key } });
    expect(decide(adopting, found, now).actions).toEqual([
      { do: "plan", revision: 1, reason: "Adopted", name: "legacy", id: "77" },
    ]);
  });

  it("that is refused makes nothing", () => {
    const refused = have(
      empty,
      undefined,
      {},
      { adoptable: { kind: "refused", message: "there are two of that name" } },
    );
    const decision = decide(adopting, refused, now);
    expect(decision.actions).toEqual([]);
    expect(decision.conditions[0]).toMatchObject({ status: false, reason: "AdoptionRefused" });
  });

  it("never ends a key because its text cannot be had or the data plane refuses it", () => {
    const adopted = ledger(record(1, "Issued", { reason: "Adopted", name: "legacy" }));
    expect(does(adopting, have(adopted, undefined, { 1: lost }))).toEqual([]);
    const refused = { ...held, ...probed("rejected", { looks: 9, since: now - minute }) };
    expect(states(decide(adopting, have(adopted, undefined, { 1: refused }), now))).toEqual(["r1 Issued"]);
  });
});
