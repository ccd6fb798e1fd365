import { isGone, isLost, secondLook } from "./advance.ts";
import { budgetGrowsAt, restrictionsFor } from "./budget.ts";
import { isConsoleDisabled, secretIsRight } from "./delivered.ts";
import { write } from "./issue.ts";
import { currentOf, type KeyRecord, unfinishedOf } from "./ledger.ts";
import { differences } from "./restrictions.ts";
import { type Instant, type Milliseconds, minute, second } from "./time.ts";
import { act, callable, factsOf, nothing, type Step, type Turn, together, wake } from "./turn.ts";
import type { Action } from "./world.ts";

/** Keeps what exists as it is declared: the Secret, the restrictions, the switch, the workloads. */
export function upkeep(turn: Turn): Step {
  const current = currentOf(turn.ledger);
  const live = turn.ledger.keys.filter(
    (record) => record.id !== undefined && ["Issued", "Verified", "Current", "Retiring"].includes(record.state),
  );
  return together([
    current ? repairSecret(turn, current) : nothing,
    current ? restart(turn, current) : nothing,
    ...live.map((record) => tend(turn, record)),
    ...turn.ledger.keys.filter(({ state }) => state === "Disabled").map((record) => miss(turn, record)),
    budgetGrows(turn),
    acknowledge(turn),
  ]);
}

function repairSecret(turn: Turn, current: KeyRecord): Step {
  const { secret } = turn.have;
  if (secret.kind === "foreign" || secret.kind === "unobserved" || turn.want.refusal) return nothing;
  if (turn.want.content === undefined) return nothing;
  // The next key is about to be written anyway.
  if (unfinishedOf(turn.ledger)?.state === "Verified") return nothing;
  if (secretIsRight(turn, current) && !showsDeadKey(turn)) return nothing;
  const { text } = factsOf(turn, current);
  if (text === "lost") return nothing;
  if (text === "unknown") return act({ do: "recall", revision: current.revision });
  return write(turn, current);
}

/** The key that it shows as the previous one has come to its end. */
function showsDeadKey({ have, ledger }: Turn): boolean {
  const previous = have.secret.kind === "present" ? have.secret.previous : undefined;
  if (previous === undefined) return false;
  const record = ledger.keys.find(({ revision }) => revision === previous);
  return record?.state !== "Retiring" && record?.state !== "Current";
}

function restart(turn: Turn, current: KeyRecord): Step {
  if (!turn.want.restarts || current.rolledOut || current.revision === 1 || !secretIsRight(turn, current))
    return nothing;
  const { rollout } = factsOf(turn, current);
  const again = rollout ? rollout.at + rolloutPause(rollout.at - (current.deliveredAt ?? rollout.at)) : turn.now;
  return turn.now >= again ? act({ do: "restart", revision: current.revision }) : wake(again);
}

/** A rollout is asked after every two seconds at first, and less often the longer it takes. */
function rolloutPause(length: Milliseconds): Milliseconds {
  return Math.min(Math.max(Math.floor(length / 8), 2 * second), minute);
}

function tend(turn: Turn, record: KeyRecord): Step {
  if (!callable(turn)) return nothing;
  const { want } = turn;
  const { remote } = factsOf(turn, record);
  if (remote.kind === "absent") return miss(turn, record);
  if (want.refusal) return nothing;
  // Also when somebody switched it on again in the console: the declaration says off, for old keys too.
  const on = !record.switchedOff || (remote.kind === "present" && remote.key.enabled);
  if (!want.enabled && on) return act({ do: "disable", revision: record.revision });
  if (!want.enabled && remote.kind === "unobserved") return act({ do: "inspect", revision: record.revision });
  if (want.enabled && record.switchedOff) return act({ do: "enable", revision: record.revision });
  if (want.unconfirmed && remote.kind === "unobserved" && record.deliveredAt !== undefined)
    return act({ do: "inspect", revision: record.revision });
  return isConsoleDisabled(turn, record) ? nothing : drift(turn, record);
}

/** The gateway does not show it: look again, and at last ask the data plane, until both say the same. */
function miss(turn: Turn, record: KeyRecord): Step {
  const { revision } = record;
  const facts = factsOf(turn, record);
  const { remote } = facts;
  if (!callable(turn) || remote.kind !== "absent" || isLost(facts)) return nothing;
  if (!isGone(facts))
    return at(turn, Math.max(remote.at + second, remote.since + secondLook), { do: "inspect", revision });
  if (facts.text === "unknown") return act({ do: "recall", revision });
  if (!facts.probe || facts.probe.at < remote.at) return act({ do: "probe", revision });
  return at(turn, facts.probe.at + minute, { do: "inspect", revision });
}

function at(turn: Turn, time: Instant, action: Action): Step {
  return turn.now >= time ? act(action) : wake(time);
}

/** Puts back what somebody edited, or puts in what the spec now says. An old key's budget is left as it was issued. */
function drift(turn: Turn, record: KeyRecord): Step {
  const { remote } = factsOf(turn, record);
  const wanted = restrictionsFor(turn, record);
  if (!wanted || remote.kind !== "present" || !remote.key.enabled) return nothing;
  const have = remote.key.restrictions;
  const target = record.state === "Retiring" ? withQuotaOf(wanted, have) : wanted;
  if (differences(target, have).length === 0) return nothing;
  return act({ do: "update", revision: record.revision, restrictions: target });
}

/** In a quota with periods, what other keys have spent stops counting one day, and the current key may spend it then. */
function budgetGrows(turn: Turn): Step {
  const grows = callable(turn) ? budgetGrowsAt(turn) : undefined;
  return grows === undefined ? nothing : wake(grows);
}

function withQuotaOf<T extends { quota?: unknown }>(wanted: T, have: T): T {
  const { quota: _, ...rest } = wanted;
  return { ...rest, ...(have.quota === undefined ? {} : { quota: have.quota }) } as T;
}

/** A request is taken off the resource once its revision is planned. */
function acknowledge(turn: Turn): Step {
  const asked = turn.want.rotate;
  const taken = asked && turn.have.ledger.keys.some((record) => record.request === asked.id);
  return taken ? act({ do: "acknowledge", request: asked.id }) : nothing;
}
