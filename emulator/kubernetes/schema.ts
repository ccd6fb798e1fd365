import { builtinSchemasJson } from "./builtin-schemas.gen.ts";
import { type Fields, isFields } from "./json.ts";

/** A CEL rule of a CRD schema. */
export interface CelRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** The part of OpenAPI v3 that Kubernetes schemas use. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  enum?: unknown[];
  default?: unknown;
  nullable?: boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  "x-kubernetes-int-or-string"?: boolean;
  "x-kubernetes-embedded-resource"?: boolean;
  "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  "x-kubernetes-list-map-keys"?: string[];
  "x-kubernetes-map-type"?: "granular" | "atomic";
  "x-kubernetes-validations"?: CelRule[];
  "x-kubernetes-patch-merge-key"?: string;
  "x-kubernetes-patch-strategy"?: string;
  "x-kubernetes-group-version-kind"?: { group: string; version: string; kind: string }[];
}

/** The shapes of the built-in kinds, by their OpenAPI names. */
export const builtinSchemas = JSON.parse(builtinSchemasJson) as Record<string, Schema>;

export const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** Follows `$ref` into the built-in schemas; what is said beside the reference wins. */
export function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const target = builtinSchemas[schema.$ref];
  if (!target) throw new Error(`no built-in schema ${schema.$ref}: run generate-schemas.mjs`);
  return target;
}

/** How a value is merged and owned: as one piece, field by field, or item by item. */
export type Shape =
  | { form: "scalar" }
  | { form: "map"; atomic: boolean; field: (name: string) => Schema | undefined; declared: (name: string) => boolean }
  | { form: "list"; kind: "atomic" | "set" | "map"; keys: readonly string[]; item: Schema };

const ANY: Schema = { "x-kubernetes-preserve-unknown-fields": true };

/** Where the schema is silent, objects are merged by field and lists are replaced whole. */
export function shapeOf(declared: Schema | undefined, value: unknown): Shape {
  const schema = resolve(declared ?? ANY);
  if (Array.isArray(value)) {
    if (schema.type !== undefined && schema.type !== "array") return { form: "scalar" };
    const kind = schema["x-kubernetes-list-type"] ?? "atomic";
    return { form: "list", kind, keys: schema["x-kubernetes-list-map-keys"] ?? [], item: schema.items ?? ANY };
  }
  if (!isFields(value)) return { form: "scalar" };
  const { properties } = schema;
  const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  return {
    form: "map",
    atomic: schema["x-kubernetes-map-type"] === "atomic",
    field: (name) => fieldOf(schema, properties, name) ?? extra,
    declared: (name) => fieldOf(schema, properties, name) !== undefined,
  };
}

function fieldOf(schema: Schema, properties: Record<string, Schema> | undefined, name: string): Schema | undefined {
  if (schema["x-kubernetes-embedded-resource"]) {
    if (name === "metadata") return { $ref: OBJECT_META };
    if (name === "apiVersion" || name === "kind") return { type: "string" };
  }
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The values that identify an item of a list map; an absent key counts with its default. */
export function itemKey(item: unknown, keys: readonly string[], itemSchema: Schema): Fields | undefined {
  if (!isFields(item)) return undefined;
  const properties = resolve(itemSchema).properties;
  const key: Fields = {};
  for (const name of [...keys].sort()) {
    const value = item[name] ?? properties?.[name]?.default;
    if (value !== undefined) key[name] = value;
  }
  return Object.keys(key).length === 0 ? undefined : key;
}
