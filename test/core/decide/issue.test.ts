import { describe, expect, it } from "@jest/globals";
import { decide } from "../../../core/decide.ts";
import { emptyLedger } from "../../../core/ledger.ts";
import { minute, second } from "../../../core/time.ts";
import { unobserved } from "../../../core/world.ts";
import {
  does,
  gateway,
  have,
  held,
  ledger,
  lost,
  now,
  present,
  probed,
  record,
  restrictions,
  secretWith,
  states,
  theAction,
  want,
} from "../builders.ts";

const ours = want({ gateway: gateway({ keyText: "ours" }) });

describe("intent before effect", () => {
  it("stores the finalizer before anything else", () => {
    expect(does(want(), have(emptyLedger, undefined, {}, { finalizer: false }))).toEqual(["addFinalizer"]);
  });

  it("stores the intent before any call that creates, with the exact remote name", () => {
    const decision = decide(want(), have(emptyLedger), now);
    expect(decision.actions).toEqual([
      { do: "plan", revision: 1, reason: "Created", name: "prod-api-server.k3f9x2ab.r1" },
    ]);
  });

  it("creates once the intent is stored", () => {
    const decision = decide(want(), have(ledger(record(1, "Planned"))), now);
    expect(theAction(decision, "issue")).toEqual({ do: "issue", revision: 1, restrictions, enabled: true });
  });

  it("does not plan a second key while one is on its way", () => {
    for (const state of ["Planned", "Issued", "Verified"] as const) {
      const decision = decide(
        want({ rotate: { reason: "Requested", id: "now" } }),
        have(ledger(record(1, "Current"), record(2, state)), secretWith(1), { 2: held }),
        now,
      );
      expect(decision.actions.filter((action) => action.do === "plan")).toEqual([]);
    }
  });

  it("never uses a revision twice, even after its keys have left the ledger", () => {
    const decision = decide(want(), have({ keys: [], lastRevision: 7 }), now);
    expect(theAction(decision, "plan").revision).toBe(8);
  });
});

describe("two ways to create", () => {
  it("stores our own text before it is registered", () => {
    expect(does(ours, have(ledger(record(1, "Planned"))))).toEqual(["store r1"]);
    const stored = { ...held, stored: true };
    expect(does(ours, have(ledger(record(1, "Planned")), undefined, { 1: stored }))).toEqual(["issue r1"]);
  });

  it("asks the gateway for the text again where it shows it", () => {
    expect(does(want(), have(ledger(record(1, "Issued"))))).toEqual(["recall r1"]);
  });

  it("gives up a key whose text is lost for ever, and takes the next revision", () => {
    const once = want({ gateway: gateway({ keyText: "once" }) });
    const decision = decide(once, have(ledger(record(1, "Issued")), undefined, { 1: lost }), now);
    expect(states(decision)).toEqual(["r1 Retiring"]);
    expect(decision.actions).toContainEqual({ do: "revoke", revision: 1 });
    expect(decision.wakeAt ?? now).toBeLessThanOrEqual(now + second);
  });

  it("takes the next revision, after a pause, where the gateway refuses the text for good", () => {
    const refused = have(ledger(record(1, "Planned")), undefined, { 1: { unissuable: true } });
    const decision = decide(ours, refused, now);
    expect(states(decision)).toEqual(["r1 Revoked"]);
    expect(decision.actions).toEqual([]);
    const later = decide(ours, { ...refused, ledger: decision.ledger }, decision.wakeAt!);
    expect(theAction(later, "plan")).toMatchObject({ revision: 2, reason: "Created", setbacks: 1 });
  });

  it("waits longer with every setback, ten minutes at most", () => {
    const waits = [1, 2, 5, 30].map((setbacks) => {
      const failed = record(1, "Revoked", { revokedAt: now, setbacks, deliveredAt: undefined } as never);
      return decide(want(), have(ledger(failed), undefined, { 1: { ...lost } }), now).wakeAt! - now;
    });
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeLessThanOrEqual(second);
    expect(waits[3]).toBeLessThanOrEqual(10 * minute);
  });
});

