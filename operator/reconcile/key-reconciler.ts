import { decide } from "../../core/decide.ts";
import { ownerMarker } from "../../core/names.ts";
import { day, type Instant, minute, parseInstant } from "../../core/time.ts";
import type { Action, Decision } from "../../core/world.ts";
import { GatewayError } from "../../gateways/error.ts";
import { canonical } from "../canonical.ts";
import { KubeError } from "../kube/error.ts";
import type { KubeObject } from "../kube/resource.ts";
import { ledgerFromStatus } from "../resources/ledger-status.ts";
import type { TokApiKeyStatus } from "../resources/status.ts";
import { perform, touchesGateway } from "./act.ts";
import { announceAction, announceConditions } from "./announcements.ts";
import type { KeyTurn, Surroundings } from "./context.ts";
import { dropRenamed } from "./deliver.ts";
import { gather, recheckAt } from "./gather.ts";
import { KeyMemory, type Retry } from "./key-memory.ts";
import { type KeyResource, readKeyResource } from "./key-resource.ts";
import { RotationSlots } from "./rotation-slots.ts";
import { essence, saysTheSame, statusOf } from "./status-of.ts";
import { wantOf } from "./want.ts";
import { writeStatus } from "./write-resource.ts";

/** When a key wants to be looked at again. Undefined: when something is observed. */
export interface Next {
  readonly at?: Instant;
}

/** More steps than any life of a key has in one go; a loop that does not settle must not eat the processor. */
const mostSteps = 64;
/** What only lags (last use, spending) is stored at least so often. */
const lagFor = 15 * minute;
/** A refusal by the gateway itself is asked about again after this, in case the site changed. */
const refusedFor = 5 * minute;

/** Brings one TokApiKey to where it should be: gather, decide, act, until there is nothing to do; then store the status. */
export class KeyReconciler {
  readonly #around: Surroundings;
  readonly #memories = new Map<string, KeyMemory>();
  readonly #slots = new RotationSlots();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** What is known of a key, for metrics and for deciding whether a listing is news. */
  memory(ref: string): KeyMemory | undefined {
    return this.#memories.get(ref);
  }

  /** Forgets everything that was not stored; for a leader that has lost its lease. */
  forget(): void {
    this.#memories.clear();
  }

