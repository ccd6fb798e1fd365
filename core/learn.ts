import { addRecord, type KeyRecord, type Ledger, withRecord } from "./ledger.ts";
import type { RemoteKey } from "./restrictions.ts";
import type { Instant } from "./time.ts";
import { type Action, type KeyFacts, noFacts, unobserved } from "./world.ts";

/** What one process knows about a resource beyond what is stored: gone when it dies, and nothing is lost by that. */
export interface Memory {
  readonly ledger: Ledger;
  readonly facts: ReadonlyMap<number, KeyFacts>;
}

/** What came of an action that did not fail. */
export type Outcome =
  | { readonly kind: "done" }
  /** `sole`: this create was the only one ever sent for the revision. */
  | { readonly kind: "issued"; readonly id: string; readonly sole?: boolean }
  /** The gateway will never give this revision: its text is taken or lost. */
  | { readonly kind: "unissuable" }
  | { readonly kind: "recalled"; readonly found: boolean }
  | { readonly kind: "verdict"; readonly verdict: "accepted" | "rejected" | "unknown" }
  | {
      readonly kind: "inspected";
      readonly key: RemoteKey | undefined;
      readonly lastUse?: { readonly known: boolean; readonly usedAt?: Instant };
    }
  | { readonly kind: "rollout"; readonly done: boolean };

/**
 * Folds the outcome of an action into what the process knows. After an effect on a key, what was observed of it before is
 * void. `now` is the moment the answer came.
 */
export function learn(memory: Memory, action: Action, outcome: Outcome, now: Instant): Memory {
  if (action.do === "plan") return { ...memory, ledger: addRecord(memory.ledger, planned(action, now)) };
  if (!("revision" in action)) return memory;
  const { revision } = action;
  const facts = memory.facts.get(revision) ?? noFacts;
  const withFacts = (change: Partial<KeyFacts>): Memory => ({
    ...memory,
    facts: new Map(memory.facts).set(revision, { ...facts, ...change }),
  });
  const affected = (change: Partial<KeyRecord>): Memory => {
    const { probe: _, lastUse: __, ...rest } = facts;
    const kept = action.do === "update" ? facts : rest;
    return {
      ledger: withRecord(memory.ledger, revision, change),
      facts: new Map(memory.facts).set(revision, { ...kept, remote: unobserved }),
    };
  };

  switch (outcome.kind) {
    case "issued": {
      const issued = affected({
        id: outcome.id,
        issuedAt: now,
        state: "Issued",
        ...(outcome.sole ? { sole: true } : {}),
      });
      return { ...issued, facts: new Map(issued.facts).set(revision, { ...facts, text: "held", remote: unobserved }) };
    }
    case "unissuable":
      return withFacts({ unissuable: true });
    case "recalled":
      return withFacts({ text: outcome.found ? "held" : "lost" });
    case "verdict": {
      const same = facts.probe?.verdict === outcome.verdict ? facts.probe : undefined;
      return withFacts({
        probe: { verdict: outcome.verdict, since: same?.since ?? now, at: now, looks: (same?.looks ?? 0) + 1 },
      });
    }
    case "inspected":
      return withFacts({
        remote: outcome.key ? { kind: "present", at: now, key: outcome.key } : absent(facts, now, true),
        ...(outcome.lastUse ? { lastUse: { at: now, ...outcome.lastUse } } : {}),
      });
    case "rollout":
      return {
        ...withFacts({ rollout: { at: now, done: outcome.done } }),
        ledger: outcome.done ? withRecord(memory.ledger, revision, { rolledOut: true }) : memory.ledger,
      };
    case "done":
      return done(memory, action.do, revision, affected, withFacts, now);
  }
}

const effects: ReadonlySet<Action["do"]> = new Set(["issue", "update", "enable", "disable", "revoke"]);

/**
 * Folds in that an action failed: nobody knows whether it took effect. What was observed of the key is void, and a key
 * that was to be switched off because the declaration says so may well be off, and then by us.
 */
export function doubt(memory: Memory, action: Action): Memory {
  if (!("revision" in action) || !effects.has(action.do)) return memory;
  const { revision } = action;
  const facts: KeyFacts = { ...(memory.facts.get(revision) ?? noFacts), remote: unobserved };
  const record = memory.ledger.keys.find((entry) => entry.revision === revision);
  const off = action.do === "disable" && record?.state !== "Retiring";
  return {
    ledger: off ? withRecord(memory.ledger, revision, { switchedOff: true }) : memory.ledger,
    facts: new Map(memory.facts).set(revision, facts),
  };
}

/** One more look at a key that is not there: in a listing, or `direct`, asking for this key. */
export function absent(facts: KeyFacts, at: Instant, direct = false): KeyFacts["remote"] {
  const before = facts.remote.kind === "absent" ? facts.remote : undefined;
  return {
    kind: "absent",
    since: before?.since ?? at,
    at,
    looks: (before?.looks ?? 0) + 1,
    direct: direct || before?.direct === true,
  };
}

/** What to remember after a decision: its ledger, and the facts about keys that are still in it. */
export function remember(ledger: Ledger, facts: ReadonlyMap<number, KeyFacts>): Memory {
  const known = ledger.keys.flatMap(({ revision }) => {
    const each = facts.get(revision);
    return each ? ([[revision, each]] as const) : [];
  });
  return { ledger, facts: new Map(known) };
}

function done(
  memory: Memory,
  verb: Action["do"],
  revision: number,
  affected: (change: Partial<KeyRecord>) => Memory,
  withFacts: (change: Partial<KeyFacts>) => Memory,
  now: Instant,
): Memory {
  const record = memory.ledger.keys.find((entry) => entry.revision === revision);
  switch (verb) {
    case "store":
      return withFacts({ stored: true, text: "held" });
    case "update":
      return affected({});
    case "disable":
      return affected(record?.state === "Retiring" ? { state: "Disabled", disabledAt: now } : { switchedOff: true });
    case "enable":
      return affected(record?.state === "Disabled" ? { state: "Retiring" } : { switchedOff: false });
    case "revoke":
      return affected({ state: "Revoked", revokedAt: now });
    default:
      return memory;
  }
}

function planned(action: Extract<Action, { do: "plan" }>, now: Instant): KeyRecord {
  return {
    revision: action.revision,
    name: action.name,
    state: "Planned",
    reason: action.reason,
    plannedAt: now,
    ...(action.id === undefined ? {} : { id: action.id }),
    ...(action.request === undefined ? {} : { request: action.request }),
    ...(action.setbacks === undefined ? {} : { setbacks: action.setbacks }),
  };
}
