import { describe, expect, it } from "@jest/globals";
import { absent, doubt, learn, type Memory, type Outcome, remember } from "../../core/learn.ts";
import type { KeyRecord } from "../../core/ledger.ts";
import { minute, second } from "../../core/time.ts";
import { type Action, type KeyFacts, noFacts, unobserved } from "../../core/world.ts";
import {
  held,
  idOf,
  ledger,
  missing,
  nameOf,
  now,
  present,
  probed,
  record,
  remote,
  restrictions,
  used,
} from "./builders.ts";

const then = now - minute;
const everything: KeyFacts = {
  ...noFacts,
  ...held,
  stored: true,
  ...present(1),
  ...probed("accepted", { since: then, at: then }),
  ...used(minute, then),
};
const memory = (key: KeyRecord, facts?: Partial<KeyFacts>): Memory => ({
  ledger: ledger(key),
  facts: new Map(facts ? [[key.revision, { ...noFacts, ...facts }]] : []),
});
const current = memory(record(1, "Current"), everything);
const factsAfter = (after: Memory) => after.facts.get(1)!;
const recordAfter = (after: Memory) => after.ledger.keys[0]!;
const on = (verb: "update" | "enable" | "disable" | "revoke" | "probe" | "inspect" | "recall" | "store" | "issue") =>
  ({ do: verb, revision: 1, restrictions, enabled: true }) as Action;
const finished: Outcome = { kind: "done" };

describe("a plan that was stored", () => {
  const plan: Action = { do: "plan", revision: 2, reason: "Requested", name: nameOf(2) };

  it("becomes a record of the moment, and nothing else changes", () => {
    const after = learn(current, plan, finished, now);
    expect(after.ledger.keys[1]).toEqual({
      ...{ revision: 2, name: nameOf(2), state: "Planned", reason: "Requested", plannedAt: now },
    });
    expect(after.ledger.lastRevision).toBe(2);
    expect(after.facts).toBe(current.facts);
  });

  it("carries on the request, the setbacks and an adopted id", () => {
    const after = learn(current, { ...plan, request: "monday", setbacks: 3, id: "77" }, finished, now);
    expect(after.ledger.keys[1]).toMatchObject({ request: "monday", setbacks: 3, id: "77" });
  });
});

describe("an action on no key", () => {
  it.each<Action>([
    { do: "addFinalizer" },
    { do: "removeFinalizer", leaves: [] },
    { do: "list" },
    { do: "revokeStray", id: "9" },
    { do: "acknowledge", request: "monday" },
  ])("teaches nothing about keys: $do", (action) => {
    expect(learn(current, action, finished, now)).toBe(current);
    expect(doubt(current, action)).toBe(current);
  });
});

describe("a key that was issued", () => {
  const planned = memory(record(1, "Planned"), { stored: true });
  const issued = (change: object = {}) => learn(planned, on("issue"), { kind: "issued", id: "42", ...change }, now);

  it("exists under its id since that moment", () => {
    expect(recordAfter(issued())).toMatchObject({ id: "42", issuedAt: now, state: "Issued" });
  });

  it("has its text at hand and has not been looked at", () => {
    expect(factsAfter(issued())).toEqual({ text: "held", stored: true, remote: unobserved });
  });

  it("is sole only where the caller is certain", () => {
    expect(recordAfter(issued({ sole: true })).sole).toBe(true);
    expect(recordAfter(issued({ sole: false }))).not.toHaveProperty("sole");
    expect(recordAfter(issued())).not.toHaveProperty("sole");
  });

  it("that the gateway will never make is marked, and keeps its state for the next decision", () => {
    const after = learn(planned, on("issue"), { kind: "unissuable" }, now);
    expect(factsAfter(after).unissuable).toBe(true);
    expect(after.ledger).toBe(planned.ledger);
  });

  it("has its own text in the pending Secret once that is stored", () => {
    const after = learn(memory(record(1, "Planned")), on("store"), finished, now);
    expect(factsAfter(after)).toMatchObject({ stored: true, text: "held" });
  });
});