  /** Works on one key; at most one call per key at a time. Throws only what a retry by the queue can mend. */
  async reconcile(ref: string): Promise<Next> {
    const around = this.#around;
    let read: { readonly object: KubeObject | undefined; readonly resource: KeyResource | undefined } | undefined;
    for (let step = 0; step < mostSteps; step++) {
      const object = around.cluster.key(ref);
      // Half of the steps leave the resource as it is, and parsing it is the largest part of a step.
      if (read?.object !== object || !read)
        read = { object, resource: object && readKeyResource(object, (uid) => this.#marker(ref, uid), around.now()) };
      const { resource } = read;
      if (!resource) {
        this.#memories.delete(ref);
        this.#slots.free(ref);
        return {};
      }
      // Without its status nobody knows which keys it has made: nothing may be issued or revoked.
      if (!resource.status)
        throw new TypeError(`the status of TokApiKey ${ref} cannot be read: ${resource.refusal?.message ?? ""}`);
      const memory = this.#remember(ref, resource, resource.status);
      const refs = around.cluster.references(resource);
      const resolved = await wantOf(resource, refs, memory, around.now());
      const want = { ...resolved, ...this.#slots.postpone(ref, refs.gateway, around.now()) };
      const turn: KeyTurn = { ...around, ref, resource, memory, want, known: refs.gateway };
      const decision = decide(want, gather(turn), around.now());
      this.#slots.settle(ref, refs.gateway, decision);
      const failed = await this.#carryOut(turn, decision);
      if (failed === "stop") return { at: around.now() + 200 };
      if (decision.actions.length > 0 && !failed) continue;
      if (!failed && memory.retry && around.now() >= memory.retry.notBefore) memory.retry = undefined;
      return this.#rest(turn, failed ? decide(want, gather(turn), around.now()) : decision);
    }
    return { at: around.now() + minute };
  }

  #marker(ref: string, uid: string): string {
    const known = this.#memories.get(ref);
    return known?.uid === uid ? known.marker : ownerMarker(this.#around.clusterId, uid);
  }

  #remember(ref: string, { metadata, marker }: KeyResource, status: TokApiKeyStatus): KeyMemory {
    const known = this.#memories.get(ref);
    if (known?.uid === metadata.uid) return known;
    const memory = new KeyMemory(metadata.uid, ledgerFromStatus(status), retryOf(status), marker, this.#around.now());
    memory.storedAt = this.#around.now();
    this.#memories.set(ref, memory);
    return memory;
  }

  /** Performs the actions in order. `failed`: stored with a back-off; `stop`: the world is another one, look again. */
  async #carryOut(turn: KeyTurn, decision: Decision): Promise<"failed" | "stop" | undefined> {
    const { memory, meter } = turn;
    const before = memory.ledger;
    memory.settle(decision.ledger);
    announceConditions(turn, before, decision);
    for (const action of decision.actions) {
      try {
        const outcome = await perform(turn, action);
        memory.learn(action, outcome, turn.now(), touchesGateway(action));
        if (action.do === "update") memory.updatedFor = turn.resource.metadata.generation;
        meter.action(action.do, "done");
        announceAction(turn, action, outcome);
      } catch (error) {
        meter.action(action.do, "failed");
        return this.#fail(turn, action, error);
      }
    }
    return undefined;
  }

  #fail(turn: KeyTurn, action: Action, error: unknown): "failed" | "stop" {
    const { memory, resource, now } = turn;
    // The effect may have happened although no answer said so.
    if (touchesGateway(action)) memory.doubt(action);
    if (error instanceof KubeError) {
      if (error.code === "conflict" || error.code === "not-found") return "stop";
      memory.failed("ClusterUnavailable", error.message, now());
      return "failed";
    }
    if (!(error instanceof GatewayError)) throw error;
    if (error.code === "fix-spec") {
      const { generation = 0 } = resource.metadata;
      memory.refusal = { generation, until: now() + refusedFor, reason: error.reason, message: error.message };
      return "failed";
    }
    if (error.code === "fix-credentials") void turn.known?.link?.check();
    if (error.code === "gone" && "revision" in action)
      memory.know(action.revision, { remote: { kind: "absent", since: now(), at: now(), looks: 1, direct: true } });
    memory.failed(error.reason, error.message, now(), error.code === "wait-until" ? error.until : undefined);
    return "failed";
  }

  /** Nothing to do for now: stores what has changed, and says when to look again. */
  async #rest(turn: KeyTurn, decision: Decision): Promise<Next> {
    const { memory, cluster } = turn;
    memory.settle(decision.ledger);
    if (cluster.key(turn.ref)?.metadata.deletionTimestamp === undefined || turn.resource.metadata.finalizers?.length) {
      const stored = await this.#store(turn, decision);
      if (!stored) return { at: turn.now() + 200 };
    }
    const times = [decision.wakeAt, recheckAt(turn)].filter((time) => time !== undefined);
    // Timers reach 24 days; a day is as good.
    return times.length === 0 ? {} : { at: Math.min(...times, turn.now() + day) };
  }

  async #store(turn: KeyTurn, decision: Decision): Promise<boolean> {
    const { memory, now } = turn;
    const status = statusOf(turn, decision);
    if (status.secretName !== turn.resource.status?.secretName) await dropRenamed(turn);
    const before = turn.resource.status;
    const lags = now() - memory.storedAt > lagFor && canonical(status) !== canonical(before);
    if (!lags && before && saysTheSame(status, before)) return true;
    const text = essence(status);
    // The server may keep less than it was told, as one with older CRDs does: it is not told again and again.
    if (!lags && text === memory.stored) return true;
    try {
      await writeStatus(turn, status);
      memory.stored = text;
      memory.storedAt = now();
      return true;
    } catch (error) {
      if (KubeError.is(error, "conflict")) return false;
      if (KubeError.is(error, "not-found")) return true;
      throw error;
    }
  }
}

function retryOf({ retry }: TokApiKeyStatus): Retry | undefined {
  const notBefore = parseInstant(retry?.notBefore ?? "");
  if (!retry || notBefore === undefined) return undefined;
  return { failures: retry.failures, notBefore, reason: retry.reason ?? "Unknown", message: retry.message ?? "" };
}
