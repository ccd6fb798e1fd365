import type { Call } from "../../protocol/provider.ts";
import type { World } from "../client.ts";
import type { KubeClient, KubeObject, Ref } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { tokApiKeys } from "./crd-object.ts";
import { isObjectMissing } from "./failure.ts";
import { isTrue, statusOf } from "./status.ts";

/** How a wait ended. `object` is the newest that was seen. */
export type Waited =
  | { readonly kind: "done"; readonly object: KubeObject }
  | { readonly kind: "stalled" | "late" | "cancelled"; readonly object: KubeObject }
  | { readonly kind: "gone" }
  | { readonly kind: "failed"; readonly object: KubeObject; readonly error: KubeError };

interface Wait {
  readonly kube: KubeClient;
  readonly world: World;
  readonly ref: Ref;
  /** What is known when the wait begins. */
  readonly object: KubeObject;
  readonly milliseconds: number;
  done(object: KubeObject): boolean;
  /** Whether an operator that says "somebody has to change something" ends the wait. */
  readonly stalledEnds: boolean;
  /** Called for each object that is seen. */
  seen?(object: KubeObject): void;
}

const firstPause = 100;
const longestPause = 2_000;
/** A gateway that is made at the same moment may be a little late; that much patience is given to a stalled key. */
const patience = 3_000;

/**
 * Looks at an object again and again, at first often, until it is as asked. A server that is away for a while is waited
 * for; one that refuses ends the wait.
 */
export async function waitFor(wait: Wait, call: Pick<Call, "signal">): Promise<Waited> {
  const { kube, world, ref, milliseconds, done, stalledEnds } = wait;
  const end = world.now() + milliseconds;
  let { object } = wait;
  let stalledSince: number | undefined;
  let away: KubeError | undefined;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    if (!away) {
      wait.seen?.(object);
      if (done(object)) return { kind: "done", object };
      const now = world.now();
      stalledSince = stalledEnds && isTrue(statusOf(object), "Stalled") ? (stalledSince ?? now) : undefined;
      if (stalledSince !== undefined && now - stalledSince >= Math.min(patience, milliseconds / 2))
        return { kind: "stalled", object };
    }
    if (call.signal.aborted) return { kind: "cancelled", object };
    const left = end - world.now();
    if (left <= 0) return away ? { kind: "failed", object, error: away } : { kind: "late", object };
    await world.sleep(Math.min(pause, left), call.signal).catch(() => undefined);
    if (call.signal.aborted) continue;
    try {
      object = await kube.get(tokApiKeys, ref, call.signal);
      away = undefined;
    } catch (error) {
      if (call.signal.aborted) continue;
      if (!(error instanceof KubeError)) throw error;
      if (isObjectMissing(error, ref)) return { kind: "gone" };
      if (!error.passing) return { kind: "failed", object, error };
      away = error;
    }
  }
}
