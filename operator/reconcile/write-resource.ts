import { learn } from "../../core/learn.ts";
import type { Action } from "../../core/world.ts";
import { KubeError } from "../kube/error.ts";
import type { KubeObject, ObjectRef } from "../kube/resource.ts";
import { TOK_API_KEYS } from "../resources/addresses.ts";
import { ledgerToStatus } from "../resources/ledger-status.ts";
import type { KeyTurn } from "./context.ts";
import { asks, fieldManager, finalizer } from "./marks.ts";

/** Our finalizer goes on before anything is made that would have to be cleaned up. */
export async function addFinalizer(turn: KeyTurn): Promise<void> {
  const { resourceVersion, finalizers = [] } = turn.resource.metadata;
  const metadata = { resourceVersion, finalizers: [...finalizers, finalizer] };
  turn.cluster.wroteKey(await patch(turn, { metadata }));
}

/** Lets the resource go. `leaves` are keys that stay alive at the gateway; they are named in an event. */
export async function removeFinalizer(turn: KeyTurn, leaves: readonly string[]): Promise<void> {
  const { resourceVersion, finalizers = [] } = turn.resource.metadata;
  if (leaves.length > 0) {
    const note = `These keys stay alive at ${turn.known?.title ?? "the gateway"}: ${leaves.join(", ")}.`;
    turn.announcer.announce(turn.resource, "Warning", "KeysLeft", note);
  }
  const metadata = { resourceVersion, finalizers: finalizers.filter((name) => name !== finalizer) };
  try {
    turn.cluster.wroteKey(await patch(turn, { metadata }));
  } catch (error) {
    if (!KubeError.is(error, "not-found")) throw error;
  }
}

/** Takes the request's annotation away, if it still says what was planned. */
export async function acknowledge(turn: KeyTurn): Promise<void> {
  const { resourceVersion } = turn.resource.metadata;
  turn.cluster.wroteKey(await patch(turn, { metadata: { resourceVersion, annotations: { [asks.rotate]: null } } }));
}

/**
 * Stores the intent: the ledger with one more record, only on the version that we decided on. After this write a crash
 * cannot hide a key that may have been made under the record's name.
 */
export async function plan(turn: KeyTurn, action: Extract<Action, { do: "plan" }>): Promise<void> {
  const { memory, resource } = turn;
  const { ledger } = learn({ ledger: memory.ledger, facts: memory.facts }, action, { kind: "done" }, turn.now());
  const status = {
    ...resource.status,
    ...ledgerToStatus(ledger),
    quota: { ...resource.status?.quota, ...ledgerToStatus(ledger).quota },
  };
  await writeStatus(turn, status);
  if (action.id === undefined) memory.planned(action.revision);
}

/** Replaces the status, only on the version that we have seen. */
export async function writeStatus(
  turn: Pick<KeyTurn, "resource" | "cluster" | "fence">,
  status: object,
): Promise<KubeObject> {
  turn.fence();
  // A JSON patch that sets resourceVersion is checked against it, and replaces the whole status without sending the spec.
  const body = [
    { op: "replace", path: "/metadata/resourceVersion", value: turn.resource.metadata.resourceVersion },
    { op: "add", path: "/status", value: status },
  ];
  const written = await turn.cluster.client.patch(TOK_API_KEYS, refOf(turn), body, {
    type: "json",
    subresource: "status",
    fieldManager,
  });
  turn.cluster.wroteKey(written);
  return written;
}

function patch(turn: KeyTurn, body: object): Promise<KubeObject> {
  return turn.cluster.client.patch(TOK_API_KEYS, refOf(turn), body, { type: "merge", fieldManager });
}

function refOf({ resource }: Pick<KeyTurn, "resource">): ObjectRef {
  return { namespace: resource.owner.namespace, name: resource.owner.name };
}
