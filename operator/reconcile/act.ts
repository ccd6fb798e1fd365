import type { Outcome } from "../../core/learn.ts";
import type { KeyRecord } from "../../core/ledger.ts";
import type { Action } from "../../core/world.ts";
import { GatewayError } from "../../gateways/error.ts";
import type { CallOptions, Gateway } from "../../gateways/gateway.ts";
import type { KeyTurn } from "./context.ts";
import { deliver, store } from "./deliver.ts";
import { rollOut } from "./rollout.ts";
import { attemptId, textInCluster } from "./texts.ts";
import { acknowledge, addFinalizer, plan, removeFinalizer } from "./write-resource.ts";

const done: Outcome = { kind: "done" };

/**
 * Carries out one action. Whatever goes wrong is thrown: a GatewayError or a KubeError says what to do about it. Every
 * effect is fenced: a leader that has lost its lease throws before the call.
 */
export async function perform(turn: KeyTurn, action: Action): Promise<Outcome> {
  turn.fence();
  switch (action.do) {
    case "addFinalizer":
      await addFinalizer(turn);
      return done;
    case "removeFinalizer":
      await removeFinalizer(turn, action.leaves);
      return done;
    case "acknowledge":
      await acknowledge(turn);
      return done;
    case "plan":
      await plan(turn, action);
      return done;
    case "store":
      await store(turn, action.revision);
      return done;
    case "deliver":
      await deliver(turn, action);
      return done;
    case "restart": {
      const workloads = turn.resource.spec?.rolloutRestart ?? [];
      const { namespace, uid } = turn.resource.owner;
      return {
        kind: "rollout",
        done: await rollOut(turn.cluster.client, namespace, workloads, `${uid}.r${action.revision}`),
      };
    }
    default:
      return turn.aside(turn.ref, async () => callGateway(turn, action, gatewayOf(turn)));
  }
}

type GatewayAction = Exclude<
  Action,
  { do: "addFinalizer" | "removeFinalizer" | "acknowledge" | "plan" | "store" | "deliver" | "restart" }
>;

/** Actions that change something at the gateway: what was listed before them is void. */
export function touchesGateway(action: Action): boolean {
  return ["issue", "update", "enable", "disable", "revoke", "revokeStray"].includes(action.do);
}

async function callGateway(turn: KeyTurn, action: GatewayAction, gateway: Gateway): Promise<Outcome> {
  const { memory } = turn;
  if (action.do === "list") {
    memory.observe(await turn.known!.link!.refresh(true), turn.resource.marker);
    return done;
  }
  if (action.do === "revokeStray") {
    await gateway.revoke(action.id);
    return done;
  }
  const record = recordOf(turn, action.revision);
  const text = memory.texts.get(action.revision);
  switch (action.do) {
    case "issue":
      return issue(turn, action, record, gateway);
    case "recall":
      return recall(turn, record, gateway);
    case "probe":
    case "prove":
      return { kind: "verdict", verdict: await verdictOf(turn, action.do, record, gateway) };
    case "update":
      await gateway.update(idOf(record), record.name, action.restrictions);
      return done;
    case "enable":
    case "disable":
      await gateway.setEnabled(idOf(record), action.do === "enable");
      return done;
    case "revoke":
      await gateway.revoke(idOf(record), text);
      return done;
    case "inspect": {
      const key = await gateway.get(idOf(record));
      if (!key || (record.state !== "Retiring" && record.state !== "Disabled")) return { kind: "inspected", key };
      // Decisions about an old key wait for an answer, also where there is none to be had.
      if (!gateway.capabilities.lastUse) return { kind: "inspected", key, lastUse: { known: false } };
      const use = await gateway.lastUse(idOf(record), record.name);
      const usedAt = use.kind === "used" ? { usedAt: use.at } : {};
      return { kind: "inspected", key, lastUse: { known: use.kind !== "unknown", ...usedAt } };
    }
  }
}

