import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { currentOf } from "../../core/ledger.ts";
import { formatInstant } from "../../core/time.ts";
import type { Condition, Decision } from "../../core/world.ts";
import { canonical } from "../canonical.ts";
import { ledgerToStatus } from "../resources/ledger-status.ts";
import type { StatusCondition, TokApiKeyStatus } from "../resources/status.ts";
import type { KeyTurn } from "./context.ts";
import { holdingSecret } from "./deliver.ts";

/** The status as it is to be stored after a turn. */
export function statusOf(turn: KeyTurn, decision: Decision): TokApiKeyStatus {
  const { resource, memory, want, known } = turn;
  const { ledger } = decision;
  const current = currentOf(ledger);
  const generation = generationOf(turn, decision);
  const { keys, lastRevision, quota: carried } = ledgerToStatus(ledger);
  const amount = resource.spec?.quota?.amount;
  const spent = ledger.keys.reduce((sum, record) => sum + (record.spent ?? 0), ledger.carried?.spent ?? 0);
  // Until the gateway has been asked, what it said last still stands: a start writes nothing.
  const warnings = memory.resolution?.value.warnings ?? resource.status?.warnings ?? [];
  const gateway = known?.title ?? resource.status?.gateway;
  const rotated = current && current.reason !== "Created" ? current.deliveredAt : undefined;
  const next = decision.nextRotationAt;
  const { retry } = memory;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    conditions: conditionsOf(decision.conditions, turn, generation),
    keys,
    lastRevision,
    ...(current ? { revision: current.revision } : {}),
    ...(next === undefined || want.suspended
      ? {}
      : { nextRotationAt: formatInstant(Math.max(0, Math.floor(next / 1000) * 1000)) }),
    ...(rotated === undefined ? {} : { lastRotatedAt: formatInstant(rotated) }),
    secretName: holdingSecret(turn),
    ...(gateway === undefined ? {} : { gateway }),
    ...(amount === undefined && !carried
      ? {}
      : { quota: { ...(amount === undefined ? {} : { amount, spent }), ...carried } }),
    ...(retry ? { retry: { ...retry, notBefore: formatInstant(retry.notBefore) } } : {}),
    ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
  };
}

/**
 * A digest of what tells two statuses apart that both have to be stored at once: everything but what is only looked at now
 * and then.
 */
export function essence(status: TokApiKeyStatus): string {
  return hash("sha256", canonical(essential(status)), "base64url");
}

/** Whether two statuses have the same essence: cheaper than two digests, and may say no where they do not differ. */
export function saysTheSame(one: TokApiKeyStatus, other: TokApiKeyStatus): boolean {
  return isDeepStrictEqual(essential(one), essential(other));
}

function essential({ quota: _, keys, ...rest }: TokApiKeyStatus) {
  return { ...rest, keys: keys?.map(({ lastUsedAt: __, spent: ___, ...key }) => key) };
}

/**
 * Which declaration the status speaks about. "Ready" for a changed one means that the keys were seen to be as it says, not
 * that nothing was seen to the contrary.
 */
function generationOf({ resource, memory, want }: KeyTurn, { ledger, conditions }: Decision): number | undefined {
  const ready = conditions.some(({ type, status }) => type === "Ready" && status);
  const unseen = ledger.keys.some(
    ({ state, revision }) =>
      state === "Current" && (memory.facts.get(revision)?.remote.kind ?? "unobserved") === "unobserved",
  );
  return want.unconfirmed && ready && unseen && !want.suspended
    ? resource.status?.observedGeneration
    : resource.metadata.generation;
}

function conditionsOf(
  conditions: readonly Condition[],
  turn: KeyTurn,
  generation: number | undefined,
): StatusCondition[] {
  const { resource, memory } = turn;
  const before = new Map((resource.status?.conditions ?? []).map((condition) => [condition.type, condition]));
  const now = formatInstant(Math.floor(turn.now() / 1000) * 1000);
  return conditions.map((condition) => {
    const { type, reason, message } = withTrouble(condition, conditions, memory.retry);
    const status = isTroubled(condition, memory.retry) ? "True" : condition.status ? "True" : "False";
    const old = before.get(type);
    return {
      type,
      status,
      reason,
      message,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      lastTransitionTime: old?.status === status ? old.lastTransitionTime : now,
    };
  });
}

type Trouble = KeyTurn["memory"]["retry"];

/** While calls fail, Ready tells why it is not true, and Reconciling that they are made again. */
function withTrouble(
  condition: Condition,
  all: readonly Condition[],
  retry: Trouble,
): Pick<Condition, "type" | "reason" | "message"> {
  const stalled = all.some(({ type, status }) => type === "Stalled" && status);
  if (!retry || stalled) return condition;
  const again = `${retry.message} Tried ${retry.failures === 1 ? "once" : `${retry.failures} times`}; next ${formatInstant(Math.ceil(retry.notBefore / 1000) * 1000)}.`;
  if (condition.type === "Reconciling") return { type: condition.type, reason: retry.reason, message: again };
  if (condition.type === "Ready" && !condition.status)
    return { type: condition.type, reason: retry.reason, message: again };
  return condition;
}

function isTroubled({ type }: Condition, retry: Trouble): boolean {
  return type === "Reconciling" && retry !== undefined;
}
