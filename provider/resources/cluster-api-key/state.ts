import { parseDuration } from "../../../core/time.ts";
import type { Stored } from "../../protocol/provider.ts";
import type { Value, ValueMap } from "../../protocol/value.ts";
import type { KubeObject, Ref } from "../kube/client.ts";
import { inside } from "./inside.ts";
import { isObserved, isTrue, statusOf } from "./status.ts";

/** What is kept beside the state. */
export interface Notes {
  /** The last apply did not see the key ready; the next one waits again. */
  readonly unfinished?: boolean;
}

export function readNotes(bytes: Uint8Array | undefined): Notes {
  // What another version wrote is forgotten: it only saves a wait.
  return bytes && Buffer.from(bytes).toString("utf8") === unfinishedNote ? { unfinished: true } : {};
}

const unfinishedNote = JSON.stringify({ unfinished: true });

/** What is stored of an object. */
export function stored(state: ValueMap, { unfinished }: Notes): Stored {
  const { namespace = null, name = null } = state;
  return {
    state,
    private: Buffer.from(unfinished ? unfinishedNote : "{}"),
    identity: { namespace, name },
  };
}

export function refOf(object: ValueMap): Ref {
  return { namespace: String(object.namespace), name: String(object.name) };
}

/** What the cluster decides of an object, as attributes. */
export function computedFrom(object: KubeObject, declared: ValueMap): ValueMap {
  const status = statusOf(object);
  return {
    uid: object.metadata.uid,
    generation: object.metadata.generation ?? null,
    ready: isObserved(object) && isTrue(status, "Ready"),
    secret_name: secretName(declared),
    revision: status.revision || null,
    next_rotation_at: status.nextRotationAt ?? null,
  };
}

/** The Secret that is declared: the operator gives it the resource's name if it is given none. */
export function secretName(declared: ValueMap): Value {
  return inside(declared.spec, "secret", "name") ?? declared.name ?? null;
}

/** How long an apply waits, and a destroy. */
export function waits(object: ValueMap): { readonly apply: number; readonly destroy: number } {
  const length = (name: string) => (typeof object[name] === "string" ? parseDuration(object[name]) : undefined);
  const apply = length("timeout") ?? 5 * 60_000;
  return { apply, destroy: length("deletion_wait") ?? apply };
}
