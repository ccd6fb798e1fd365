import { isOver } from "./advance.ts";
import { restrictionsFor } from "./budget.ts";
import { isConsoleDisabled, previousOf } from "./delivered.ts";
import { currentOf, type KeyRecord, unfinishedOf } from "./ledger.ts";
import { type Instant, type Milliseconds, minute, second } from "./time.ts";
import { act, callable, factsOf, nothing, type Step, type Turn, wake } from "./turn.ts";

/** Takes the key that is on its way one step further: store, issue, verify, deliver. */
export function progress(turn: Turn): Step {
  const record = unfinishedOf(turn.ledger);
  if (!record || turn.want.refusal) return nothing;
  const { kind } = turn.have.secret;
  // Nothing is made that could not be delivered.
  if (kind === "foreign" || kind === "unobserved") return nothing;
  switch (record.state) {
    case "Planned":
      return bring(turn, record);
    case "Issued":
      return verify(turn, record);
    default:
      return deliver(turn, record);
  }
}

function bring(turn: Turn, record: KeyRecord): Step {
  const gateway = callable(turn);
  const restrictions = restrictionsFor(turn, record);
  if (!gateway || !restrictions || !turn.want.enabled) return nothing;
  if (gateway.keyText === "ours" && !factsOf(turn, record).stored)
    return act({ do: "store", revision: record.revision });
  return act({ do: "issue", revision: record.revision, restrictions, enabled: true });
}

function verify(turn: Turn, record: KeyRecord): Step {
  if (!callable(turn) || record.switchedOff) return nothing;
  const facts = factsOf(turn, record);
  if (facts.text === "unknown") return act({ do: "recall", revision: record.revision });
  // An adopted key whose text nobody will show again: it is left alone, and a condition says so.
  if (facts.text === "lost") return nothing;
  const { probe } = facts;
  if (probe?.verdict === "rejected") {
    const beside = lookBeside(turn, probe.at);
    if (beside.actions.length > 0) return beside;
  }
  if (!probe) return act({ do: "probe", revision: record.revision });
  const next = probe.at + (isAdoptedOff(turn, record) ? 10 * minute : probePause(probe.looks));
  return turn.now >= next ? act({ do: "probe", revision: record.revision }) : wake(next);
}

/** A refusal counts only if the key in use is accepted meanwhile: both gateways answer 401 while their database is down. */
function lookBeside(turn: Turn, refusedAt: Instant): Step {
  const current = currentOf(turn.ledger);
  if (!current) return nothing;
  const { text, probe } = factsOf(turn, current);
  if (text === "unknown") return act({ do: "recall", revision: current.revision });
  if (text === "lost" || (probe && probe.at >= refusedAt)) return nothing;
  return act({ do: "probe", revision: current.revision });
}

/** A key of somebody else that is off or expired: a listing tells when that changes, and refused calls count against us. */
function isAdoptedOff(turn: Turn, record: KeyRecord): boolean {
  return record.reason === "Adopted" && isOver(factsOf(turn, record));
}

/** Asks less and less often. */
function probePause(looks: number): Milliseconds {
  return Math.min(second * 2 ** Math.min(looks, 6), 30 * second);
}

function deliver(turn: Turn, record: KeyRecord): Step {
  if (record.switchedOff || isConsoleDisabled(turn, record)) return nothing;
  if (factsOf(turn, record).text === "unknown")
    return callable(turn) ? act({ do: "recall", revision: record.revision }) : nothing;
  return write(turn, record);
}

/** Writes the Secret with this key, and with the one before where that is asked for and its text can be had. */
export function write(turn: Turn, record: KeyRecord): Step {
  if (turn.want.content === undefined) return nothing;
  const previous = previousOf(turn, record);
  const before = turn.ledger.keys.find((other) => other.revision === previous);
  if (before && factsOf(turn, before).text === "unknown") return act({ do: "recall", revision: before.revision });
  return act({ do: "deliver", revision: record.revision, ...(previous === undefined ? {} : { previous }) });
}
