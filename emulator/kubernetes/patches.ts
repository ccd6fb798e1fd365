import type { Cluster } from "./cluster.ts";
import { asKind, conform, emptyOf, fieldValidationOf, fillDefaults, parseJson } from "./decode.ts";
import { cloneJson, type Fields, isFields, type KubeObject } from "./json.ts";
import { applyConfig } from "./managed-fields.ts";
import { mediaType } from "./negotiate.ts";
import { jsonPatch } from "./patch-json.ts";
import { mergePatch } from "./patch-merge.ts";
import { strategicPatch } from "./patch-strategic.ts";
import { pruneUnknown } from "./prune.ts";
import { type ApiRequest, isDryRun, isTrue } from "./request.ts";
import { apiVersionOf, keyOf, type Resource } from "./resource.ts";
import {
  badRequest,
  conflict,
  invalid,
  notFound,
  StatusError,
  unknownPatchType,
  unsupportedMediaType,
} from "./status.ts";
import { parseEntry } from "./store.ts";
import { typedErrors } from "./typed-apply.ts";
import { currentOf, matchNamespace, storeChanged, storeNew, type Written, writerOf } from "./writes.ts";
import { parseYaml } from "./yaml.ts";

const CUSTOM = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];
const BUILTIN = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/apply-patch+yaml",
  "application/apply-patch+cbor",
];

export function patchFromRequest(cluster: Cluster, resource: Resource, request: ApiRequest): Written {
  const { type } = mediaType(request.headers["content-type"] ?? "");
  const accepted = resource.custom ? CUSTOM : BUILTIN;
  if (type === "application/apply-patch+yaml") return applyFromRequest(cluster, resource, request);
  if (!BUILTIN.includes(type)) throw unknownPatchType();
  if (!accepted.includes(type) || type.endsWith("cbor")) throw unsupportedMediaType(accepted);
  if (request.query.has("force")) {
    const message = "Forbidden: may not be specified for non-apply patch";
    throw invalid("meta.k8s.io", "PatchOptions", "", [{ reason: "FieldValueForbidden", message, field: "force" }]);
  }
  const old = currentOf(cluster, resource, request);
  const patched = runPatch(resource, old, request, type);
  if (!isFields(patched)) throw badRequest("the patch does not leave an object");
  const next = asKind(resource, patched);
  const warnings = conform(resource, next, fieldValidationOf(request.query), true);
  const writer = writerOf(cluster, resource, request);
  return {
    ...storeChanged(cluster, resource, old, next, writer, isDryRun(request.query.getAll("dryRun")), undefined, true),
    warnings,
  };
}

function runPatch(resource: Resource, old: KubeObject, request: ApiRequest, type: string): unknown {
  let patch: unknown;
  try {
    patch = JSON.parse(request.body.toString("utf8"));
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : "invalid JSON"}`);
  }
  const target = cloneJson(old);
  if (type === "application/json-patch+json") return jsonPatch(target, patch);
  if (!isFields(patch)) throw badRequest("error decoding patch: the patch is not a JSON object");
  if (type === "application/merge-patch+json") return mergePatch(target, patch);
  return strategicPatch(resource.schema, target, patch);
}

function applyFromRequest(cluster: Cluster, resource: Resource, request: ApiRequest): Written {
  const { query } = request;
  if (!query.get("fieldManager")) {
    const finding = {
      reason: "FieldValueRequired",
      message: "Required value: is required for apply patch",
      field: "fieldManager",
    };
    throw invalid("meta.k8s.io", "PatchOptions", "", [finding]);
  }
  const text = request.body.toString("utf8");
  const body = /^\s*\{/.test(text) ? parseJson(request.body) : parseYaml(text);
  if (!isFields(body)) throw badRequest("error decoding YAML: the configuration is not an object");
  if (!body.kind || !body.apiVersion) {
    const kind = typeof body.kind === "string" ? body.kind : "";
    const version = typeof body.apiVersion === "string" ? body.apiVersion : "";
    throw badRequest(`invalid object type: ${version.includes("/") ? version : `/${version}`}, Kind=${kind}`);
  }
  const config = asKind(resource, body);
  if (config.metadata.managedFields !== undefined) throw badRequest("metadata.managedFields must be nil");
  if (config.metadata.name !== undefined && config.metadata.name !== request.name) {
    throw badRequest(
      `the name of the object (${config.metadata.name}) does not match the name on the URL (${request.name})`,
    );
  }
  matchNamespace(resource, cloneJson(config), request.namespace);
  const wrong = typedErrors(resource.schema, config);
  if (wrong.length > 0) throw untyped(resource, config, wrong);
  const checked = cloneJson(config);
  const warnings = conform(resource, checked, fieldValidationOf(query));
  pruneUnknown(resource.schema, config);
  const claimed: Fields = body.metadata === undefined ? withoutMetadata(config) : config;
  const writer = writerOf(cluster, resource, request);
  const dryRun = isDryRun(query.getAll("dryRun"));
  const force = isTrue(query.get("force"));
  const entry = cluster.bucket(resource).get(keyOf(resource, request.namespace, request.name));
  if (!entry) {
    if (request.subresource !== "") throw notFound(resource, request.name);
    if (config.metadata.name === undefined) {
      throw nameless(request);
    }
    if (config.metadata.uid) {
      const why = `uid mismatch: the provided object specified uid ${config.metadata.uid}, and no existing object was found`;
      throw conflict(resource, request.name, why);
    }
    const { object, managedFields } = applyConfig(resource.schema, emptyOf(resource), claimed, writer, force);
    matchNamespace(resource, object, request.namespace);
    fillDefaults(resource, object);
    return { ...storeNew(cluster, resource, object, writer, dryRun, managedFields), warnings };
  }
  const old = resource.fromStored(parseEntry(entry));
  const { object, managedFields } = applyConfig(resource.schema, old, claimed, writer, force);
  // Dropping all that one ever said about the metadata drops the name with it.
  if (object.metadata?.name === undefined) throw nameless(request);
  if (config.metadata.resourceVersion) object.metadata.resourceVersion = config.metadata.resourceVersion;
  fillDefaults(resource, object);
  return { ...storeChanged(cluster, resource, old, object, writer, dryRun, managedFields), warnings };
}

function untyped(resource: Resource, config: KubeObject, wrong: string[]) {
  const { namespace = "", name } = config.metadata;
  const list = wrong.length === 1 ? wrong[0] : `errors:\n${wrong.map((one) => `  ${one}`).join("\n")}`;
  const what = `${namespace}/${name}; ${apiVersionOf(resource)}, Kind=${resource.kind}`;
  return new StatusError(500, "", `failed to create typed patch object (${what}): ${list}`);
}

function withoutMetadata(config: KubeObject): Fields {
  const { metadata, ...rest } = config;
  return rest;
}

function nameless(request: ApiRequest) {
  return badRequest(`the name of the object (${request.name} based on URL) was undeterminable: name must be provided`);
}
