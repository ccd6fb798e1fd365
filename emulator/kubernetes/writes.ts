import { randomBytes, randomUUID } from "node:crypto";
import type { Cluster } from "./cluster.ts";
import { asKind, conform, emptyOf, fieldValidationOf, readBody } from "./decode.ts";
import { invalidValue, required } from "./findings.ts";
import { cloneJson, equalJson, type Fields, type KubeObject } from "./json.ts";
import { trackUpdate, type Writer } from "./managed-fields.ts";
import { validateMetadata } from "./metadata.ts";
import { type ApiRequest, isDryRun, managerOf } from "./request.ts";
import { apiVersionOf, keyOf, type Resource } from "./resource.ts";
import {
  alreadyExists,
  badRequest,
  type Cause,
  conflict,
  forbidden,
  invalid,
  MODIFIED,
  notFound,
  StatusError,
} from "./status.ts";
import { type Entry, parseEntry } from "./store.ts";
import { UNCHECKED, validateCustom } from "./validate-custom.ts";

/** What a write came to; `entry` is absent for a dry run. */
export interface Written {
  code: number;
  object: KubeObject;
  entry?: Entry;
  warnings: string[];
}

export function writerOf(cluster: Cluster, resource: Resource, request: ApiRequest): Writer {
  const { subresource } = request;
  return {
    manager: managerOf(request.query, request.headers),
    apiVersion: apiVersionOf(resource),
    subresource,
    ignored: ignoredBy(resource, subresource),
    time: cluster.timestamp(),
  };
}

function ignoredBy(resource: Resource, subresource: string): readonly string[] {
  if (subresource === "status") return resource.custom ? ["metadata", "spec"] : ["spec"];
  return resource.status ? ["status"] : [];
}

export function createFromRequest(cluster: Cluster, resource: Resource, request: ApiRequest): Written {
  const object = asKind(resource, readBody(request.body, request.headers["content-type"]));
  const { metadata } = object;
  if (metadata.resourceVersion) {
    throw new StatusError(500, "", "resourceVersion should not be set on objects to be created");
  }
  matchNamespace(resource, object, request.namespace);
  const warnings = conform(resource, object, fieldValidationOf(request.query));
  if (!metadata.name && metadata.generateName) metadata.name = generatedName(metadata.generateName);
  const writer = writerOf(cluster, resource, request);
  return { ...storeNew(cluster, resource, object, writer, isDryRun(request.query.getAll("dryRun"))), warnings };
}

