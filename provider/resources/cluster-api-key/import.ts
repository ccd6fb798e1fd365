import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call, Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { Client } from "../client.ts";
import type { Ref } from "../kube/client.ts";
import { specFrom, tokApiKeys } from "./crd-object.ts";
import { fail, isObjectMissing } from "./failure.ts";
import { clusterApiKeySchema } from "./schema.ts";
import { computedFrom, refOf, stored } from "./state.ts";

/** Finds an object by `namespace/name` or its identity, with its whole spec. Changes nothing. */
export async function importKey(
  client: Client,
  by: { readonly id: string } | { readonly identity: ValueMap },
  call: Call,
): Promise<Stored & { readonly state: ValueMap }> {
  const ref = "id" in by ? refFrom(by.id) : refOf(by.identity);
  const kube = await client.cluster.open();
  const object = await kube.get(tokApiKeys, ref, call.signal).catch((error: unknown) => {
    if (isObjectMissing(error, ref))
      throw refused(`There is no TokApiKey ${ref.namespace}/${ref.name} at ${kube.address}.`);
    return fail(`Importing the TokApiKey ${ref.namespace}/${ref.name}`, error, kube.address);
  });
  const empty = Object.fromEntries(Object.keys(clusterApiKeySchema.attributes).map((name) => [name, null]));
  const declared: ValueMap = { ...empty, ...ref, spec: specFrom(object.spec ?? {}) };
  const state: ValueMap = { ...declared, ...computedFrom(object, declared) };
  return { ...stored(state, {}), state };
}

function refFrom(id: string): Ref {
  const [namespace, name, more] = id.split("/");
  if (!namespace || !name || more !== undefined)
    throw refused(`"${id}" names no object; write namespace/name, for example team-a/prod-api-server.`);
  return { namespace, name };
}

function refused(detail: string): DiagnosticsError {
  return new DiagnosticsError([{ severity: "error", summary: "The TokApiKey cannot be imported", detail }]);
}
