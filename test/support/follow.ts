import type { KubeClient } from "../../operator/kube/client.ts";
import type { KubeObject, ObjectRef, Resource } from "../../operator/kube/resource.ts";

/** What to wait for. */
export interface Awaited {
  /** For the error, after "waited until". */
  readonly what: string;
  readonly ms: number;
  is(object: KubeObject | undefined): boolean;
  /** More to say when it did not come. */
  tail?(): string;
}

/** Follows one object by watching until it is as asked. Throws with what it was like when that does not come in time. */
export async function follow(
  client: KubeClient,
  resource: Resource,
  { namespace, name }: ObjectRef,
  { what, ms, is, tail }: Awaited,
): Promise<KubeObject | undefined> {
  const signal = AbortSignal.timeout(ms);
  const selector = { ...(namespace === undefined ? {} : { namespace }), fieldSelector: `metadata.name=${name}` };
  const { items, resourceVersion } = await client.list(resource, selector);
  let last = items[0];
  if (is(last)) return last;
  try {
    const options = { ...selector, resourceVersion, timeoutSeconds: 300, signal };
    for await (const { type, object } of client.watch(resource, options)) {
      if (type === "BOOKMARK") continue;
      last = type === "DELETED" ? undefined : object;
      if (is(last)) return last;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const shown = last && { metadata: { ...last.metadata, managedFields: [] }, spec: last.spec, status: last.status };
  const seen = shown ? JSON.stringify(shown, null, 1) : "absent";
  throw new Error(`${resource.kind} ${name}: waited ${ms} ms until ${what}; it is ${seen}\n${tail?.() ?? ""}`);
}
