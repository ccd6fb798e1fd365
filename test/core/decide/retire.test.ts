import { describe, expect, it } from "@jest/globals";
import { decide } from "../../../core/decide.ts";
import { day, hour, minute, second } from "../../../core/time.ts";
import { type KeyFacts, type SecretView, unobserved, type Want } from "../../../core/world.ts";
import {
  condition,
  does,
  gateway,
  have,
  held,
  ledger,
  lost,
  missing,
  now,
  present,
  probed,
  record,
  secretWith,
  states,
  used,
  want,
} from "../builders.ts";

/** Two hours after the successor was delivered: the overlap of an hour is over, and the old key has been idle. */
const since = now - 2 * hour;
const old = record(1, "Retiring", { retiringSince: since });
const successor = record(2, "Current", { deliveredAt: since });
const keys = ledger(old, successor);
const secret = secretWith(2, { deliveredAt: since });
const idle: Partial<KeyFacts> = { ...held, ...present(1), ...used(hour) };
const ask = (wanted: Want, facts: Partial<KeyFacts> = idle, shown: SecretView = secret) =>
  does(wanted, have(keys, shown, { 1: facts, 2: { ...held, ...present(2) } }));

describe("the old key is retired only when", () => {
  it("everything is fulfilled", () => {
    expect(ask(want())).toEqual(["disable r1"]);
  });

  it("the Secret was looked at", () => {
    expect(ask(want(), idle, unobserved)).toEqual([]);
  });

  it("the live Secret holds the new key", () => {
    expect(ask(want(), idle, { kind: "absent" })).not.toContain("disable r1");
    expect(ask(want(), idle, { kind: "foreign", message: "not ours" })).not.toContain("disable r1");
    expect(ask(want(), idle, { ...secret, intact: false } as SecretView)).not.toContain("disable r1");
    expect(ask(want(), idle, { ...secret, keyId: "another" } as SecretView)).not.toContain("disable r1");
    expect(ask(want(), idle, secretWith(1))).not.toContain("disable r1");
  });

  it("the new key was verified", () => {
    const { verifiedAt: _, ...unverified } = successor;
    expect(does(want(), have(ledger(old, unverified), secret, { 1: idle, 2: held }))).not.toContain("disable r1");
  });

  it("the overlap has passed, and the decision says when that will be", () => {
    const slow = want({}, { overlap: "3h" });
    const decision = decide(slow, have(keys, secret, { 1: idle, 2: held }), now);
    expect(decision.actions).toEqual([]);
    expect(decision.wakeAt).toBe(since + 3 * hour);
  });

  it("the overlap has passed since somebody's older Secret was replaced", () => {
    expect(ask(want(), idle, { ...secret, deliveredAt: now - minute } as SecretView)).toEqual([]);
  });

  it("the workloads have been restarted with the new key", () => {
    const restarting = want({ restarts: true });
    expect(ask(restarting)).toEqual(["restart r2"]);
    const done = ledger(old, { ...successor, rolledOut: true });
    expect(does(restarting, have(done, secret, { 1: idle, 2: { ...held, ...present(2) } }))).toEqual(["disable r1"]);
  });

  it("its last use is known and old enough", () => {
    expect(ask(want(), { ...idle, lastUse: undefined } as never)).toEqual(["inspect r1"]);
    expect(ask(want(), { ...idle, ...used(14 * minute) })).toEqual([]);
    expect(ask(want(), { ...idle, ...used(15 * minute) })).toEqual(["disable r1"]);
    expect(ask(want(), { ...idle, ...used(undefined) })).toEqual(["disable r1"]);
    expect(ask(want(), { ...idle, lastUse: { at: now, known: false } })).toEqual([]);
  });

  it("its last use was asked for lately, and after the overlap", () => {
    expect(ask(want(), { ...idle, ...used(5 * hour, now - 20 * minute) })).toEqual(["inspect r1"]);
    expect(ask(want({}, { overlap: "2h" }), { ...idle, ...used(5 * hour, now - minute) })).toEqual(["inspect r1"]);
  });

  it("nothing is asked about idleness where the gateway cannot say, or nobody wants it", () => {
    expect(ask(want({ gateway: gateway({ lastUse: false }) }), { ...held, ...present(1) })).toEqual(["disable r1"]);
    expect(ask(want({}, { retireWhenIdleFor: "0s" }), { ...held, ...present(1) })).toEqual(["disable r1"]);
  });

  it("the gateway may be called", () => {
    const gone = want({ gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } });
    expect(ask(gone)).toEqual([]);
    expect(does(want(), have(keys, secret, { 1: idle, 2: held }, { notBefore: now + 1 }))).toEqual([]);
  });

  it("it is not missing just now; what is missing is looked for first", () => {
    expect(ask(want(), { ...idle, ...missing(5 * second, 1) })).toEqual([]);
  });
});

