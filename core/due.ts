import { isConsoleDisabled, secretIsRight } from "./delivered.ts";
import { currentOf, type IssueReason, type KeyRecord, unfinishedOf } from "./ledger.ts";
import { remoteName } from "./names.ts";
import { backOff, next, spread, windowAt } from "./schedule.ts";
import type { Instant } from "./time.ts";
import { act, callable, factsOf, nothing, type Step, type Turn, wake } from "./turn.ts";

/** Why a new revision is needed, and from when on. */
interface Cause {
  readonly reason: IssueReason;
  readonly at: Instant;
  readonly request?: string;
  readonly setbacks?: number;
}

/** Old keys that are still in use; a schedule does not pile up more of them. */
const mostRetiring = 2;

/** Plans the next revision when there is a reason for one and none is on its way. */
export function planNext(turn: Turn): Step {
  const { want, ledger, now } = turn;
  if (unfinishedOf(ledger) || want.refusal || !want.restrictions || turn.have.secret.kind === "foreign") return nothing;
  const current = currentOf(ledger);
  if (!current && ledger.keys.length === 0 && want.adopt) return planAdoption(turn);
  // A switched-off key needs no successor: it is made when it is switched on again.
  if (!want.enabled) return nothing;
  const cause = causeOf(turn, current);
  if (!cause || !callable(turn)) return nothing;
  if (cause.at > now) return wake(cause.at);
  const revision = ledger.lastRevision + 1;
  return act({
    do: "plan",
    revision,
    reason: cause.reason,
    name: remoteName(want.name, want.marker, revision),
    ...(cause.request === undefined ? {} : { request: cause.request }),
    ...(cause.setbacks === undefined ? {} : { setbacks: cause.setbacks }),
  });
}

function planAdoption(turn: Turn): Step {
  const { adoptable } = turn.have;
  if (!callable(turn) || adoptable.kind === "refused") return nothing;
  if (adoptable.kind === "unobserved") return act({ do: "list" });
  return act({
    do: "plan",
    revision: turn.ledger.lastRevision + 1,
    reason: "Adopted",
    name: adoptable.key.name,
    id: adoptable.key.id,
  });
}

function causeOf(turn: Turn, current: KeyRecord | undefined): Cause | undefined {
  const { want, ledger, now } = turn;
  const newest = ledger.keys.at(-1);
  if (!newest) {
    const asked = want.rotate ? { request: want.rotate.id } : {};
    return turn.have.secret.kind === "unobserved" ? undefined : { reason: "Created", at: now, ...asked };
  }
  const asked = want.rotate;
  if (asked && !ledger.keys.some((record) => record.request === asked.id)) {
    return { reason: asked.reason, at: now, request: asked.id };
  }
  const failed = newest.state !== "Current" && newest.revision > (current?.revision ?? 0);
  const retry = failed ? again(newest, want.marker, current) : undefined;
  if (retry) return retry;
  if (!current) return undefined;
  const facts = factsOf(turn, current);
  if (facts.text === "lost" && !secretIsRight(turn, current)) return { reason: "SecretLost", at: now };
  return scheduled(turn, current);
}

/** The newest revision came to nothing: the same reason still stands, after a pause that grows with each setback. */
function again(failed: KeyRecord, marker: string, current: KeyRecord | undefined): Cause | undefined {
  // An old key that status had lost is no failure: with a Current beside it, its own time comes.
  if (failed.reason === "Recovered" && current) return undefined;
  const since = failed.revokedAt ?? failed.retiringSince ?? failed.plannedAt;
  const delay = failed.setbacks ? backOff(failed.setbacks, marker) : 0;
  const delivered = failed.deliveredAt !== undefined;
  const reason = delivered ? "KeyLost" : failed.reason === "Adopted" ? "Created" : failed.reason;
  return {
    reason,
    at: since + delay,
    ...(failed.request === undefined ? {} : { request: failed.request }),
    ...(failed.setbacks === undefined ? {} : { setbacks: failed.setbacks }),
  };
}

function scheduled(turn: Turn, current: KeyRecord): Cause | undefined {
  const due = dueAt(turn, current);
  if (due === undefined || isConsoleDisabled(turn, current)) return undefined;
  if (turn.ledger.keys.filter((record) => record.state === "Retiring").length >= mostRetiring) return undefined;
  if (due > turn.now) return { reason: "Scheduled", at: due };
  const { postponedTo } = turn.want;
  if (postponedTo !== undefined && postponedTo > turn.now) return { reason: "Scheduled", at: postponedTo };
  const window = windowAt(turn.want.rotation.window, turn.now);
  if (window.open) return { reason: "Scheduled", at: turn.now };
  return window.opensAt === undefined ? undefined : { reason: "Scheduled", at: window.opensAt };
}

/** When the current key is due for rotation, its window aside; undefined if it never is. */
export function dueAt(turn: Turn, current: KeyRecord): Instant | undefined {
  const { rotation, lifetime, restrictions, marker } = turn.want;
  const born = current.issuedAt ?? current.plannedAt;
  const times: Instant[] = [];
  if (rotation.every !== undefined) times.push(spread(born + rotation.every, rotation.every, marker));
  const occurrence = rotation.schedule && next(rotation.schedule, born);
  if (occurrence !== undefined) times.push(occurrence);
  // A third of its life is kept for the overlap and for trouble at the gateway.
  if (lifetime !== undefined) times.push(spread(born + (lifetime * 2) / 3, lifetime, marker));
  if (times.length === 0) return undefined;
  const due = Math.min(...times);
  return restrictions?.expiresAt !== undefined && due >= restrictions.expiresAt ? undefined : due;
}
