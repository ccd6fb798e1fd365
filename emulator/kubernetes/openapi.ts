import { createHash } from "node:crypto";
import { type Fields, isFields } from "./json.ts";
import { apiVersionOf, type Registry, type Resource } from "./resource.ts";
import { builtinSchemas, type Schema } from "./schema.ts";

const DELETE_OPTIONS_REF = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

/** The index of OpenAPI v3 documents, one per group and version. */
export function openApiIndex(registry: Registry): Fields {
  const paths: Fields = {};
  const versions = new Set(registry.all().map(apiVersionOf));
  for (const apiVersion of [...versions].sort()) {
    const path = pathOf(apiVersion);
    const hash = createHash("sha256")
      .update(JSON.stringify(openApiDocument(registry, apiVersion)))
      .digest("hex")
      .toUpperCase();
    paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
  }
  return { paths };
}

function pathOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `apis/${apiVersion}` : `api/${apiVersion}`;
}

/** One document: what `kubectl explain` shows and `kubectl apply` checks; undefined when nothing is served there. */
export function openApiDocument(registry: Registry, apiVersion: string): Fields | undefined {
  const resources = registry.all().filter((resource) => apiVersionOf(resource) === apiVersion);
  if (resources.length === 0) return undefined;
  const schemas: Record<string, unknown> = {};
  const paths: Fields = {};
  for (const resource of resources) {
    const name = schemaName(resource);
    if (resource.custom)
      schemas[name] = published({ ...resource.schema, "x-kubernetes-group-version-kind": [gvk(resource)] }, schemas);
    else include(name, schemas);
    Object.assign(paths, pathsOf(resource, name));
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.36.3" },
    paths,
    components: { schemas },
  };
}

function gvk({ group, version, kind }: Resource): { group: string; version: string; kind: string } {
  return { group, version, kind };
}

function schemaName(resource: Resource): string {
  if (resource.schema.$ref !== undefined) return resource.schema.$ref;
  return `${resource.group.split(".").reverse().join(".")}.${resource.version}.${resource.kind}`;
}

function include(name: string, schemas: Record<string, unknown>): void {
  if (name in schemas) return;
  schemas[name] = {};
  schemas[name] = published(builtinSchemas[name] ?? {}, schemas);
}

/** References are written as OpenAPI has them, and what they point to is added. */
function published(value: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => published(item, schemas));
  if (!isFields(value)) return value;
  const result: Fields = {};
  for (const [name, child] of Object.entries(value)) {
    if (name === "$ref" && typeof child === "string") {
      include(child, schemas);
      result.allOf = [{ $ref: `#/components/schemas/${child}` }];
    } else result[name] = published(child, schemas);
  }
  return result;
}

function pathsOf(resource: Resource, name: string): Fields {
  const base = `/${pathOf(apiVersionOf(resource))}`;
  const collection = resource.namespaced
    ? `${base}/namespaces/{namespace}/${resource.plural}`
    : `${base}/${resource.plural}`;
  const schema = { $ref: `#/components/schemas/${name}` };
  const answers = { responses: { 200: { description: "OK", content: { "application/json": { schema } } } } };
  const operation = (action: string, parameters: string[]): Fields => ({
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": gvk(resource),
    parameters: parameters.map((parameter) => ({ name: parameter, in: "query", schema: { type: "string" } })),
    ...answers,
  });
  const write = ["dryRun", "fieldManager", "fieldValidation"];
  return {
    [collection]: { get: operation("list", ["limit", "continue"]), post: operation("post", write) },
    [`${collection}/{name}`]: {
      get: operation("get", []),
      put: operation("put", write),
      patch: operation("patch", [...write, "force"]),
      delete: operation("delete", ["dryRun", "propagationPolicy"]),
    },
  };
}

/** OpenAPI v2 as kubectl asks for it when v3 does not know a kind: a protobuf document that knows none either. */
export function emptyOpenApiV2(): Buffer {
  const text = (field: number, value: string): Buffer =>
    Buffer.concat([Buffer.from([field * 8 + 2, value.length]), Buffer.from(value)]);
  const info = Buffer.concat([text(1, "Kubernetes"), text(2, "v1.36.3")]);
  return Buffer.concat([text(1, "2.0"), Buffer.from([2 * 8 + 2, info.length]), info]);
}

/** OpenAPI v2, for clients that do not ask for v3 first. */
export function openApiV2(registry: Registry): Fields {
  const definitions: Record<string, unknown> = { [DELETE_OPTIONS_REF]: { type: "object" } };
  for (const resource of registry.all()) {
    const name = schemaName(resource);
    const schema: Schema = resource.custom
      ? { ...resource.schema, "x-kubernetes-group-version-kind": [gvk(resource)] }
      : (builtinSchemas[name] ?? {});
    definitions[name] = asV2(schema, definitions);
  }
  return { swagger: "2.0", info: { title: "Kubernetes", version: "v1.36.3" }, paths: {}, definitions };
}

function asV2(value: unknown, definitions: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => asV2(item, definitions));
  if (!isFields(value)) return value;
  const result: Fields = {};
  for (const [name, child] of Object.entries(value)) {
    if (name === "$ref" && typeof child === "string") {
      if (!(child in definitions)) {
        definitions[child] = {};
        definitions[child] = asV2(builtinSchemas[child] ?? {}, definitions);
      }
      result.$ref = `#/definitions/${child}`;
    } else result[name] = asV2(child, definitions);
  }
  return result;
}