describe("verify before delivery", () => {
  const issued = ledger(record(1, "Issued"));

  it("asks the data plane as soon as the text is at hand", () => {
    expect(does(want(), have(issued, undefined, { 1: held }))).toEqual(["probe r1"]);
  });

  it("delivers what was accepted, and nothing else", () => {
    expect(does(want(), have(issued, undefined, { 1: { ...held, ...probed("accepted") } }))).toEqual(["deliver r1"]);
    for (const verdict of ["rejected", "unknown"] as const) {
      expect(does(want(), have(issued, undefined, { 1: { ...held, ...probed(verdict) } }))).toEqual([]);
    }
  });

  it("asks again less and less often", () => {
    const pauses = [1, 2, 3, 4, 5, 6, 20].map((looks) => {
      const facts = { 1: { ...held, ...probed("unknown", { looks }) } };
      return (decide(want(), have(issued, undefined, facts), now).wakeAt! - now) / second;
    });
    expect(pauses).toEqual([2, 4, 8, 16, 30, 30, 30]);
  });

  it("gives a first key up after three refusals that lie apart", () => {
    const refused = (looks: number, apart: number) =>
      states(
        decide(
          want(),
          have(issued, undefined, { 1: { ...held, ...probed("rejected", { looks, since: now - apart }) } }),
          now,
        ),
      );
    expect(refused(2, minute)).toEqual(["r1 Issued"]);
    expect(refused(3, 5 * second)).toEqual(["r1 Issued"]);
    expect(refused(3, 10 * second)).toEqual(["r1 Retiring"]);
  });

  it("needs a good key beside a refused one, because a gateway in trouble refuses everything", () => {
    const keys = ledger(record(1, "Current"), record(2, "Issued"));
    const refused = { ...held, ...probed("rejected", { looks: 9, since: now - minute }) };
    const beside = (facts: object) => decide(want(), have(keys, secretWith(1), { 1: facts, 2: refused }), now);
    expect(does(want(), have(keys, secretWith(1), { 1: held, 2: refused }))).toEqual(["probe r1"]);
    expect(states(beside({ ...held, ...probed("rejected") }))).toEqual(["r1 Current", "r2 Issued"]);
    expect(states(beside({ ...held, ...probed("unknown") }))).toEqual(["r1 Current", "r2 Issued"]);
    expect(states(beside({ ...held, ...probed("accepted") }))).toEqual(["r1 Current", "r2 Retiring"]);
  });

  it("cannot take a current key for a witness that is over itself", () => {
    const keys = ledger(record(1, "Current"), record(2, "Issued"));
    const refused = { ...held, ...probed("rejected", { looks: 9, since: now - minute }) };
    const expired = { ...held, ...probed("rejected"), ...present(1, { usable: "expired" }) };
    expect(states(decide(want(), have(keys, secretWith(1), { 1: expired, 2: refused }), now))[1]).toBe("r2 Retiring");
  });
});

describe("what keeps a key from being made", () => {
  const cases: [string, Parameters<typeof does>][] = [
    [
      "a refused declaration",
      [want({ refusal: { reason: "ModelUnknown", message: "no such model" } }), have(emptyLedger)],
    ],
    ["restrictions that cannot be resolved", [want({ restrictions: undefined }), have(emptyLedger)]],
    ["a suspension", [want({ suspended: true }), have(emptyLedger)]],
    ["enabled: false", [want({ enabled: false }), have(emptyLedger)]],
    ["a Secret that somebody else owns", [want(), have(emptyLedger, { kind: "foreign", message: "not ours" })]],
    ["a Secret that nobody has looked at", [want(), have(emptyLedger, unobserved)]],
    [
      "a gateway that is not ready",
      [want({ gateway: { kind: "not-ready", reason: "Unauthorized", message: "wrong token" } }), have(emptyLedger)],
    ],
    ["a failure a moment ago", [want(), have(emptyLedger, undefined, {}, { notBefore: now + second })]],
  ];

  it.each(cases)("is %s", (_what, [wanted, had]) => {
    expect(does(wanted, had)).toEqual([]);
  });

  it.each(cases)("also holds a planned key back: %s", (_what, [wanted, had]) => {
    expect(does(wanted, { ...had, ledger: ledger(record(1, "Planned")) })).toEqual([]);
  });

  it("wakes when the pause after a failure is over", () => {
    const notBefore = now + 42 * second;
    expect(decide(want(), have(emptyLedger, undefined, {}, { notBefore }), now).wakeAt).toBe(notBefore);
  });

  it("does not even set a finalizer for a declaration that is refused", () => {
    const refused = want({ refusal: { reason: "NameTelling", message: "key1 says nothing" } });
    expect(does(refused, have(emptyLedger, undefined, {}, { finalizer: false }))).toEqual([]);
  });
});
