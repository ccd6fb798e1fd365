import { advance } from "./advance.ts";
import { conditionsOf } from "./conditions.ts";
import { dueAt, planNext } from "./due.ts";
import { progress } from "./issue.ts";
import { currentOf } from "./ledger.ts";
import { remove } from "./removal.ts";
import { retireOld } from "./retire.ts";
import type { Instant } from "./time.ts";
import { act, nothing, type Step, type Turn, together, wake } from "./turn.ts";
import { upkeep } from "./upkeep.ts";
import type { Decision, Have, Want } from "./world.ts";

/**
 * The life of a key as one pure function: from what is declared, what is observed and the time, what to do next.
 *
 * It keeps seven rules, which the simulation proves (test/core/simulation):
 * 1. A converged world gets no actions.
 * 2. Unless something is observed, the answer stays the same until `wakeAt`.
 * 3. The process may die after any action, and the next turn heals.
 * 4. No action uses another's result.
 * 5. A key that the Secret holds is never disabled or revoked before its successor is delivered and verified and the
 *    overlap has passed; a compromised key, `enabled: false` and deletion aside.
 * 6. "Not observed" is a value of its own and never destroys anything.
 * 7. After convergence the gateway holds exactly the keys that the ledger lists.
 */
export function decide(want: Want, have: Have, now: Instant): Decision {
  const ledger = advance(want, have, now);
  const turn: Turn = { want, have, ledger, now };
  const step = together([next(turn), afterBackOff(turn)]);
  const current = currentOf(ledger);
  const due = current && !want.deletion ? dueAt(turn, current) : undefined;
  return {
    ledger,
    actions: step.actions,
    conditions: conditionsOf(turn),
    ...(step.wakeAt === undefined ? {} : { wakeAt: step.wakeAt }),
    ...(due === undefined ? {} : { nextRotationAt: due }),
  };
}

function next(turn: Turn): Step {
  const { want, have } = turn;
  if (want.deletion) return remove(turn, want.deletion);
  if (want.suspended) return nothing;
  if (!have.finalizer) return want.refusal ? nothing : act({ do: "addFinalizer" });
  return together([planNext(turn), progress(turn), upkeep(turn), retireOld(turn)]);
}

function afterBackOff({ have, now }: Turn): Step {
  return have.notBefore !== undefined && have.notBefore > now ? wake(have.notBefore) : nothing;
}
