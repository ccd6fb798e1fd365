import { invalidValue } from "./findings.ts";
import { cloneJson, type Fields, fieldsOf, isFields, type KubeObject, sortedJson } from "./json.ts";
import { mediaType } from "./negotiate.ts";
import { PROTOBUF, parseProtobuf } from "./protobuf.ts";
import { applyDefaults, pruneUnknown } from "./prune.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { badRequest, invalid, unsupportedMediaType } from "./status.ts";
import { typeMismatch } from "./typed-decode.ts";

/** What becomes of fields that the schema does not know (`fieldValidation`). */
export type FieldValidation = "Strict" | "Warn" | "Ignore";

export function fieldValidationOf(query: URLSearchParams): FieldValidation {
  const asked = query.get("fieldValidation");
  return asked === "Strict" || asked === "Ignore" ? asked : "Warn";
}

const ACCEPTED = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

/** The body of a create or an update: JSON, or the protobuf that kubectl sends for a few kinds. */
export function readBody(body: Buffer, contentType: string | undefined): Fields {
  const type = contentType === undefined ? "application/json" : mediaType(contentType).type;
  if (type === PROTOBUF) return parseProtobuf(body);
  if (type !== "application/json") throw unsupportedMediaType(ACCEPTED);
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
  if ((apiVersion ?? wanted) !== wanted || (kind ?? resource.kind) !== resource.kind) {
    throw otherKind(
      resource,
      String(apiVersion ?? wanted),
      String(kind ?? resource.kind),
      String(fieldsOf(body.metadata).name ?? ""),
    );
  }
  const metadata = isFields(body.metadata) ? body.metadata : {};
  return { ...body, apiVersion: wanted, kind: resource.kind, metadata };
}

function otherKind(resource: Resource, apiVersion: string, kind: string, name: string) {
  const wanted = apiVersionOf(resource);
  if (resource.custom) {
    if (kind !== resource.kind) {
      return invalid(resource.group, kind, name, [invalidValue("kind", kind, `must be ${resource.kind}`)]);
    }
    return badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`,
    );
  }
  const version = apiVersion.split("/").at(-1) ?? "";
  const known = apiVersion === wanted;
  const internal = resource.group === "" ? "core" : (resource.group.split(".")[0] ?? "");
  const why = known
    ? `converting (${version}.${kind}) to (${internal}.${resource.kind}): unknown conversion`
    : `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${resource.kind}: ${why}`);
}

/** Drops unknown fields (or refuses them) and fills in defaults; returns warnings for the client. */
export function conform(
  resource: Resource,
  object: KubeObject,
  validation: FieldValidation,
  patched = false,
): string[] {
  if (!resource.custom) {
    const mismatch = typeMismatch(resource, object);
    if (mismatch !== undefined) throw cannotHandle(resource, mismatch);
  }
  const before = validation === "Strict" && patched ? sortedJson(object) : "";
  const unknown = pruneUnknown(resource.schema, object);
  if (resource.custom) unknown.sort();
  if (validation === "Strict" && unknown.length > 0) {
    const list = unknown.map((path) => `unknown field ${JSON.stringify(path)}`).join(", ");
    if (patched && resource.custom) throw strictPatch(before, list);
    throw cannotHandle(resource, `strict decoding error: ${list}`);
  }
  fillDefaults(resource, object);
  return validation === "Warn" ? unknown.map((path) => `unknown field ${JSON.stringify(path)}`) : [];
}

/** The real server shows the whole patched object in this message; so does this one. */
function strictPatch(before: string, list: string) {
  return invalid("", "", "", [invalidValue("patch", before, `strict decoding error: ${list}`)]);
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
