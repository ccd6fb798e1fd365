import type { Call, Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import type { KubeObject } from "../kube/client.ts";
import { mapAsFound, specAsFound, tokApiKeys } from "./crd-object.ts";
import { fail, isObjectMissing } from "./failure.ts";
import { computedFrom, readNotes, refOf, stored } from "./state.ts";

/** What there really is, of what is declared. Gone is only what the server says of this very object; nothing else is. */
export async function read(client: Client, before: Stored & { readonly state: ValueMap }, call: Call): Promise<Stored> {
  if (!client.cluster.known) {
    call.report({
      severity: "warning",
      summary: "Keys in the cluster were not refreshed",
      detail: "The provider block's kubernetes holds values that will be known after apply only.",
    });
    return before;
  }
  const { state } = before;
  const ref = refOf(state);
  const kube = await client.cluster.open();
  const object = await kube.get(tokApiKeys, ref, call.signal).catch((error: unknown) => {
    if (isObjectMissing(error, ref)) return undefined;
    return fail(`Reading the TokApiKey ${ref.namespace}/${ref.name}`, error, kube.address);
  });
  if (!object) return { state: null };
  if (object.metadata.deletionTimestamp) {
    call.report({
      severity: "warning",
      summary: "The TokApiKey is being deleted",
      detail: `Somebody deletes ${ref.namespace}/${ref.name}; its keys are being revoked, and the Secret goes with it.`,
    });
  }
  const found = asFound(state, object);
  return stored(found, found.ready === true ? {} : readNotes(before.private));
}

/** The state with every declared attribute as it is in the cluster. */
export function asFound(state: ValueMap, object: KubeObject): ValueMap {
  const { labels, annotations } = object.metadata;
  const declared = {
    ...state,
    labels: mapAsFound(state.labels ?? null, labels),
    annotations: mapAsFound(state.annotations ?? null, annotations),
    spec: specAsFound(state.spec ?? null, object.spec),
  };
  return { ...declared, ...computedFrom(object, declared) };
}