describe("a text that was asked for", () => {
  it.each([
    [true, "held"],
    [false, "lost"],
  ])("and found (%s) is %s", (found, text) => {
    const after = learn(memory(record(1, "Issued")), on("recall"), { kind: "recalled", found }, now);
    expect(factsAfter(after).text).toBe(text);
  });
});

describe("an answer of the data plane", () => {
  const ask = (before: Memory, verdict: "accepted" | "rejected" | "unknown", at = now) =>
    learn(before, on("probe"), { kind: "verdict", verdict }, at);

  it("begins a row of its own", () => {
    expect(factsAfter(ask(memory(record(1, "Issued")), "rejected")).probe).toEqual({
      ...{ verdict: "rejected", since: now, at: now, looks: 1 },
    });
  });

  it("lengthens the row when it is the same, counted from the first", () => {
    const twice = ask(ask(memory(record(1, "Issued")), "rejected", then), "rejected");
    expect(factsAfter(twice).probe).toEqual({ verdict: "rejected", since: then, at: now, looks: 2 });
  });

  it("that contradicts begins the row anew", () => {
    const turned = ask(ask(memory(record(1, "Issued")), "rejected", then), "accepted");
    expect(factsAfter(turned).probe).toEqual({ verdict: "accepted", since: now, at: now, looks: 1 });
    const silent = ask(ask(memory(record(1, "Issued")), "rejected", then), "unknown");
    expect(factsAfter(silent).probe!.looks).toBe(1);
  });

  it("of a proof counts in the same row as that of a probe", () => {
    const proof: Action = { do: "prove", revision: 1 };
    const after = learn(ask(current, "rejected", then), proof, { kind: "verdict", verdict: "rejected" }, now);
    expect(factsAfter(after).probe!.looks).toBe(2);
  });

  it("is no evidence about what the gateway lists", () => {
    expect(factsAfter(ask(current, "rejected")).remote).toEqual(everything.remote);
  });
});

describe("a look at one key", () => {
  it("that finds it keeps what it shows, and when", () => {
    const key = remote(1, { spent: 12 });
    const after = learn(memory(record(1, "Current")), on("inspect"), { kind: "inspected", key }, now);
    expect(factsAfter(after).remote).toEqual({ kind: "present", at: now, key });
  });

  it("that finds nothing counts as a direct one", () => {
    const after = learn(current, on("inspect"), { kind: "inspected", key: undefined }, now);
    expect(factsAfter(after).remote).toEqual({ kind: "absent", since: now, at: now, looks: 1, direct: true });
  });

  it("keeps the last use and the time of asking", () => {
    const lastUse = { known: true, usedAt: then };
    const after = learn(current, on("inspect"), { kind: "inspected", key: remote(1), lastUse }, now);
    expect(factsAfter(after).lastUse).toEqual({ at: now, known: true, usedAt: then });
  });

  it("that says nothing of the last use leaves the older answer with its older time", () => {
    const after = learn(current, on("inspect"), { kind: "inspected", key: remote(1) }, now);
    expect(factsAfter(after).lastUse).toEqual(everything.lastUse);
  });
});

describe("a rollout", () => {
  const restart: Action = { do: "restart", revision: 1 };

  it("that is done is written into the ledger, so that a restart of ours does not repeat it", () => {
    const after = learn(current, restart, { kind: "rollout", done: true }, now);
    expect(recordAfter(after).rolledOut).toBe(true);
    expect(factsAfter(after).rollout).toEqual({ at: now, done: true });
  });

  it("that goes on is remembered with the time of asking alone", () => {
    const after = learn(current, restart, { kind: "rollout", done: false }, now);
    expect(after.ledger).toBe(current.ledger);
    expect(factsAfter(after).rollout).toEqual({ at: now, done: false });
  });
});

