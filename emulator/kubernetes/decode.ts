import { cloneJson, type Fields, isFields, type KubeObject } from "./json.ts";
import { mediaType } from "./negotiate.ts";
import { applyDefaults, pruneUnknown } from "./prune.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { OBJECT_META } from "./schema.ts";
import { badRequest, unsupportedMediaType } from "./status.ts";
import { typeMismatch } from "./typed-decode.ts";

/** What becomes of fields that the schema does not know (`fieldValidation`). */
export type FieldValidation = "Strict" | "Warn" | "Ignore";

export function fieldValidationOf(query: URLSearchParams): FieldValidation {
  const asked = query.get("fieldValidation");
  return asked === "Strict" || asked === "Ignore" ? asked : "Warn";
}

const ACCEPTED = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

/** The body of a create or an update; only JSON is read. */
export function readBody(body: Buffer, contentType: string | undefined): Fields {
  if (contentType !== undefined && mediaType(contentType).type !== "application/json") {
    throw unsupportedMediaType(ACCEPTED);
  }
  return parseJson(body);
}

export function parseJson(body: Buffer): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw badRequest(
      `couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : "invalid JSON"}`,
    );
  }
  if (!isFields(value)) throw badRequest("couldn't get version/kind; json parse error: the body is not a JSON object");
  return value;
}

/** Checks that the body is of the resource's kind; an absent kind or version is filled in for custom resources only. */
export function asKind(resource: Resource, body: Fields): KubeObject {
  const wanted = apiVersionOf(resource);
  const { apiVersion, kind } = body;
  if (resource.custom) {
    if (!kind) throw badRequest(`Object 'Kind' is missing in '${excerpt(body)}'`);
    if (!apiVersion) throw badRequest(`Object 'apiVersion' is missing in '${excerpt(body)}'`);
  }
  const group = resource.group === "" ? "" : ` ${resource.group}`;
  if ((apiVersion ?? wanted) !== wanted || (kind ?? resource.kind) !== resource.kind) {
    if (kind !== undefined && kind !== resource.kind && resource.custom && apiVersion === wanted) {
      throw badRequest(`the kind in the data (${kind}) does not match the expected kind (${resource.kind})`);
    }
    if (kind !== undefined && kind !== resource.kind) {
      const from = `${typeof apiVersion === "string" ? apiVersion.split("/").at(-1) : resource.version}`;
      throw badRequest(
        `${kind} in version "${from}" cannot be handled as a ${resource.kind}: converting (v1.${kind})${group} to (${resource.kind}) is not possible`,
      );
    }
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${wanted})`,
    );
  }
  const metadata = isFields(body.metadata) ? body.metadata : {};
  return { ...body, apiVersion: wanted, kind: resource.kind, metadata };
}

/** Drops unknown fields (or refuses them) and fills in defaults; returns warnings for the client. */
export function conform(resource: Resource, object: KubeObject, validation: FieldValidation): string[] {
  if (!resource.custom) {
    const mismatch = typeMismatch(resource, object);
    if (mismatch !== undefined) throw cannotHandle(resource, mismatch);
  }
  const unknown = pruneUnknown(resource.schema, object);
  if (resource.custom) pruneUnknown({ $ref: OBJECT_META }, object.metadata);
  if (validation === "Strict" && unknown.length > 0) {
    const list = unknown.map((path) => `unknown field ${JSON.stringify(path)}`).join(", ");
    throw cannotHandle(resource, `strict decoding error: ${list}`);
  }
  fillDefaults(resource, object);
  return validation === "Warn" ? unknown.map((path) => `unknown field ${JSON.stringify(path)}`) : [];
}

export function fillDefaults(resource: Resource, object: KubeObject): void {
  if (resource.custom) applyDefaults(resource.schema, object);
  resource.rules.defaults?.(object);
}

function cannotHandle(resource: Resource, why: string) {
  const { kind, version } = resource;
  return badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${why}`);
}

/** The object before it existed, as field ownership sees it. */
export function emptyOf(resource: Resource): KubeObject {
  const zero = cloneJson(resource.rules.zero ?? {});
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: {}, ...zero };
}

function excerpt(body: Fields): string {
  return JSON.stringify({ apiVersion: body.apiVersion, kind: body.kind });
}
