import { describe, expect, it } from "@jest/globals";
import { advance } from "../../core/advance.ts";
import { emptyLedger, type KeyRecord, type Ledger } from "../../core/ledger.ts";
import type { RemoteKey } from "../../core/restrictions.ts";
import { day, hour } from "../../core/time.ts";
import { type SecretView, unobserved, type Want } from "../../core/world.ts";
import {
  have,
  held,
  idOf,
  ledger,
  lost,
  nameOf,
  now,
  present,
  probed,
  record,
  remote,
  secretWith,
  states,
  want,
} from "./builders.ts";

const ledgerAfter = (keys: Ledger, secret: SecretView, strays: readonly RemoteKey[] = [], wanted: Want = want()) =>
  advance(wanted, have(keys, secret, {}, { strays: { kind: "observed", at: now, keys: strays } }), now);
const inShort = (keys: Ledger) => states({ ledger: keys, actions: [], conditions: [] });

describe("the Secret as the commit record", () => {
  it("makes a key current that was still thought verified, and the one before it old", () => {
    const keys = ledgerAfter(ledger(record(1, "Current"), record(2, "Verified")), secretWith(2));
    expect(inShort(keys)).toEqual(["r1 Retiring", "r2 Current"]);
    expect(keys.keys[0]!.retiringSince).toBe(now - hour);
  });

  it("makes even a planned key current under the id that the Secret names", () => {
    const keys = ledgerAfter(ledger(record(1, "Planned")), secretWith(1));
    expect(keys.keys[0]).toMatchObject({ state: "Current", id: idOf(1), issuedAt: now - hour, verifiedAt: now - hour });
  });

  it("keeps what the record knows better: when and why the key was made", () => {
    const verified = record(2, "Verified", { reason: "Requested", request: "x", issuedAt: 5, verifiedAt: 6 });
    const asked = want({ rotate: { reason: "Requested", id: "x" } });
    const keys = ledgerAfter(ledger(record(1, "Current"), verified), secretWith(2), [], asked);
    expect(keys.keys[1]).toMatchObject({ reason: "Requested", request: "x", issuedAt: 5, verifiedAt: 6 });
  });

  it("brings a key back whose status is lost, under the name that it was made with", () => {
    const [key] = ledgerAfter(emptyLedger, secretWith(4)).keys;
    expect(key).toMatchObject({ revision: 4, name: nameOf(4), reason: "Recovered", deliveredAt: now - hour });
  });

  it("counts the delivery from the plan where the Secret does not say when", () => {
    const { deliveredAt: _, ...undated } = secretWith(2) as Extract<SecretView, { kind: "present" }>;
    expect(ledgerAfter(ledger(record(2, "Verified", { plannedAt: 7 })), undated).keys[0]!.deliveredAt).toBe(7);
  });

  it.each<[string, SecretView]>([
    ["was edited", secretWith(2, { intact: false })],
    ["is gone", { kind: "absent" }],
    ["was not looked at", unobserved],
    ["belongs to somebody else", { kind: "foreign", message: "not ours" }],
  ])("says nothing when it %s", (_what, secret) => {
    const before = ledger(record(1, "Current"), record(2, "Verified"));
    expect(ledgerAfter(before, secret)).toEqual(before);
  });

  it("does not make an old key current again that somebody put back", () => {
    const before = ledger(record(1, "Retiring"), record(2, "Current"));
    expect(inShort(ledgerAfter(before, secretWith(1)))).toEqual(["r1 Retiring", "r2 Current"]);
  });

  it("does not bring a key back that has left the ledger before", () => {
    expect(ledgerAfter({ keys: [], lastRevision: 7 }, secretWith(4)).keys).toEqual([]);
    expect(inShort(ledgerAfter({ keys: [], lastRevision: 7 }, secretWith(7)))).toEqual(["r7 Current"]);
  });

  it("does not put a revision that nobody knows beside a current key", () => {
    expect(inShort(ledgerAfter(ledger(record(1, "Current")), secretWith(9)))).toEqual(["r1 Current"]);
  });
});

