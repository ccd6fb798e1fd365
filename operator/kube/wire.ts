// Requests and answers of the Kubernetes API as text and JSON.
import { type Asked, KubeError, subject } from "./error.ts";
import type { CallOptions, ObjectList, Selection, WriteOptions } from "./options.ts";
import { apiVersion, type KubeObject, keyOf, type ObjectRef, type Resource } from "./resource.ts";

/** The part of the options that the transport understands. */
export function common(options: CallOptions) {
  return { signal: options.signal, deadlineMs: options.deadlineMs, retry: options.retry };
}

/** How errors name this call. */
export function ask(verb: string, resource: Resource, ref: Partial<ObjectRef> | undefined): Asked {
  const key =
    ref?.name === undefined
      ? undefined
      : keyOf({ name: ref.name, ...(ref.namespace ? { namespace: ref.namespace } : {}) });
  return { verb, resource: resource.plural, key, sensitive: resource.sensitive };
}

/** The reference alone, out of metadata. */
export function at(ref: ObjectRef): ObjectRef {
  return ref.namespace === undefined ? { name: ref.name } : { namespace: ref.namespace, name: ref.name };
}

/** Name and namespace of a body, as far as it has them. */
export function metadataOf(object: Readonly<Record<string, unknown>>): {
  readonly name?: string;
  readonly namespace?: string;
} {
  return (object.metadata ?? {}) as { name?: string; namespace?: string };
}

/** The body with apiVersion and kind. */
export function withType(resource: Resource, object: object, subresource?: string): object {
  // A subresource has a kind of its own; its body says which, or lets the server know by the path.
  return subresource === undefined ? { apiVersion: apiVersion(resource), kind: resource.kind, ...object } : object;
}

/** The Accept header for `metadata` alone. */
export function metadata(kind: string): string {
  return `application/json;as=${kind};g=meta.k8s.io;v=v1`;
}

/** The part of the options that a collection understands. */
export function selectors({ labelSelector, fieldSelector }: Selection) {
  return { labelSelector, fieldSelector };
}

/** The part of the options that a write understands. */
export function writeQuery(options: WriteOptions) {
  return { fieldManager: options.fieldManager, dryRun: options.dryRun ? "All" : undefined };
}

/** "?a=b", or "" where nothing is set. */
export function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** The least that makes a JSON value an object of Kubernetes; what else it holds is for its reader to parse. */
export function objectIn(asked: Asked, value: unknown): KubeObject {
  if (typeof value === "object" && value !== null) {
    const { metadata } = value as { metadata?: unknown };
    if (typeof metadata === "object" && metadata !== null) return value as KubeObject;
  }
  throw new KubeError("unavailable", `${subject(asked)}: the answer is no Kubernetes object`);
}

/** A page of a list, with the token of the next. */
export function listIn(asked: Asked, value: unknown): ObjectList & { readonly token: string | undefined } {
  const { metadata, items } = (value ?? {}) as { metadata?: Record<string, unknown>; items?: unknown };
  const version = metadata?.resourceVersion;
  if (typeof version !== "string" || !(Array.isArray(items) || items === null)) {
    throw new KubeError("unavailable", `${subject(asked)}: the answer is no list`);
  }
  const token = metadata?.continue;
  return {
    items: (items ?? []).map((item: unknown) => objectIn(asked, item)),
    resourceVersion: version,
    token: typeof token === "string" && token !== "" ? token : undefined,
  };
}
