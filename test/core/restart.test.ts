import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import type { KeyRecord } from "../../core/ledger.ts";
import { hour, type Milliseconds, minute, second } from "../../core/time.ts";
import { type SecretView, unobserved, type Want } from "../../core/world.ts";
import { does, gateway, have, held, ledger, now, present, record, secretWith, want } from "./builders.ts";

const restarting = want({ restarts: true });
const old = record(1, "Retiring", { retiringSince: now });
const fresh = (change: Partial<KeyRecord> = {}) => record(2, "Current", { deliveredAt: now, ...change });
const facts = (rollout?: { at: number; done: boolean }) => ({
  1: { ...held, ...present(1) },
  2: { ...held, ...present(2), ...(rollout ? { rollout } : {}) },
});
const rolling = (key: KeyRecord, rollout?: { at: number; done: boolean }, secret: SecretView = secretWith(2)) =>
  have(ledger(old, key), secret, facts(rollout));

describe("restarting the workloads", () => {
  it("is asked for once the Secret holds the new key", () => {
    expect(does(restarting, rolling(fresh()))).toContain("restart r2");
  });

  it.each<[string, SecretView]>([
    ["is gone", { kind: "absent" }],
    ["still holds the old key", secretWith(1)],
    ["was edited", secretWith(2, { intact: false })],
    ["was not looked at", unobserved],
  ])("is not asked for while the Secret %s", (_what, secret) => {
    expect(does(restarting, rolling(fresh(), undefined, secret))).not.toContain("restart r2");
  });

  it("is not asked for where nobody declared it, nor for a first key", () => {
    expect(does(want(), rolling(fresh()))).toEqual([]);
    const first = have(ledger(record(1, "Current", { deliveredAt: now })), secretWith(1), facts());
    expect(does(restarting, first)).toEqual([]);
  });

  it("is over once every workload is up", () => {
    expect(does(restarting, rolling(fresh({ rolledOut: true })))).toEqual([]);
  });

  it("needs no gateway: the workloads are in the cluster", () => {
    const away: Want = { ...restarting, gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } };
    expect(does(away, rolling(fresh()))).toEqual(["restart r2"]);
  });

  it("stops for a suspension", () => {
    expect(does({ ...restarting, suspended: true }, rolling(fresh()))).toEqual([]);
  });

  it.each<[string, Milliseconds, Milliseconds]>([
    ["every two seconds at first", 0, 2 * second],
    ["every two seconds up to sixteen", 16 * second, 2 * second],
    ["after an eighth of what it has taken", 80 * second, 10 * second],
    ["every minute at the least", 10 * hour, minute],
  ])("is asked after %s", (_what, taken, pause) => {
    const had = rolling(fresh({ deliveredAt: now - taken }), { at: now, done: false });
    expect(does(restarting, had, now + pause - 1)).not.toContain("restart r2");
    expect(does(restarting, had, now + pause)).toContain("restart r2");
  });

  it("keeps the old key as long as it goes on, however idle that is", () => {
    const since = now - 5 * hour;
    const idle = { ...held, ...present(1), lastUse: { at: now, known: true } };
    const keys = ledger({ ...old, retiringSince: since }, fresh({ deliveredAt: since }));
    const had = have(keys, secretWith(2, { deliveredAt: since }), { ...facts({ at: now, done: false }), 1: idle });
    expect(decide(restarting, had, now).actions).toEqual([]);
  });

  it("does not keep a compromised key", () => {
    const keys = ledger(old, fresh({ reason: "Compromised" }));
    const had = have(keys, secretWith(2, { deliveredAt: now }), facts({ at: now, done: false }));
    expect(does(restarting, had)).toEqual(["revoke r1"]);
  });

  it("is not awaited by a gateway that cannot tell the last use, once it is done", () => {
    const since = now - 2 * hour;
    const blind = { ...restarting, gateway: gateway({ lastUse: false }) };
    const keys = ledger({ ...old, retiringSince: since }, fresh({ deliveredAt: since, rolledOut: true }));
    expect(does(blind, have(keys, secretWith(2, { deliveredAt: since }), facts()))).toEqual(["disable r1"]);
  });
});
