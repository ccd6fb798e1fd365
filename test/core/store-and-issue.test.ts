import { describe, expect, it } from "@jest/globals";
import { decide } from "../../core/decide.ts";
import { emptyLedger } from "../../core/ledger.ts";
import { minute, second } from "../../core/time.ts";
import type { KeyFacts, Want } from "../../core/world.ts";
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
  secretWith,
  states,
  theAction,
  want,
} from "./builders.ts";

const ways = ["ours", "revealable", "once"] as const;
const by = (keyText: (typeof ways)[number], change: Partial<Want> = {}) =>
  want({ gateway: gateway({ keyText }), ...change });
const planned = (facts: Partial<KeyFacts> = {}, change = {}) =>
  have(ledger(record(1, "Planned", change)), undefined, { 1: facts });
const issued = (facts: Partial<KeyFacts>) => have(ledger(record(1, "Issued")), undefined, { 1: facts });

describe("the order in which a key is made", () => {
  it("stores only our own text beforehand: elsewhere there is none yet", () => {
    expect(ways.map((way) => does(by(way), planned()))).toEqual([["store r1"], ["issue r1"], ["issue r1"]]);
  });

  it("does not take a text in memory for one that survives a crash", () => {
    expect(does(by("ours"), planned(held))).toEqual(["store r1"]);
    expect(does(by("ours"), planned({ stored: true }))).toEqual(["issue r1"]);
  });

  it("repeats the same create after a lost answer, under the same name and revision", () => {
    for (const way of ways) {
      const had = planned({ stored: true }, { plannedAt: now - minute });
      expect(decide(by(way), had, now).actions).toEqual(decide(by(way), had, now + minute).actions);
    }
  });

  it("asks for the text before it asks the data plane", () => {
    for (const way of ways) {
      expect(does(by(way), issued({}))).toEqual(["recall r1"]);
      expect(does(by(way), issued(held))).toEqual(["probe r1"]);
    }
  });

  it("gives up a text that is lost, revokes its key in the same turn, and makes no other key in it", () => {
    for (const way of ways) {
      const decision = decide(by(way), issued(lost), now);
      expect(states(decision)).toEqual(["r1 Retiring"]);
      expect(decision.actions).toEqual([{ do: "revoke", revision: 1 }]);
    }
  });

  it("creates a key that may be used at once: enabled", () => {
    expect(theAction(decide(by("once"), planned(), now), "issue").enabled).toBe(true);
  });

  it("plans before it stores: a text without a record would be found by nobody", () => {
    expect(does(by("ours"), have(emptyLedger))).toEqual(["plan r1 Created"]);
  });
});

describe("a key half made", () => {
  const stops: readonly [string, Partial<Want>][] = [
    ["the declaration is refused", { refusal: { reason: "ModelUnknown", message: "no" } }],
    ["it is suspended", { suspended: true }],
    ["the gateway is not ready", { gateway: { kind: "not-ready", reason: "Unreachable", message: "no route" } }],
  ];

  it.each(stops)("is not verified while %s, and goes on after that", (_what, change) => {
    expect(does(by("once", change), issued(held))).toEqual([]);
    expect(does(by("once"), issued(held))).toEqual(["probe r1"]);
  });

  it.each(stops)("keeps its state while %s", (_what, change) => {
    expect(states(decide(by("once", change), planned(), now))).toEqual(["r1 Planned"]);
  });

  it("is not even stored while the gateway backs off: the call that follows could not be made", () => {
    expect(does(by("ours"), { ...planned(), notBefore: now + second })).toEqual([]);
    expect(does(by("ours"), { ...planned(), notBefore: now + second }, now + second)).toEqual(["store r1"]);
  });

  it("is switched off if the declaration says so meanwhile, and not verified: it could only be refused", () => {
    expect(does(by("once", { enabled: false }), issued(held))).toContain("disable r1");
    const off = have(ledger(record(1, "Issued", { switchedOff: true })), undefined, { 1: held });
    expect(does(by("once", { enabled: false }), off)).not.toContain("probe r1");
    expect(does(by("once"), off)).toEqual(["enable r1"]);
  });

  it("that the gateway will not make leaves the current key alone", () => {
    const keys = ledger(record(1, "Current"), record(2, "Planned"));
    const decision = decide(by("ours"), have(keys, secretWith(1), { 1: held, 2: { unissuable: true } }), now);
    expect(states(decision)).toEqual(["r1 Current", "r2 Revoked"]);
    expect(decision.actions).toEqual([]);
  });
});

describe("a first key that the data plane refuses", () => {
  const refused = (change: object) => issued({ ...held, ...probed("rejected", change) });

  it("is asked about again before it is given up", () => {
    const had = refused({ looks: 1 });
    expect(does(want(), had, now + 2 * second)).toEqual(["probe r1"]);
  });

  it("is revoked, and its successor waits for the setback", () => {
    const decision = decide(want(), refused({ looks: 3, since: now - minute }), now);
    expect(decision.actions).toEqual([{ do: "revoke", revision: 1 }]);
    expect(decision.ledger.keys[0]!.setbacks).toBe(1);
    expect(decision.wakeAt).toBeGreaterThan(now);
  });
});
