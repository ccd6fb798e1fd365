import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import { emptyLedger } from "../../core/ledger.ts";
import type { RemoteKey } from "../../core/restrictions.ts";
import { type Milliseconds, minute, second } from "../../core/time.ts";
import { type Have, unobserved, type Want } from "../../core/world.ts";
import {
  does,
  have,
  held,
  ledger,
  lost,
  marker,
  now,
  probed,
  record,
  remote,
  restrictions,
  secretWith,
  states,
  theAction,
  want,
} from "./builders.ts";

const key = remote(1, { id: "77", name: "legacy" });
const found: Have["adoptable"] = { kind: "found", key };
const refused: Have["adoptable"] = { kind: "refused", message: "two keys are named legacy: 77, 78." };
const asks = (adopt: NonNullable<Want["adopt"]>, adoptable: Have["adoptable"], change: Partial<Want> = {}) =>
  does(want({ adopt, ...change }), have(emptyLedger, undefined, {}, { adoptable }));
const adopted = (state: "Issued" | "Verified" | "Current") =>
  record(1, state, { reason: "Adopted", name: "legacy", id: "77" });

describe("adopting a key", () => {
  it.each([
    ["id", { id: "77" }],
    ["name", { name: "legacy" }],
  ])("by %s looks for it, and makes none in its place meanwhile", (_what, adopt) => {
    expect(asks(adopt, unobserved)).toEqual(["list"]);
    expect(asks(adopt, found)).toEqual(["plan r1 Adopted"]);
    expect(asks(adopt, refused)).toEqual([]);
  });

  it.each<[string, Partial<Want>]>([
    ["the gateway is not ready", { gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } }],
    ["the declaration is refused", { refusal: { reason: "ModelUnknown", message: "no" } }],
    ["what is declared cannot be resolved", { restrictions: undefined }],
  ])("does not begin while %s", (_what, change) => {
    expect(asks({ id: "77" }, found, change)).toEqual([]);
  });

  it("does not begin in a back-off, nor with a Secret of somebody else", () => {
    const paused = { adoptable: found, notBefore: now + second };
    expect(does(want({ adopt: { id: "77" } }), have(emptyLedger, undefined, {}, paused))).toEqual([]);
    const foreign = { kind: "foreign" as const, message: "not ours" };
    expect(does(want({ adopt: { id: "77" } }), have(emptyLedger, foreign, {}, { adoptable: found }))).toEqual([]);
  });

  it("goes on without a create: its text is asked for, it is verified and delivered like any other", () => {
    const adopting = want({ adopt: { id: "77" } });
    const does1 = (state: "Issued" | "Verified", facts: object) =>
      does(adopting, have(ledger(adopted(state)), undefined, { 1: facts }));
    expect(does1("Issued", {})).toEqual(["recall r1"]);
    expect(does1("Issued", held)).toEqual(["probe r1"]);
    expect(does1("Issued", { ...held, ...probed("accepted") })).toEqual(["deliver r1"]);
  });

  it("is issued by its id alone: the plan that was stored is enough after a crash", () => {
    const planned = record(1, "Planned", { reason: "Adopted", name: "legacy", id: "77" });
    const decision = decide(want({ adopt: { id: "77" } }), have(ledger(planned)), now);
    expect(states(decision)).toEqual(["r1 Issued"]);
    expect(decision.actions).toEqual([{ do: "recall", revision: 1 }]);
  });

  it("puts its restrictions as they are declared", () => {
    const facts = {
      1: { ...held, remote: { kind: "present" as const, at: now, key: { ...key, restrictions: { allowedIPs: [] } } } },
    };
    const decision = decide(want({ adopt: { id: "77" } }), have(ledger(adopted("Issued")), undefined, facts), now);
    expect(theAction(decision, "update").restrictions).toEqual(restrictions);
  });

  it("is done once: with a key in the ledger nothing is adopted any more", () => {
    const settled = have(ledger(record(1, "Current")), secretWith(1), { 1: held }, { adoptable: found });
    expect(does(want({ adopt: { id: "77" } }), settled)).toEqual([]);
  });

  it("gives way to what the Secret already holds", () => {
    const had = have(emptyLedger, secretWith(4), {}, { adoptable: found });
    expect(states(decide(want({ adopt: { id: "77" } }), had, now))).toEqual(["r4 Current"]);
  });
});

describe("an adopted key", () => {
  const current = have(ledger(adopted("Current")), secretWith(1, { keyId: "77" }), { 1: held });

  it("is rotated into a key under a name of our own", () => {
    const asked = want({ adopt: { id: "77" }, rotate: { reason: "Requested", id: "x" } });
    expect(theAction(decide(asked, current, now), "plan").name).toBe(`prod-api-server.${marker}.r2`);
  });

  it("whose text is lost is neither revoked nor replaced: somebody else may use it", () => {
    const had = have(ledger(adopted("Issued")), undefined, { 1: lost });
    for (const later of [0, 3_600_000]) expect(does(want({ adopt: { id: "77" } }), had, now + later)).toEqual([]);
  });

  it.each<[string, Partial<RemoteKey>, Milliseconds]>([
    ["is off", { enabled: false, usable: "disabled" }, 10 * minute],
    ["has expired", { usable: "expired" }, 10 * minute],
    ["is refused for no reason that is shown", {}, 30 * second],
    ["has been spent", { usable: "exhausted" }, 30 * second],
  ])("that %s is asked about again after a pause that fits", (_what, change, pause) => {
    const refused = probed("rejected", { looks: 9, since: now - minute });
    const seen = { remote: { kind: "present" as const, at: now, key: { ...key, restrictions, ...change } } };
    const had = have(ledger(adopted("Issued")), undefined, { 1: { ...held, ...refused, ...seen } });
    expect(decide(want({ adopt: { id: "77" } }), had, now)).toMatchObject({ actions: [], wakeAt: now + pause });
  });

  it("is revoked with the resource like every key that it has", () => {
    const deletion = { policy: "Revoke" as const, since: now, abandon: false };
    expect(does(want({ deletion }), current)).toEqual(["revoke r1"]);
  });
});
