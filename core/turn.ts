import type { KeyRecord, Ledger } from "./ledger.ts";
import type { Instant } from "./time.ts";
import { type Action, type GatewayView, type Have, type KeyFacts, noFacts, type Want } from "./world.ts";

/** Everything one decision looks at: the question, and the ledger as it stands after what was observed. */
export interface Turn {
  readonly want: Want;
  readonly have: Have;
  readonly ledger: Ledger;
  readonly now: Instant;
}

/** A gateway that can be called in this turn. */
export type ReadyGateway = Extract<GatewayView, { kind: "ready" }>;

/** What one rule asks for: do this now, look again then, or both. */
export interface Step {
  readonly actions: readonly Action[];
  readonly wakeAt?: Instant;
}

export const nothing: Step = { actions: [] };

export function act(...actions: readonly Action[]): Step {
  return { actions };
}

export function wake(at: Instant): Step {
  return { actions: [], wakeAt: at };
}

export function factsOf(turn: Pick<Turn, "have">, record: KeyRecord): KeyFacts {
  return turn.have.facts.get(record.revision) ?? noFacts;
}

/** The gateway, if it may be called now: ready, and not in a back-off after failures. */
export function callable(turn: Turn): ReadyGateway | undefined {
  const { gateway } = turn.want;
  if (gateway.kind !== "ready") return undefined;
  return turn.have.notBefore !== undefined && turn.now < turn.have.notBefore ? undefined : gateway;
}

/** All actions in order, and the earliest time to look again. */
export function together(steps: readonly Step[]): Step {
  const times = steps.flatMap((step) => (step.wakeAt === undefined ? [] : [step.wakeAt]));
  const actions = steps.flatMap((step) => step.actions);
  return times.length === 0 ? { actions } : { actions, wakeAt: Math.min(...times) };
}