export function matchNamespace(resource: Resource, object: KubeObject, namespace: string): void {
  const { metadata } = object;
  if (!resource.namespaced) {
    if (metadata.namespace)
      throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
    delete metadata.namespace;
    return;
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  metadata.namespace = namespace;
}

/** Names end in five letters and digits that cannot spell words or be mistaken for each other. */
function generatedName(prefix: string): string {
  const alphabet = "bcdfghjklmnpqrstvwxz2456789";
  let suffix = "";
  for (const byte of randomBytes(5)) suffix += alphabet[byte % alphabet.length];
  return prefix.slice(0, 58) + suffix;
}

/** Stores a decoded object that must not exist yet. `managedFields` come from an apply, else they are worked out. */
export function storeNew(
  cluster: Cluster,
  resource: Resource,
  object: KubeObject,
  writer: Writer,
  dryRun: boolean,
  managedFields?: KubeObject["metadata"]["managedFields"],
): Omit<Written, "warnings"> {
  const { metadata } = object;
  const name = metadata.name ?? "";
  if (name === "") throw invalid(resource.group, resource.kind, "", unnamed(resource));
  const namespace = metadata.namespace ?? "";
  checkNamespace(cluster, resource, namespace, name);
  const key = keyOf(resource, namespace, name);
  const bucket = cluster.bucket(resource);
  if (resource.status && !writer.subresource) resetStatus(resource, object);
  metadata.managedFields = managedFields ?? trackUpdate(resource.schema, emptyOf(resource), object, writer);
  for (const field of ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"]) delete metadata[field];
  metadata.uid = randomUUID();
  metadata.creationTimestamp = writer.time;
  if (resource.rules.generation) metadata.generation = 1;
  else delete metadata.generation;
  resource.rules.beforeStore?.(object, undefined);
  refuse(resource, object, [
    ...validateMetadata(resource, object, undefined),
    ...validateKind(resource, object, undefined),
  ]);
  if (bucket.get(key)) throw alreadyExists(resource, name);
  if (dryRun) return { code: 201, object: tidied(object) };
  const entry = bucket.put(key, resource.toStored(tidied(object)));
  return { code: 201, object, entry };
}

function resetStatus(resource: Resource, object: KubeObject): void {
  const zero = resource.rules.zero?.status;
  if (zero === undefined) delete object.status;
  else object.status = cloneJson(zero);
}

function checkNamespace(cluster: Cluster, resource: Resource, namespace: string, name: string): void {
  if (!resource.namespaced) return;
  const namespaces = { group: "", plural: "namespaces" };
  const entry = cluster.store.bucket("namespaces").get(namespace);
  if (!entry) throw notFound(namespaces, namespace);
  if (parseEntry(entry).metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const message = `namespace ${namespace} is being terminated`;
  throw forbidden(resource, name, why, [{ reason: "NamespaceTerminating", message, field: "metadata.namespace" }]);
}

export function updateFromRequest(cluster: Cluster, resource: Resource, request: ApiRequest): Written {
  const object = asKind(resource, readBody(request.body, request.headers["content-type"]));
  matchNamespace(resource, object, request.namespace);
  const { metadata } = object;
  if (metadata.name !== undefined && metadata.name !== request.name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${request.name})`);
  }
  if (!metadata.name)
    throw badRequest("the name of the object (based on URL) was undeterminable: name must be provided");
  const writer = writerOf(cluster, resource, request);
  const dryRun = isDryRun(request.query.getAll("dryRun"));
  const exists = cluster.bucket(resource).get(keyOf(resource, request.namespace, request.name)) !== undefined;
  if (!exists && resource.rules.createOnUpdate && request.subresource === "") {
    const warnings = conform(resource, object, fieldValidationOf(request.query));
    return { ...storeNew(cluster, resource, object, writer, dryRun), warnings };
  }
  const old = currentOf(cluster, resource, request);
  const warnings = conform(resource, object, fieldValidationOf(request.query));
  if (resource.rules.strictUpdate && !metadata.resourceVersion) {
    const finding = {
      reason: "FieldValueInvalid",
      message: "Invalid value: 0: must be specified for an update",
      field: "metadata.resourceVersion",
    };
    throw invalid(resource.group, resource.plural, request.name, [finding]);
  }
  return { ...storeChanged(cluster, resource, old, object, writer, dryRun), warnings };
}

export function currentOf(cluster: Cluster, resource: Resource, request: ApiRequest): KubeObject {
  const entry = cluster.bucket(resource).get(keyOf(resource, request.namespace, request.name));
  if (!entry) throw notFound(resource, request.name);
  return resource.fromStored(parseEntry(entry));
}

/**
 * Stores `next` in place of `old`: preconditions, what may not change, the status split, field ownership, generation,
 * validation. A write that changes nothing keeps its resourceVersion.
 */
export function storeChanged(
  cluster: Cluster,
  resource: Resource,
  old: KubeObject,
  next: KubeObject,
  writer: Writer,
  dryRun: boolean,
  applied?: KubeObject["metadata"]["managedFields"],
  patched = applied !== undefined,
): Omit<Written, "warnings"> {
  const name = old.metadata.name!;
  const { metadata } = next;
  if (metadata.uid && metadata.uid !== old.metadata.uid) {
    throw otherUid(resource, old, metadata.uid, patched);
  }
  if (metadata.resourceVersion && metadata.resourceVersion !== old.metadata.resourceVersion) {
    throw conflict(resource, name, MODIFIED);
  }
  keepIdentity(metadata, old.metadata);
  const onStatus = writer.subresource === "status";
  if (applied) metadata.managedFields = applied;
  else {
    metadata.managedFields = startingClaims(metadata.managedFields, old.metadata.managedFields) ?? [];
    metadata.managedFields = trackUpdate(resource.schema, old, next, writer);
  }
  const result: KubeObject = onStatus ? withStatus(resource, old, next) : next;
  if (!onStatus && resource.status) {
    if (old.status === undefined) delete result.status;
    else result.status = cloneJson(old.status);
  }
  resource.rules.beforeStore?.(result, old);
  bumpGeneration(resource, result, old);
  const findings = [...validateMetadata(resource, result, old), ...validateKind(resource, result, old)];
  refuse(resource, result, onStatus ? findings.map(withoutStatusPath) : findings);
  const bucket = cluster.bucket(resource);
  const key = keyOf(resource, old.metadata.namespace ?? "", name);
  const before = bucket.get(key)!;
  const stored = resource.toStored(tidied(result));
  const unchanged = equalJson(timeless(stored), timeless(parseEntry(before)));
  if (dryRun) return { code: 200, object: unchanged ? old : tidied(result) };
  if (unchanged) return { code: 200, object: old, entry: before };
  const finished = result.metadata.deletionTimestamp !== undefined && !hasFinalizers(result);
  const entry = finished ? bucket.remove(key, stored) : bucket.put(key, stored);
  return { code: 200, object: result, entry };
}

/** A patch may not change the uid; an update that names another uid means another object. */
function otherUid(resource: Resource, old: KubeObject, uid: string, patched: boolean): StatusError {
  const name = old.metadata.name!;
  if (patched)
    return invalid(resource.group, resource.kind, name, [invalidValue("metadata.uid", uid, "field is immutable")]);
  const path = [resource.plural, old.metadata.namespace ?? [], name].flat().join("/");
  const group = resource.custom ? `${resource.group}/` : "";
  const precondition = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`;
  const why = `StorageError: invalid object, Code: 4, Key: /registry/${group}${path}, ResourceVersion: 0, AdditionalErrorMsg: ${precondition}`;
  return conflict(resource, name, why);
}

export function hasFinalizers(object: KubeObject): boolean {
  if ((object.metadata.finalizers?.length ?? 0) > 0) return true;
  const spec = object.kind === "Namespace" ? (object.spec as Fields | undefined) : undefined;
  return Array.isArray(spec?.finalizers) && spec.finalizers.length > 0;
}

/** What the client may leave out, and what it may not change, comes from the old object. */
function keepIdentity(metadata: KubeObject["metadata"], old: KubeObject["metadata"]): void {
  metadata.name ??= old.name!;
  if (old.namespace !== undefined) metadata.namespace ??= old.namespace;
  metadata.uid = old.uid!;
  metadata.resourceVersion = old.resourceVersion!;
  for (const field of ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"]) {
    if (old[field] === undefined) delete metadata[field];
    else metadata[field] = old[field];
  }
  if (old.generateName !== undefined) metadata.generateName ??= old.generateName;
}

type Claims = KubeObject["metadata"]["managedFields"];

/** Sending `[{}]` forgets all ownership; sending none leaves it as it was. */
function startingClaims(sent: Claims, stored: Claims): Claims {
  if (sent?.length === 1 && Object.keys(sent[0]!).length === 0) return [];
  return sent && sent.length > 0 ? sent : (stored ?? []);
}

function withStatus(resource: Resource, old: KubeObject, next: KubeObject): KubeObject {
  const metadata = resource.custom ? { ...cloneJson(old.metadata) } : { ...cloneJson(old.metadata), ...next.metadata };
  if (next.metadata.managedFields) metadata.managedFields = next.metadata.managedFields;
  const result: KubeObject = { ...cloneJson(old), metadata };
  if (next.status === undefined) delete result.status;
  else result.status = next.status;
  return result;
}

function bumpGeneration(resource: Resource, next: KubeObject, old: KubeObject): void {
  if (!resource.rules.generation) return;
  const spec = (object: KubeObject): Fields => {
    if (!resource.custom) return { spec: object.spec };
    const { metadata, status, ...rest } = object;
    return resource.status ? rest : { ...rest, status };
  };
  if (!equalJson(spec(next), spec(old))) next.metadata.generation = (old.metadata.generation ?? 0) + 1;
}

function validateKind(resource: Resource, object: KubeObject, old: KubeObject | undefined): Cause[] {
  const own = resource.rules.validate?.(object, old) ?? [];
  return resource.custom ? [...own, ...validateCustom(resource, object, old)] : own;
}

function refuse(resource: Resource, object: KubeObject, findings: Cause[]): void {
  if (findings.length > 0) throw invalid(resource.group, resource.kind, object.metadata.name ?? "", findings);
}

/** A status is validated as a value of its own, so messages name its fields without `status`. */
function withoutStatusPath(cause: Cause): Cause {
  return { ...cause, message: cause.message.replace(/: status\.(\S+ in body)/, ": $1") };
}

/** Absent is absent: no empty metadata maps are stored. */
function tidied(object: KubeObject): KubeObject {
  const { metadata } = object;
  for (const field of ["labels", "annotations", "finalizers", "ownerReferences", "managedFields"]) {
    const value = metadata[field];
    if (value === undefined) continue;
    const empty = value === null || Object.keys(value as object).length === 0;
    if (empty) delete metadata[field];
  }
  return object;
}

/** For comparison only: without what changes at every write. */
function timeless(object: KubeObject): Fields {
  const { resourceVersion, managedFields, ...metadata } = object.metadata;
  const claims = managedFields?.map(({ time, ...claim }) => claim);
  return { ...object, metadata: { ...metadata, managedFields: claims } };
}

function unnamed(resource: Resource): Cause[] {
  const finding = required("metadata.name", "name or generateName is required");
  return resource.ruled ? [finding, UNCHECKED] : [finding];
}
