import { decide } from "../../core/decide.ts";
import type { KeyRecord, KeyState, Ledger } from "../../core/ledger.ts";
import { type RotationSpec, resolveRotation } from "../../core/policy.ts";
import type { RemoteKey, Restrictions } from "../../core/restrictions.ts";
import { type Instant, parseInstant } from "../../core/time.ts";
import {
  type Action,
  type Condition,
  type Decision,
  type GatewayView,
  type Have,
  type KeyFacts,
  noFacts,
  type SecretView,
  unobserved,
  type Want,
} from "../../core/world.ts";

/** The moment at which the tables ask, unless they say otherwise. */
export const now: Instant = parseInstant("2027-01-15T08:00:00Z")!;
export const marker = "k3f9x2ab";

export const restrictions: Restrictions = { group: "GPT Standard", models: ["gpt-5"], allowedIPs: [] };

/** A gateway of the kind of New API, unless it is told otherwise. */
export function gateway(change: Partial<Extract<GatewayView, { kind: "ready" }>> = {}): GatewayView {
  return { kind: "ready", keyText: "revealable", lastUse: true, deathProof: 0, ...change };
}

/** A declaration: rotated only when asked to, gently. */
export function want(change: Partial<Want> = {}, rotation: RotationSpec = {}): Want {
  return {
    name: "prod-api-server",
    marker,
    restrictions,
    enabled: true,
    rotation: resolveRotation(rotation, now).rotation,
    previousKey: false,
    content: "as-declared",
    restarts: false,
    suspended: false,
    gateway: gateway(),
    ...change,
  };
}

/** A record with the times that its state implies, an hour ago unless told otherwise. */
export function record(revision: number, state: KeyState, change: Partial<KeyRecord> = {}): KeyRecord {
  const then = now - 3_600_000;
  const reached = (...states: KeyState[]) => states.includes(state);
  return {
    revision,
    name: nameOf(revision),
    state,
    reason: revision === 1 ? "Created" : "Scheduled",
    plannedAt: then,
    ...(reached("Planned") ? {} : { id: idOf(revision), issuedAt: then }),
    ...(reached("Planned", "Issued") ? {} : { verifiedAt: then }),
    ...(reached("Planned", "Issued", "Verified") ? {} : { deliveredAt: then }),
    ...(reached("Retiring", "Disabled", "Revoked") ? { retiringSince: then } : {}),
    ...(reached("Disabled", "Revoked") ? { disabledAt: then } : {}),
    ...(reached("Revoked") ? { revokedAt: then } : {}),
    ...change,
  };
}

export const idOf = (revision: number): string => `id-${revision}`;
export const nameOf = (revision: number): string => `prod-api-server.${marker}.r${revision}`;

export function ledger(...keys: KeyRecord[]): Ledger {
  return { keys, lastRevision: Math.max(0, ...keys.map(({ revision }) => revision)) };
}

/** The key of a revision as the gateway shows it. */
export function remote(revision: number, change: Partial<RemoteKey> = {}): RemoteKey {
  return {
    ...{ id: idOf(revision), name: nameOf(revision), enabled: true, usable: "yes" },
    ...{ restrictions, spent: 0, createdAt: now - 3_600_000 },
    ...change,
  };
}

export function present(revision: number, change: Partial<RemoteKey> = {}): Pick<KeyFacts, "remote"> {
  return { remote: { kind: "present", at: now, key: remote(revision, change) } };
}

/** Missing for so long, in so many looks, the last of them now. */
export function missing(milliseconds: number, looks: number, direct = true): Pick<KeyFacts, "remote"> {
  return { remote: { kind: "absent", since: now - milliseconds, at: now, looks, direct } };
}

export function probed(
  verdict: "accepted" | "rejected" | "unknown",
  change: Partial<NonNullable<KeyFacts["probe"]>> = {},
): Pick<KeyFacts, "probe"> {
  return { probe: { verdict, since: now, at: now, looks: 1, ...change } };
}

/** Last used so long ago, asked just now; undefined: never used. */
export function used(ago: number | undefined, askedAt: Instant = now): Pick<KeyFacts, "lastUse"> {
  return { lastUse: { at: askedAt, known: true, ...(ago === undefined ? {} : { usedAt: now - ago }) } };
}

export const held: Pick<KeyFacts, "text"> = { text: "held" };
export const lost: Pick<KeyFacts, "text"> = { text: "lost" };

/** The Secret with the key of this revision, as declared, delivered an hour ago. */
export function secretWith(
  revision: number,
  change: Partial<Extract<SecretView, { kind: "present" }>> = {},
): SecretView {
  return {
    ...{ kind: "present", intact: true, revision, keyId: idOf(revision), content: "as-declared" },
    deliveredAt: now - 3_600_000,
    ...change,
  };
}

/** What was observed: by default the finalizer, no Secret, and nothing at the gateway that no record knows. */
export function have(
  keys: Ledger,
  secret: SecretView = { kind: "absent" },
  facts: Readonly<Record<number, Partial<KeyFacts>>> = {},
  change: Partial<Have> = {},
): Have {
  return {
    finalizer: true,
    ledger: keys,
    facts: new Map(Object.entries(facts).map(([revision, fact]) => [Number(revision), { ...noFacts, ...fact }])),
    secret,
    strays: { kind: "observed", at: now, keys: [] },
    adoptable: unobserved,
    ...change,
  };
}

/** Actions as short texts: `issue r2`, `plan r2 Scheduled`, `list`. */
export function verbs(decision: Decision): readonly string[] {
  return decision.actions.map(brief);
}

function brief(action: Action): string {
  if (action.do === "plan") return `plan r${action.revision} ${action.reason}`;
  if (action.do === "deliver" && action.previous !== undefined)
    return `deliver r${action.revision} and r${action.previous}`;
  if ("revision" in action) return `${action.do} r${action.revision}`;
  if (action.do === "revokeStray") return `revokeStray ${action.id}`;
  return action.do;
}

/** What `decide` does, in short. */
export function does(wanted: Want, had: Have, at: Instant = now): readonly string[] {
  return verbs(decide(wanted, had, at));
}

export function states(decision: Decision): readonly string[] {
  return decision.ledger.keys.map((key) => `r${key.revision} ${key.state}`);
}

export function condition(decision: Decision, type: Condition["type"]): Condition {
  return decision.conditions.find((each) => each.type === type)!;
}

/** The action of a kind that a decision must contain. */
export function theAction<Verb extends Action["do"]>(decision: Decision, verb: Verb): Extract<Action, { do: Verb }> {
  const found = decision.actions.find((action) => action.do === verb);
  if (!found) throw new Error(`no ${verb} among: ${verbs(decision).join(", ")}`);
  return found as Extract<Action, { do: Verb }>;
}
