import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import type { KeyRecord } from "../../core/ledger.ts";
import { minute } from "../../core/time.ts";
import { type KeyFacts, type SecretView, unobserved, type Want } from "../../core/world.ts";
import {
  does,
  have,
  held,
  ledger,
  missing,
  now,
  present,
  probed,
  record,
  restrictions,
  secretWith,
  states,
  used,
  want,
} from "./builders.ts";

const asked = want({ rotate: { reason: "Compromised", id: "leak" } });
const leaked = record(1, "Retiring", { retiringSince: now });
const fresh = record(2, "Current", { reason: "Compromised", deliveredAt: now });
const secret = secretWith(2, { deliveredAt: now });
const busy = { ...held, ...present(1), ...used(0) };
const working = { ...held, ...present(2) };
const ends = (wanted: Want = want(), facts: Partial<KeyFacts> = busy, shown: SecretView = secret, key = fresh) =>
  does(wanted, have(ledger(leaked, key), shown, { 1: facts, 2: working }));

describe("a compromised key goes on working only until its successor", () => {
  const ofOld = (next: KeyRecord, facts: Partial<KeyFacts>) =>
    does(asked, have(ledger(record(1, "Current"), next), secretWith(1), { 1: { ...held, ...present(1) }, 2: facts }));
  const of = (state: "Planned" | "Issued" | "Verified") => record(2, state, { reason: "Compromised", request: "leak" });

  it("is issued, which is asked for at once", () => {
    expect(ofOld(of("Planned"), {})).toEqual(["issue r2", "acknowledge"]);
  });

  it("is verified, which is never skipped", () => {
    expect(ofOld(of("Issued"), held)).toEqual(["probe r2", "acknowledge"]);
    expect(ofOld(of("Issued"), { ...held, ...probed("unknown") })).toEqual(["acknowledge"]);
  });

  it("is delivered", () => {
    expect(ofOld(of("Verified"), held)).toEqual(["deliver r2", "acknowledge"]);
  });

  it("is seen in the Secret: then it is revoked in the very same turn", () => {
    const verified = ledger(record(1, "Current"), of("Verified"));
    const decision = decide(want(), have(verified, secret, { 1: busy, 2: working }), now);
    expect(states(decision)).toEqual(["r1 Retiring", "r2 Current"]);
    expect(decision.actions).toEqual([{ do: "revoke", revision: 1 }]);
  });
});

describe("the end of a compromised key", () => {
  it.each<[string, Want]>([
    ["an overlap", want({}, { overlap: "3d" })],
    ["its last use", want({}, { retireWhenIdleFor: "6h" })],
    ["a soak", want({}, { disableBeforeDelete: "30d" })],
    ["workloads that restart", want({ restarts: true })],
  ])("waits for no such thing as %s", (_what, wanted) => {
    expect(ends(wanted)).toContain("revoke r1");
  });

  it.each<[string, SecretView]>([
    ["was not looked at", unobserved],
    ["is gone", { kind: "absent" }],
    ["still holds it", secretWith(1)],
  ])("waits while the Secret %s", (_what, shown) => {
    expect(ends(want(), busy, shown)).not.toContain("revoke r1");
  });

  it("waits for a gateway that may not be called", () => {
    const away = want({ gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } });
    expect(ends(away)).toEqual([]);
  });

  it("comes after a last look at what it has spent, where there is a budget", () => {
    const budget = want({ restrictions: { ...restrictions, quota: { amount: 10 } } });
    const { lastUse: _, ...unread } = busy;
    expect(ends(budget, unread)).toContain("inspect r1");
    expect(ends(budget, unread)).not.toContain("revoke r1");
  });

  it("comes after it has left the Secret as the previous key", () => {
    expect(ends(want({ previousKey: true }), busy, { ...secret, previous: 1 } as SecretView)).toEqual(["deliver r2"]);
  });

  it("is left to the annotation that wants it kept", () => {
    expect(ends(want({ restore: 1 }))).toEqual([]);
  });

  it("is repeated where it seems to be gone: we may have died after it", () => {
    const had = have(ledger(leaked, fresh), secret, { 1: { ...held, ...missing(minute, 1) }, 2: working });
    expect(does(want(), had)).toEqual(["revoke r1"]);
  });

  it("takes every older key with it, for nobody knows which one leaked", () => {
    const soaking = record(1, "Disabled", { disabledAt: now });
    const keys = ledger(soaking, record(2, "Retiring", { retiringSince: now }), { ...fresh, revision: 3, id: "id-3" });
    const off = { ...held, ...present(1, { enabled: false }), ...used(0) };
    const facts = { 1: off, 2: { ...held, ...present(2), ...used(0) }, 3: { ...held, ...present(3) } };
    const shown = secretWith(3, { deliveredAt: now });
    expect(does(want(), have(keys, shown, facts))).toEqual(["revoke r1", "revoke r2"]);
  });

  it("is also that of its successors' successor: a later rotation does not soften it", () => {
    const keys = ledger(leaked, { ...fresh, state: "Retiring", retiringSince: now }, record(3, "Current"));
    const facts = { 1: busy, 2: { ...held, ...present(2), ...used(0) }, 3: held };
    const verbs = does(want(), have(keys, secretWith(3), facts));
    expect(verbs).toContain("revoke r1");
    expect(verbs).not.toContain("revoke r2");
  });
});
