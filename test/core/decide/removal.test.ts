import { describe, expect, it } from "@jest/globals";
import { decide } from "../../../core/decide.ts";
import { emptyLedger, type Ledger } from "../../../core/ledger.ts";
import { hour, minute, second } from "../../../core/time.ts";
import { type Have, type KeyFacts, unobserved, type Want } from "../../../core/world.ts";
import {
  does,
  have,
  held,
  ledger,
  lost,
  now,
  probed,
  record,
  remote,
  secretWith,
  theAction,
  want,
} from "../builders.ts";

const deleted = (change: Partial<NonNullable<Want["deletion"]>> = {}, more: Partial<Want> = {}) =>
  want({ deletion: { policy: "Revoke", since: now - minute, abandon: false, ...change }, ...more });
const see = (keys: Ledger, facts: Record<number, Partial<KeyFacts>> = {}, change: Partial<Have> = {}) =>
  have(keys, secretWith(2), facts, change);
const all = ledger(record(1, "Disabled"), record(2, "Current"), record(3, "Issued"));
const dead = ledger(record(1, "Revoked"), record(2, "Revoked"));
const proven = { 1: { ...held, ...probed("rejected") }, 2: { ...held, ...probed("rejected") } };

describe("deleting the resource", () => {
  it("revokes every key it ever made, whatever its state", () => {
    expect(does(deleted(), see(all))).toEqual(["revoke r1", "revoke r2", "revoke r3"]);
  });

  it("happens even while suspended, refused or without a Secret", () => {
    const anyway = deleted({}, { suspended: true, refusal: { reason: "X", message: "x" } });
    expect(does(anyway, have(all, unobserved))).toEqual(["revoke r1", "revoke r2", "revoke r3"]);
  });

  it("asks the data plane whether they are dead, where the texts are at hand", () => {
    expect(does(deleted(), see(dead, { 1: held, 2: held }))).toEqual(["prove r1", "prove r2"]);
  });

  it("revokes again what still works", () => {
    expect(does(deleted(), see(dead, { ...proven, 2: { ...held, ...probed("accepted") } }))).toEqual(["revoke r2"]);
  });

  it("looks for strays by a listing that began after the deletion", () => {
    expect(does(deleted(), see(dead, proven, { strays: unobserved }))).toEqual(["list"]);
    const old = { strays: { kind: "observed" as const, at: now - hour, keys: [] } };
    expect(does(deleted(), see(dead, proven, old))).toEqual(["list"]);
  });

  it("revokes the strays, too", () => {
    const strays = { kind: "observed" as const, at: now, keys: [remote(9, { id: "stray" })] };
    expect(does(deleted(), see(dead, proven, { strays }))).toEqual(["revokeStray stray"]);
  });

  it("drops the finalizer last", () => {
    expect(decide(deleted(), see(dead, proven), now).actions).toEqual([{ do: "removeFinalizer", leaves: [] }]);
  });

  it("does nothing more once the finalizer is gone", () => {
    expect(does(deleted(), see(all, {}, { finalizer: false }))).toEqual([]);
  });

  it("waits for a create whose answer never came", () => {
    const uncertain = ledger(record(1, "Planned"));
    const decision = decide(deleted({ since: now - second }), have(uncertain), now);
    expect(decision.actions).toEqual([]);
    expect(decision.wakeAt).toBe(now + 59 * second);
    expect(does(deleted({ since: now - minute }), have(uncertain))).toEqual(["removeFinalizer"]);
  });

  it("waits for the first attempt of a create that had to be repeated", () => {
    const repeated = ledger(
      record(1, "Revoked", { plannedAt: now - 30 * second, issuedAt: now - 20 * second, revokedAt: now }),
    );
    const decision = decide(deleted({ since: now - second }), have(repeated, undefined, { 1: lost }), now);
    expect(decision.actions).toEqual([]);
    expect(decision.wakeAt).toBe(now + 40 * second);
  });

  it("waits for nothing where the create was sent once and answered, however slowly", () => {
    const sole = { plannedAt: now - 30 * second, issuedAt: now - second, revokedAt: now, sole: true };
    const once = ledger(record(1, "Revoked", sole));
    expect(does(deleted({ since: now - second }), have(once, undefined, { 1: lost }))).toEqual(["removeFinalizer"]);
  });

  it("of a resource that has made nothing lets go at once", () => {
    expect(does(deleted({ since: now - 1 }), have(emptyLedger))).toEqual(["removeFinalizer"]);
  });

  it("waits for a gateway that cannot be called", () => {
    const away = { gateway: { kind: "not-ready" as const, reason: "Unreachable", message: "no route" } };
    expect(does(deleted({}, away), see(all))).toEqual([]);
    expect(does(deleted(), see(all, {}, { notBefore: now + 1 }))).toEqual([]);
  });

  it("never makes or repairs anything any more", () => {
    const asked = deleted({}, { rotate: { reason: "Requested", id: "1" }, restore: 1, content: "other" });
    expect(does(asked, have(dead, { kind: "absent" }, proven))).toEqual(["removeFinalizer"]);
  });
});

describe("deletionPolicy: Retain", () => {
  it("leaves the keys alone and lets go, even without the gateway", () => {
    const away = { gateway: { kind: "not-ready" as const, reason: "Unreachable", message: "no route" } };
    expect(does(deleted({ policy: "Retain" }, away), see(all))).toEqual(["removeFinalizer"]);
  });
});

describe("a gateway that is gone for good", () => {
  it("is abandoned on request, and what it leaves is listed by name and id", () => {
    const away = { gateway: { kind: "not-ready" as const, reason: "Unreachable", message: "no route" } };
    const decision = decide(deleted({ abandon: true }, away), see(all), now);
    expect(theAction(decision, "removeFinalizer").leaves).toEqual([
      "prod-api-server.k3f9x2ab.r1 (id id-1)",
      "prod-api-server.k3f9x2ab.r2 (id id-2)",
      "prod-api-server.k3f9x2ab.r3 (id id-3)",
    ]);
  });
});