describe("an old key that is still in use at maxOverlap", () => {
  const long = { maxOverlap: "90m" };
  const busy = { ...idle, ...used(second) };

  it("is kept with a condition that says who may be asked, by default", () => {
    const decision = decide(want({}, long), have(keys, secret, { 1: busy, 2: { ...held, ...present(2) } }), now);
    expect(decision.actions).toEqual([]);
    const inUse = condition(decision, "PreviousKeyInUse");
    expect(inUse.status).toBe(true);
    expect(inUse.message).toContain("prod-api-server.k3f9x2ab.r1");
    expect(inUse.message).toContain("past maxOverlap (1h30m)");
  });

  it("is retired where the policy says Revoke, even if workloads are not up yet", () => {
    expect(ask(want({}, { ...long, atMaxOverlap: "Revoke" }), busy)).toEqual(["disable r1"]);
    const restarting = want({ restarts: true }, { ...long, atMaxOverlap: "Revoke" });
    expect(ask(restarting, busy)).toContain("disable r1");
  });

  it("is kept until then, and the decision wakes for it", () => {
    const later = want({}, { maxOverlap: "121m", atMaxOverlap: "Revoke", retireWhenIdleFor: "3h" });
    const decision = decide(later, have(keys, secret, { 1: busy, 2: { ...held, ...present(2) } }), now);
    expect(decision.actions).toEqual([]);
    expect(decision.wakeAt).toBe(since + 121 * minute);
  });
});

describe("disable before delete", () => {
  const soaking = (ago: number) => ledger(record(1, "Disabled", { disabledAt: now - ago }), successor);
  const off = { ...held, ...present(1, { enabled: false }) };
  const looked = { ...off, ...used(hour) };
  const at = (ago: number, wanted = want(), facts: Partial<KeyFacts> = looked) =>
    does(wanted, have(soaking(ago), secret, { 1: facts, 2: { ...held, ...present(2) } }));

  it("leaves the old key disabled for a day, then deletes it", () => {
    expect(at(23 * hour)).toEqual([]);
    expect(at(day)).toEqual(["revoke r1"]);
  });

  it("deletes at once where the policy says 0s", () => {
    expect(ask(want({}, { disableBeforeDelete: "0s" }))).toEqual(["revoke r1"]);
  });

  it("looks once more before it deletes", () => {
    expect(at(day, want(), off)).toEqual(["inspect r1"]);
  });

  it("is undone by one annotation", () => {
    expect(at(hour, want({ restore: 1 }))).toEqual(["enable r1"]);
    expect(ask(want({ restore: 1 }))).toEqual([]);
  });

  it("is undone by switching the key on in the console; its overlap begins anew", () => {
    const on = { ...held, ...present(1), ...used(hour) };
    const decision = decide(want(), have(soaking(day), secret, { 1: on, 2: { ...held, ...present(2) } }), now);
    expect(states(decision)).toEqual(["r1 Retiring", "r2 Current"]);
    expect(decision.actions).toEqual([]);
    expect(decision.wakeAt).toBe(now + hour);
  });

  it("does not go on while the Secret is not in order", () => {
    const lostSecret = have(soaking(day), { kind: "absent" }, { 1: looked, 2: { ...held, ...present(2) } });
    expect(does(want(), lostSecret)).toEqual(["deliver r2"]);
  });
});

describe("a revoked key", () => {
  const revokedAt = now - 10 * minute;
  const gone = ledger(record(1, "Revoked", { revokedAt }), successor);
  const ask1 = (facts: Partial<KeyFacts>, deathProof = 0) =>
    decide(
      want({ gateway: gateway({ deathProof }) }),
      have(gone, secret, { 1: facts, 2: { ...held, ...present(2) } }),
      now,
    );

  it("is asked about at the data plane", () => {
    expect(ask1(held).actions).toEqual([{ do: "prove", revision: 1 }]);
    expect(ask1({ text: "unknown" }).actions).toEqual([{ do: "recall", revision: 1 }]);
  });

  it("leaves the ledger once a 401 proves its death", () => {
    expect(states(ask1({ ...held, ...probed("rejected") }))).toEqual(["r2 Current"]);
  });

  it("is not believed dead by an answer from before the deletion, nor by silence", () => {
    const early = revokedAt - minute;
    expect(states(ask1({ ...held, ...probed("rejected", { at: early, since: early }) }))).toContain("r1 Revoked");
    expect(states(ask1({ ...held, ...probed("unknown") }))).toContain("r1 Revoked");
  });

  it("must be refused for 330 seconds where old servers revive dead keys", () => {
    const refused = (length: number) =>
      states(ask1({ ...held, ...probed("rejected", { since: now - length }) }, 330_000));
    expect(refused(329 * second)).toContain("r1 Revoked");
    expect(refused(330 * second)).toEqual(["r2 Current"]);
  });

  it("is revoked a second time if it still works", () => {
    expect(ask1({ ...held, ...probed("accepted") }).actions).toEqual([{ do: "revoke", revision: 1 }]);
  });

  it("whose text is lost cannot be asked about; the gateway's word must do", () => {
    expect(states(ask1(lost))).toEqual(["r2 Current"]);
  });

  it("is asked about slowly, because refused calls count against our address", () => {
    const refused = { ...held, ...probed("rejected", { since: now - minute }) };
    expect(ask1(refused, 330_000).wakeAt).toBeGreaterThanOrEqual(now + minute);
  });
});