describe("an effect that took place", () => {
  it.each<[string, Parameters<typeof on>[0], KeyRecord, Partial<KeyRecord>]>([
    ["disable switches a key in use off by declaration", "disable", record(1, "Current"), { switchedOff: true }],
    ["disable ends an old key", "disable", record(1, "Retiring"), { state: "Disabled", disabledAt: now }],
    ["enable ends our switching off", "enable", record(1, "Current", { switchedOff: true }), { switchedOff: false }],
    ["enable brings an old key back", "enable", record(1, "Disabled"), { state: "Retiring" }],
    ["revoke ends any key", "revoke", record(1, "Issued"), { state: "Revoked", revokedAt: now }],
    ["revoke a second time counts from then", "revoke", record(1, "Revoked"), { state: "Revoked", revokedAt: now }],
  ])("%s", (_what, verb, key, change) => {
    const after = learn(memory(key, everything), on(verb), finished, now);
    expect(recordAfter(after)).toEqual({ ...key, ...change });
  });

  it.each(["disable", "enable", "revoke"] as const)("voids all that was observed before: %s", (verb) => {
    const after = learn(current, on(verb), finished, now);
    expect(factsAfter(after)).toEqual({ text: "held", stored: true, remote: unobserved });
  });

  it("on restrictions voids what the gateway showed, and nothing that the data plane said", () => {
    const after = learn(current, on("update"), finished, now);
    expect(factsAfter(after)).toEqual({ ...everything, remote: unobserved });
    expect(after.ledger).toEqual(current.ledger);
  });

  it("on the Secret is learnt by reading the Secret, and from nothing else", () => {
    expect(learn(current, { do: "deliver", revision: 1 }, finished, now)).toBe(current);
  });
});

describe("an action that failed", () => {
  it.each(["issue", "update", "enable", "disable", "revoke"] as const)("may have taken effect: %s", (verb) => {
    expect(factsAfter(doubt(current, on(verb)))).toEqual({ ...everything, remote: unobserved });
  });

  it.each(["probe", "inspect", "recall", "store"] as const)("that only looks or stores teaches nothing: %s", (verb) => {
    expect(doubt(current, on(verb))).toBe(current);
  });

  it("never moves a key to another state", () => {
    for (const verb of ["issue", "update", "enable", "revoke"] as const)
      expect(doubt(current, on(verb)).ledger).toBe(current.ledger);
  });

  it("may have switched a key off: should it be found so, it was by us and not by somebody in the console", () => {
    expect(recordAfter(doubt(current, on("disable"))).switchedOff).toBe(true);
    const old = memory(record(1, "Retiring"), everything);
    expect(doubt(old, on("disable")).ledger).toBe(old.ledger);
  });

  it("on a key that nobody has looked at leaves it so", () => {
    expect(factsAfter(doubt(memory(record(1, "Planned")), on("issue")))).toEqual(noFacts);
  });
});

describe("what is not there", () => {
  it("is counted look by look, from the first", () => {
    const once = { ...noFacts, remote: absent(noFacts, then) };
    expect(once.remote).toEqual({ kind: "absent", since: then, at: then, looks: 1, direct: false });
    expect(absent(once, now)).toEqual({ kind: "absent", since: then, at: now, looks: 2, direct: false });
  });

  it("stays looked for directly, though a listing comes after", () => {
    const direct = { ...noFacts, ...missing(second, 1, true) };
    expect(absent(direct, now + second)).toMatchObject({ direct: true, looks: 2 });
  });

  it("is counted anew after it was seen", () => {
    expect(absent(everything, now)).toEqual({ kind: "absent", since: now, at: now, looks: 1, direct: false });
  });
});

describe("remembering", () => {
  it("drops the facts of keys that have left the ledger: memory does not grow", () => {
    const facts = new Map([1, 2, 3].map((revision) => [revision, noFacts]));
    const kept = remember(ledger(record(2, "Current")), facts);
    expect([...kept.facts.keys()]).toEqual([2]);
  });

  it("makes up no facts about a key that nobody has looked at", () => {
    expect(remember(ledger(record(1, "Planned")), new Map()).facts.size).toBe(0);
  });

  it("never changes what it was given", () => {
    const before = structuredClone({ ledger: current.ledger, facts: [...current.facts] });
    learn(current, on("revoke"), finished, now);
    learn(current, on("probe"), { kind: "verdict", verdict: "rejected" }, now);
    doubt(current, on("disable"));
    expect({ ledger: current.ledger, facts: [...current.facts] }).toEqual(before);
    expect(recordAfter(current).id).toBe(idOf(1));
  });
});
