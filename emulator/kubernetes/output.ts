import type { Fields, KubeObject } from "./json.ts";
import type { Form } from "./negotiate.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { type Entry, parseEntry } from "./store.ts";
import { type RowDetail, tableOf } from "./table.ts";

/** How an answer is written. */
export interface Output {
  form: Form;
  rows: RowDetail;
  now: number;
}

/** The object's JSON as this resource serves it. */
export function objectText(resource: Resource, entry: Entry): string {
  if (!resource.verbatim) return JSON.stringify(resource.fromStored(parseEntry(entry)));
  const head = `{"apiVersion":"${apiVersionOf(resource)}",`;
  if (entry.json.startsWith(head)) return entry.json;
  return head + entry.json.slice(entry.json.indexOf(",") + 1);
}

/** Items of built-in lists do not repeat what the list says of their kind. */
function itemText(resource: Resource, entry: Entry): string {
  const text = objectText(resource, entry);
  if (resource.custom) return text;
  const head = `{"apiVersion":"${apiVersionOf(resource)}","kind":"${resource.kind}",`;
  return text.startsWith(head) ? `{${text.slice(head.length)}` : text;
}

export function metadataOf(entry: Entry): Fields {
  return {
    kind: "PartialObjectMetadata",
    apiVersion: "meta.k8s.io/v1",
    metadata: parseEntry(entry).metadata,
  };
}

/** One object in the form asked for. */
export function renderOne(resource: Resource, entry: Entry, output: Output): string {
  if (output.form === "object") return objectText(resource, entry);
  if (output.form === "metadata") return JSON.stringify(metadataOf(entry));
  const object = resource.fromStored(parseEntry(entry));
  return JSON.stringify(
    tableOf(resource, [object], { resourceVersion: String(entry.revision) }, output.rows, output.now),
  );
}

/** An object that was not stored (a dry run) or does not come from the store. */
export function renderObject(resource: Resource, object: KubeObject, output: Output): string {
  if (output.form === "metadata") {
    return JSON.stringify({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata });
  }
  if (output.form === "table") {
    const { resourceVersion = "" } = object.metadata;
    return JSON.stringify(tableOf(resource, [object], { resourceVersion }, output.rows, output.now));
  }
  return JSON.stringify(object);
}

/** A page of a list in the form asked for. */
export function renderList(resource: Resource, entries: readonly Entry[], metadata: Fields, output: Output): string {
  if (output.form === "table") {
    const objects = entries.map((entry) => resource.fromStored(parseEntry(entry)));
    return JSON.stringify(tableOf(resource, objects, metadata, output.rows, output.now));
  }
  if (output.form === "metadata") {
    const items = entries.map((entry) => JSON.stringify(metadataOf(entry)));
    const head = `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":${JSON.stringify(metadata)}`;
    return `${head},"items":[${items.join(",")}]}`;
  }
  // Lists of custom resources name an empty token where built-in lists leave it out.
  if (resource.custom) metadata.continue ??= "";
  const items = entries.map((entry) => itemText(resource, entry));
  const head = `{"kind":"${resource.listKind}","apiVersion":"${apiVersionOf(resource)}","metadata":${JSON.stringify(metadata)}`;
  return `${head},"items":[${items.join(",")}]}`;
}
