import type { Cluster } from "./cluster.ts";
import { CRD_CLEANUP, CRDS } from "./crd.ts";
import { parseJson } from "./decode.ts";
import { unsupported } from "./findings.ts";
import { type Fields, fieldsOf, type KubeObject } from "./json.ts";
import { spanOf } from "./reads.ts";
import { type ApiRequest, isDryRun } from "./request.ts";
import { keyOf, type Resource } from "./resource.ts";
import { selectionOf } from "./selectors.ts";
import { conflict, invalid, notFound } from "./status.ts";
import { type Entry, parseEntry } from "./store.ts";
import { hasFinalizers } from "./writes.ts";

interface DeleteOptions {
  uid?: string;
  resourceVersion?: string;
  policy?: string;
  dryRun: boolean;
}

/** What a deletion came to: the object when it waits for finalizers, else only that it is gone. */
export interface Deleted {
  gone: boolean;
  object: KubeObject;
  entry?: Entry;
}

function optionsOf(request: ApiRequest): DeleteOptions {
  const body: Fields = request.body.length > 0 ? parseJson(request.body) : {};
  const preconditions = fieldsOf(body.preconditions);
  const policy = body.propagationPolicy ?? request.query.get("propagationPolicy") ?? undefined;
  if (policy !== undefined && !["Orphan", "Background", "Foreground"].includes(String(policy))) {
    const finding = unsupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"]);
    throw invalid("meta.k8s.io", "DeleteOptions", "", [finding]);
  }
  const orphan = body.orphanDependents === true ? "Orphan" : undefined;
  const dryRun = [...request.query.getAll("dryRun"), ...(Array.isArray(body.dryRun) ? body.dryRun.map(String) : [])];
  return {
    ...(typeof preconditions.uid === "string" ? { uid: preconditions.uid } : {}),
    ...(typeof preconditions.resourceVersion === "string" ? { resourceVersion: preconditions.resourceVersion } : {}),
    ...(policy === undefined && orphan === undefined ? {} : { policy: String(policy ?? orphan) }),
    dryRun: isDryRun(dryRun),
  };
}

export function deleteFromRequest(cluster: Cluster, resource: Resource, request: ApiRequest): Deleted {
  const entry = cluster.bucket(resource).get(keyOf(resource, request.namespace, request.name));
  if (!entry) throw notFound(resource, request.name);
  return deleteEntry(cluster, resource, entry, optionsOf(request));
}

/** Deletes now, or marks as being deleted while finalizers remain. */
export function deleteEntry(cluster: Cluster, resource: Resource, entry: Entry, options: DeleteOptions): Deleted {
  const object = resource.fromStored(parseEntry(entry));
  const { metadata } = object;
  const name = metadata.name!;
  if (options.uid !== undefined && options.uid !== metadata.uid) {
    const why = `the UID in the precondition (${options.uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw conflict({ group: resource.group, plural: resource.kind }, name, why);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw conflict({ group: resource.group, plural: resource.kind }, name, why);
  }
  const wanted = finalizersFor(options.policy, metadata.finalizers ?? []);
  const extra = resource.storage === CRDS && !wanted.includes(CRD_CLEANUP) ? [CRD_CLEANUP] : [];
  const finalizers = [...wanted, ...extra];
  if (finalizers.length > 0) metadata.finalizers = finalizers;
  else delete metadata.finalizers;
  const bucket = cluster.bucket(resource);
  if (!hasFinalizers(object)) {
    if (options.dryRun) return { gone: true, object };
    return { gone: true, object, entry: bucket.remove(entry.key, resource.toStored(object)) };
  }
  const first = metadata.deletionTimestamp === undefined;
  if (first) {
    metadata.deletionTimestamp = cluster.timestamp();
    if (resource.kind !== "Namespace" && resource.storage !== CRDS) metadata.deletionGracePeriodSeconds = 0;
    if (resource.rules.generation) metadata.generation = (metadata.generation ?? 0) + 1;
    if (resource.storage === "namespaces") object.status = { ...fieldsOf(object.status), phase: "Terminating" };
  }
  const unchanged = !first && finalizers.length === (parseEntry(entry).metadata.finalizers?.length ?? 0);
  if (unchanged || options.dryRun) return { gone: false, object, entry };
  return { gone: false, object, entry: bucket.put(entry.key, resource.toStored(object)) };
}

function finalizersFor(policy: string | undefined, present: readonly string[]): string[] {
  const others = present.filter((one) => one !== "orphan" && one !== "foregroundDeletion");
  if (policy === "Orphan") return [...others, "orphan"];
  if (policy === "Foreground") return [...others, "foregroundDeletion"];
  return policy === "Background" ? others : [...present];
}

/** Deletes everything that the selectors match, and returns it as it was listed. */
export function deleteCollection(cluster: Cluster, resource: Resource, request: ApiRequest): Entry[] {
  const options = optionsOf(request);
  const selection = selectionOf(resource, request.query);
  const [start, end] = spanOf(resource, request.namespace);
  const entries = [...cluster.bucket(resource).range(start, end)].filter(selection.matches);
  return entries.map((entry) => deleteEntry(cluster, resource, entry, options).entry ?? entry);
}

/** The answer to a deletion that is done. */
export function deletedStatus(resource: Resource, object: KubeObject): Fields {
  const { name, uid } = object.metadata;
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, ...(resource.group === "" ? {} : { group: resource.group }), kind: resource.plural, uid },
  };
}