describe("keys of ours that no record knows", () => {
  const stray = (revision: number, change = {}) => remote(revision, { id: `stray-${revision}`, ...change });

  it("are taken in as old keys that may be in use from now on", () => {
    const [key] = ledgerAfter(emptyLedger, { kind: "absent" }, [stray(3, { createdAt: now - day })]).keys;
    expect(key).toEqual({
      ...{ revision: 3, name: nameOf(3), id: "stray-3", state: "Retiring", reason: "Recovered" },
      ...{ plannedAt: now - day, issuedAt: now - day, deliveredAt: now, retiringSince: now },
    });
  });

  it("raise the highest revision, which is never used twice", () => {
    expect(ledgerAfter(ledger(record(1, "Current")), secretWith(1), [stray(8)]).lastRevision).toBe(8);
  });

  it("count from now where the gateway does not say when they were made", () => {
    const { createdAt: _, ...undated } = stray(3);
    expect(ledgerAfter(emptyLedger, { kind: "absent" }, [undated]).keys[0]!.plannedAt).toBe(now);
  });

  it.each<[string, Ledger, SecretView, RemoteKey]>([
    ["bears another owner's marker", emptyLedger, { kind: "absent" }, stray(3, { name: "x.zzzzzzzz.r3" })],
    ["bears no marker at all", emptyLedger, { kind: "absent" }, stray(3, { name: "legacy" })],
    ["is the double of a record", ledger(record(3, "Current")), secretWith(3), stray(3)],
    ["may be what the Secret holds, unseen", emptyLedger, unobserved, stray(3)],
  ])("are not taken in if the key %s", (_what, keys, secret, key) => {
    expect(ledgerAfter(keys, secret, [key])).toEqual(keys);
  });

  it("are not taken in while the resource is being deleted: then they are revoked", () => {
    const deletion = { policy: "Revoke" as const, since: now, abandon: false };
    expect(ledgerAfter(emptyLedger, { kind: "absent" }, [stray(3)], want({ deletion })).keys).toEqual([]);
  });

  it("become current instead where the Secret holds them: it is read first", () => {
    expect(inShort(ledgerAfter(emptyLedger, secretWith(3), [remote(3), stray(2)]))).toEqual([
      "r2 Retiring",
      "r3 Current",
    ]);
  });
});

describe("letting go of a key", () => {
  const dead = (change: Partial<KeyRecord> = {}) => record(1, "Revoked", { revokedAt: now - hour, ...change });
  const proven = { ...held, ...probed("rejected") };
  const left = (keys: Ledger, facts = proven, wanted = want()) =>
    advance(wanted, have(keys, secretWith(2), { 1: facts }), now);

  it("keeps its number taken", () => {
    const keys = left(ledger(dead(), record(2, "Current")));
    expect([inShort(keys), keys.lastRevision]).toEqual([["r2 Current"], 2]);
  });

  it("waits for a successor: the newest record holds the reason and the setbacks of the next", () => {
    const keys = ledger(dead({ setbacks: 4 }));
    expect(advance(want(), have(keys, { kind: "absent" }, { 1: proven }), now)).toEqual(keys);
  });

  it("does not wait for one where an old key was taken in beside the current", () => {
    const keys = ledger(record(2, "Current"), record(3, "Revoked", { reason: "Recovered" }));
    const facts = { 3: { ...lost } };
    expect(inShort(advance(want(), have(keys, secretWith(2), facts), now))).toEqual(["r2 Current"]);
  });

  it("needs no proof for a plan that never became a key", () => {
    const { id: _, ...never } = dead();
    expect(inShort(left(ledger(never, record(2, "Current")), { ...held, ...probed("accepted") }))).toEqual([
      "r2 Current",
    ]);
  });

  it("does not happen while the gateway is not ready: nobody knows how long a proof takes there", () => {
    const away = want({ gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } });
    expect(inShort(left(ledger(dead(), record(2, "Current")), proven, away))).toContain("r1 Revoked");
  });

  it("adds up what several have spent, and begins that at the last of them", () => {
    const keys = ledger(dead({ spent: 3 }), record(2, "Current"), record(3, "Planned"));
    const carried = { ...keys, carried: { spent: 4, at: now - day } };
    expect(left(carried).carried).toEqual({ spent: 7, at: now });
  });

  it("carries nothing where nothing was spent", () => {
    expect(left(ledger(dead(), record(2, "Current")))).not.toHaveProperty("carried");
  });

  it("counts the last spending that is seen in the same turn", () => {
    const facts = { ...proven, ...present(1, { spent: 9 }) };
    expect(left(ledger(dead({ spent: 3 }), record(2, "Current")), facts).carried).toEqual({ spent: 9, at: now });
  });
});
