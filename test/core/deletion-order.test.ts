import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import { emptyLedger, type KeyRecord, type Ledger } from "../../core/ledger.ts";
import { hour, minute, second } from "../../core/time.ts";
import { type Have, type KeyFacts, unobserved, type Want } from "../../core/world.ts";
import {
  does,
  gateway,
  have,
  held,
  ledger,
  lost,
  now,
  probed,
  record,
  remote,
  states,
  theAction,
  want,
} from "./builders.ts";

type Deletion = NonNullable<Want["deletion"]>;
const deleted = (change: Partial<Deletion> = {}) =>
  want({ deletion: { policy: "Revoke", since: now - hour, abandon: false, ...change } });
const does1 = (keys: Ledger, facts: Record<number, Partial<KeyFacts>> = {}, change: Partial<Have> = {}) =>
  does(deleted(), have(keys, undefined, facts, change));
const dead = (revision: number, change: Partial<KeyRecord> = {}) =>
  record(revision, "Revoked", { revokedAt: now - minute, ...change });
const refused = { ...held, ...probed("rejected") };
const accepted = { ...held, ...probed("accepted") };
const strays = { strays: { kind: "observed" as const, at: now, keys: [remote(9, { id: "stray" })] } };

describe("the order in which a resource is taken down", () => {
  it("revokes what is alive before it proves what is dead", () => {
    expect(does1(ledger(dead(1), record(2, "Current")), { 1: held, 2: held })).toEqual(["revoke r2"]);
  });

  it("revokes what still works before it asks about the rest", () => {
    expect(does1(ledger(dead(1), dead(2)), { 1: accepted, 2: held })).toEqual(["revoke r1"]);
  });

  it("asks about the dead before it sweeps up strays", () => {
    expect(does1(ledger(dead(1), dead(2)), { 1: held, 2: refused }, strays)).toEqual(["prove r1"]);
  });

  it("sweeps up strays before it lets go", () => {
    expect(does1(ledger(dead(1), dead(2)), { 1: refused, 2: refused }, strays)).toEqual(["revokeStray stray"]);
    expect(does1(ledger(dead(1), dead(2)), { 1: refused, 2: refused })).toEqual(["removeFinalizer"]);
  });

  it("sweeps up strays of a resource whose status was lost altogether", () => {
    expect(does1(emptyLedger, {}, strays)).toEqual(["revokeStray stray"]);
  });

  it("ends without a plan whose key never came to be, once that cannot come any more", () => {
    expect(does1(ledger(record(1, "Planned")))).toEqual(["removeFinalizer"]);
  });

  it("is the same however often it is asked: nothing is revoked twice", () => {
    const keys = ledger(record(1, "Retiring"), record(2, "Current"));
    expect(does1(keys)).toEqual(does1(keys));
    expect(does1(ledger(dead(1), dead(2)), { 1: lost, 2: lost })).toEqual(["removeFinalizer"]);
  });
});

describe("what a deletion does not wait for", () => {
  it("is a text that nobody has at hand", () => {
    expect(does1(ledger(dead(1), dead(2)), { 1: { text: "unknown" }, 2: lost })).toEqual(["removeFinalizer"]);
  });

  it("is an answer of a data plane that gives none", () => {
    expect(does1(ledger(dead(1), dead(2)), { 1: refused, 2: { ...held, ...probed("unknown") } })).toEqual([
      "removeFinalizer",
    ]);
  });

  it("is a proof that takes minutes: one refusal must do", () => {
    const slow = { ...deleted(), gateway: gateway({ deathProof: 350 * second }) };
    expect(does(slow, have(ledger(dead(1), dead(2)), undefined, { 1: refused, 2: refused }))).toEqual([
      "removeFinalizer",
    ]);
  });

  it("is a Secret of somebody else", () => {
    const foreign = { kind: "foreign" as const, message: "not ours" };
    expect(does(deleted(), have(ledger(record(1, "Issued")), foreign))).toEqual(["revoke r1"]);
  });

  it("is a create that was adopted: it made nothing", () => {
    const adopted = dead(1, { reason: "Adopted", issuedAt: now });
    const fresh = deleted({ since: now });
    expect(does(fresh, have(ledger(adopted), undefined, { 1: lost }))).toEqual(["removeFinalizer"]);
  });
});

describe("what a deletion waits for", () => {
  it("is a listing that begins after a repeated create can have landed", () => {
    const repeated = dead(1, { issuedAt: now - 30 * second });
    const had = have(ledger(repeated), undefined, { 1: lost });
    expect(decide(deleted(), had, now)).toMatchObject({ actions: [], wakeAt: now + 30 * second });
    expect(does(deleted(), had, now + 30 * second)).toEqual(["list"]);
  });

  it("is a first listing, where none was made", () => {
    expect(does1(emptyLedger, {}, { strays: unobserved })).toEqual(["list"]);
  });

  it("is every key that the Secret turns out to hold, though status never heard of it", () => {
    const secret = { kind: "present" as const, intact: true, revision: 1, keyId: "late" };
    const decision = decide(deleted(), have(ledger(record(1, "Planned")), secret), now);
    expect(states(decision)).toEqual(["r1 Current"]);
    expect(decision.actions).toEqual([{ do: "revoke", revision: 1 }]);
  });
});

describe("letting go without revoking", () => {
  const keys = ledger(dead(1), record(2, "Disabled"), record(3, "Current"), record(4, "Planned"));

  it.each<[string, Partial<Deletion>]>([
    ["Retain", { policy: "Retain" }],
    ["abandon", { abandon: true }],
  ])(
    "lists what exists and what still can be used, and nothing that is revoked or was never made: %s",
    (_what, change) => {
      const decision = decide(deleted(change), have(keys, undefined, { 1: held }), now);
      expect(theAction(decision, "removeFinalizer").leaves).toEqual([
        ...["prod-api-server.k3f9x2ab.r2 (id id-2)", "prod-api-server.k3f9x2ab.r3 (id id-3)"],
      ]);
    },
  );

  it("does not wait for a back-off", () => {
    const paused = have(keys, undefined, {}, { notBefore: now + hour });
    expect(does(deleted({ abandon: true }), paused)).toEqual(["removeFinalizer"]);
  });
});
