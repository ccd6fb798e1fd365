import { describe, expect, it } from "@jest/globals";
import { isProvenDead } from "../../core/advance.ts";
import { decide } from "../../core/decide.ts";
import { type Milliseconds, minute, second } from "../../core/time.ts";
import { type KeyFacts, noFacts } from "../../core/world.ts";
import { gateway, have, held, ledger, lost, now, probed, record, secretWith, states, verbs, want } from "./builders.ts";

const slow = 350 * second;
const revokedAt = now - 10 * minute;
const dead = record(1, "Revoked", { revokedAt });
const proven = (facts: Partial<KeyFacts>, proof: Milliseconds = 0, key = dead) =>
  isProvenDead(key, { ...noFacts, ...facts }, proof);
const refused = (since: number, at = now) => ({ ...held, ...probed("rejected", { since, at }) });
const asked = (facts: Partial<KeyFacts>, deathProof: Milliseconds, at = now) =>
  decide(
    want({ gateway: gateway({ deathProof }) }),
    have(ledger(dead, record(2, "Current")), secretWith(2), { 1: facts, 2: held }),
    at,
  );

describe("the proof that a deleted key is dead", () => {
  it("is one refusal after the deletion, where a server keeps no dead keys", () => {
    expect(proven(refused(revokedAt))).toBe(true);
    expect(proven(refused(revokedAt - minute, revokedAt - 1))).toBe(false);
  });

  it("is refusals over 350 seconds where a server may revive them", () => {
    expect(proven(refused(now - slow), slow)).toBe(true);
    expect(proven(refused(now - slow + 1), slow)).toBe(false);
  });

  it("does not count refusals from before the deletion: the key may have been switched off", () => {
    const late = { ...dead, revokedAt: now - slow + 1 };
    expect(proven(refused(now - 9 * slow), slow, late)).toBe(false);
  });

  it.each(["accepted", "unknown"] as const)("is never an answer that is %s", (verdict) => {
    expect(proven({ ...held, ...probed(verdict, { since: revokedAt }) })).toBe(false);
  });

  it("is not had while nobody knows how long it takes at this gateway", () => {
    expect(isProvenDead(dead, { ...noFacts, ...refused(revokedAt) }, undefined)).toBe(false);
  });

  it("is not asked of a key that was never made, nor of one that nobody can ask about", () => {
    const { id: _, ...never } = dead;
    expect(isProvenDead(never, noFacts, undefined)).toBe(true);
    expect(proven(lost, slow)).toBe(true);
    expect(proven({ text: "unknown" }, slow)).toBe(false);
  });
});

describe("asking for the proof", () => {
  it("begins anew after the key was accepted: it is revoked a second time", () => {
    const decision = asked({ ...held, ...probed("accepted") }, slow);
    expect(verbs(decision)).toEqual(["revoke r1"]);
    expect(states(decision)).toContain("r1 Revoked");
  });

  it("goes on once a minute where it takes long, and every ten seconds where it does not", () => {
    expect(asked(refused(now - second), slow).wakeAt).toBe(now + minute);
    expect(asked({ ...held, ...probed("unknown") }, 0).wakeAt).toBe(now + 10 * second);
  });

  it("ends with the key's leaving, without another call", () => {
    const decision = asked(refused(now - slow), slow);
    expect([states(decision), verbs(decision)]).toEqual([["r2 Current"], []]);
  });

  it("stops while the gateway may not be called", () => {
    const had = have(ledger(dead, record(2, "Current")), secretWith(2), { 1: held, 2: held }, { notBefore: now + 1 });
    expect(verbs(decide(want(), had, now))).toEqual([]);
  });
});
