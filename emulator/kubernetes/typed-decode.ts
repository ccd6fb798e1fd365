import { isFields, type KubeObject } from "./json.ts";
import type { Resource } from "./resource.ts";
import { resolve, type Schema } from "./schema.ts";

/** Built-in kinds are decoded into typed structures; the first value of a wrong type fails the whole body. */
export function typeMismatch(resource: Resource, object: KubeObject): string | undefined {
  return mismatch(resource.schema, object, "", resource.kind);
}

function mismatch(declared: Schema, value: unknown, path: string, owner: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  const schema = resolve(declared);
  const { type } = schema;
  const actual = Array.isArray(value) ? "array" : typeof value;
  const fits =
    type === undefined ||
    (type === "integer" || type === "number" ? actual === "number" : type === actual) ||
    schema.format === "int-or-string" ||
    schema.format === "quantity" ||
    declared.$ref?.endsWith("Quantity");
  if (!fits) {
    const at = path === "" ? owner : `${owner}.${path}`;
    return `json: cannot unmarshal ${actual === "boolean" ? "bool" : actual} into Go struct field ${at} of type ${goType(declared)}`;
  }
  if (schema.format === "date-time" && typeof value === "string" && Number.isNaN(Date.parse(value))) {
    const text = JSON.stringify(value);
    return `parsing time ${text} as "2006-01-02T15:04:05Z07:00": cannot parse ${text} as "2006"`;
  }
  if (Array.isArray(value) && schema.items) {
    for (const item of value) {
      const found = mismatch(schema.items, item, path, owner);
      if (found !== undefined) return found;
    }
  }
  if (!isFields(value)) return undefined;
  const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const struct = schema.properties && declared.$ref ? (declared.$ref.split(".").at(-1) ?? owner) : owner;
  for (const [name, child] of Object.entries(value)) {
    const below = schema.properties?.[name];
    // Keys of maps are not part of the path that Go reports.
    const at = below ? (path === "" ? name : `${path}.${name}`) : path;
    const found = (below ?? extra) ? mismatch((below ?? extra)!, child, at, struct) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function goType(declared: Schema): string {
  const schema = resolve(declared);
  if (schema.type === "array") return `[]${schema.items ? goType(schema.items) : "interface {}"}`;
  if (schema.type === "string" && schema.format === "byte") return "[]uint8";
  if (schema.type === "boolean") return "bool";
  if (schema.type === "integer") return schema.format ?? "int";
  if (schema.type === "object") {
    if (typeof schema.additionalProperties === "object") return `map[string]${goType(schema.additionalProperties)}`;
    const parts = declared.$ref?.split(".") ?? [];
    return parts.length >= 2 ? parts.slice(-2).join(".") : "map[string]interface {}";
  }
  return schema.type ?? "interface {}";
}
