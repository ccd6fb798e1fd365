import type { Diagnostic } from "../../protocol/diagnostics.ts";
import { ApplyFailure, type Call, type Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import type { KubeClient } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { tokApiKeys } from "./crd-object.ts";
import { failures, isObjectMissing } from "./failure.ts";
import { refOf, waits } from "./state.ts";
import { conditionsText } from "./status.ts";
import { waitFor } from "./wait.ts";

/** Deletes the object, and waits until the operator has revoked its keys and let it go. */
export async function destroy(client: Client, kube: KubeClient, prior: ValueMap, call: Call): Promise<Stored> {
  const ref = refOf(prior);
  const uid = String(prior.uid);
  const name = `${ref.namespace}/${ref.name}`;
  const kept = (diagnostics: readonly Diagnostic[]) => new ApplyFailure(diagnostics, { state: prior });
  try {
    const object = await kube.get(tokApiKeys, ref, call.signal);
    if (object.metadata.uid !== uid) {
      call.report(another(name));
      return { state: null };
    }
    await kube.delete(tokApiKeys, ref, uid);
    const milliseconds = waits(prior).destroy;
    if (milliseconds === 0) return { state: null };
    const waited = await waitFor(
      {
        kube,
        world: client.world,
        ref,
        object: await kube.get(tokApiKeys, ref, call.signal),
        milliseconds,
        stalledEnds: false,
        // One of the same name that came later is not ours.
        done: ({ metadata }) => metadata.uid !== uid,
      },
      call,
    );
    if (waited.kind === "gone" || waited.kind === "done") return { state: null };
    if (waited.kind === "failed")
      throw kept(failures(`Waiting for the end of the TokApiKey ${name}`, waited.error, kube.address));
    const why =
      waited.kind === "cancelled" ? "The wait was interrupted." : `It was not gone within ${milliseconds / 1000} s.`;
    throw kept([
      {
        severity: "error",
        summary: `The TokApiKey ${name} is still there`,
        detail: `${why} The operator lets it go when its keys are revoked at the gateway. ${conditionsText(waited.object)}\n\ndeletion_wait says how long a destroy waits. If the gateway is gone for good:\n  kubectl -n ${ref.namespace} annotate tokapikey ${ref.name} tokapi.dev/abandon=true`,
      },
    ]);
  } catch (error) {
    if (isObjectMissing(error, ref)) return { state: null };
    if (!(error instanceof KubeError)) throw error;
    throw kept(failures(`Deleting the TokApiKey ${name}`, error, kube.address));
  }
}

function another(name: string): Diagnostic {
  return {
    severity: "warning",
    summary: "The TokApiKey was another one",
    detail: `Somebody has deleted ${name} and made it anew since the refresh. The new one is left as it is.`,
  };
}