async function issue(
  turn: KeyTurn,
  action: Extract<Action, { do: "issue" }>,
  record: KeyRecord,
  gateway: Gateway,
): Promise<Outcome> {
  const { memory, resource } = turn;
  const { revision } = record;
  const ours = gateway.capabilities.keyText === "ours";
  const text = ours ? (memory.texts.get(revision) ?? (await stored(turn, record))) : undefined;
  // The pending Secret was there when we decided and is gone now; the next turn stores another text.
  if (ours && !text)
    throw new GatewayError(
      "retry",
      "PendingSecretLost",
      "The Secret with the text to register is gone; it is made again.",
    );
  const sole = memory.tries(revision);
  const attempt = attemptId(resource.marker, resource.owner.uid, revision);
  try {
    const issued = await gateway.create(
      {
        name: record.name,
        restrictions: action.restrictions,
        enabled: action.enabled,
        resume: !sole,
        attemptId: attempt,
        ...(text ? { text } : {}),
      },
      urgent,
    );
    memory.texts.set(revision, issued.text);
    return { kind: "issued", id: issued.id, sole };
  } catch (error) {
    if (error instanceof GatewayError && (error.reason === "TextTaken" || error.reason === "TextLost"))
      return { kind: "unissuable" };
    throw error;
  }
}

const urgent: CallOptions = { urgent: true };

async function stored(turn: KeyTurn, record: KeyRecord) {
  const { cluster, resource } = turn;
  const look = { pending: true, delivered: false };
  const text = await textInCluster(cluster.client, resource.owner, resource.spec?.secret, record, look);
  if (text) turn.memory.texts.set(record.revision, text);
  return text;
}

/** The text of a key that this process does not hold: from the cluster if a copy is there, else from the gateway. */
async function recall(turn: KeyTurn, record: KeyRecord, gateway: Gateway): Promise<Outcome> {
  const { cluster, memory, resource } = turn;
  if (memory.texts.has(record.revision)) return { kind: "recalled", found: true };
  const look = { pending: gateway.capabilities.keyText === "ours", delivered: true };
  const inCluster = await textInCluster(cluster.client, resource.owner, resource.spec?.secret, record, look);
  const shown = record.id !== undefined && record.state !== "Revoked";
  const text = inCluster ?? (shown ? await gateway.reveal(idOf(record), urgent) : undefined);
  if (text) memory.texts.set(record.revision, text);
  return { kind: "recalled", found: text !== undefined };
}

async function verdictOf(turn: KeyTurn, verb: "probe" | "prove", record: KeyRecord, gateway: Gateway) {
  const { spec } = turn.resource;
  if (verb === "probe" && spec?.verify?.dataPlane === false) return "accepted";
  const text = turn.memory.texts.get(record.revision);
  if (!text) return "unknown";
  const verdict = await gateway.probe(text, urgent);
  if (verb === "prove" || verdict.kind !== "accepted" || !spec?.verify?.models || !verdict.models) return verdict.kind;
  // A fresh channel or model may take a minute to show: so it is no refusal.
  const shown = new Set(verdict.models);
  const missing = (turn.want.restrictions?.models ?? []).some((model) => !shown.has(model));
  return missing ? "unknown" : "accepted";
}

function gatewayOf({ known }: KeyTurn): Gateway {
  const state = known?.link?.state;
  if (state?.kind !== "ready") throw new GatewayError("retry", "GatewayNotReady", "The gateway is not connected.");
  return state.gateway;
}

function recordOf({ memory }: KeyTurn, revision: number): KeyRecord {
  const record = memory.ledger.keys.find((entry) => entry.revision === revision);
  if (!record) throw new TypeError(`revision ${revision} is not in the ledger`);
  return record;
}

function idOf(record: KeyRecord): string {
  if (record.id === undefined) throw new TypeError(`revision ${record.revision} has no id`);
  return record.id;
}
