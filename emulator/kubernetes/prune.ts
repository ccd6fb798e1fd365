import { cloneJson, type Fields, isFields } from "./json.ts";
import { OBJECT_META, resolve, type Schema } from "./schema.ts";

/** Removes, in place, the fields that the schema does not know, and returns their paths in the order found. */
export function pruneUnknown(schema: Schema, object: Fields): string[] {
  const unknown: string[] = [];
  prune(resolve(schema), object, "", false, unknown);
  return unknown;
}

function prune(schema: Schema, value: unknown, path: string, preserving: boolean, unknown: string[]): void {
  if (Array.isArray(value)) {
    const items = schema.items ? resolve(schema.items) : undefined;
    if (!items && !keepsAll(schema)) return;
    for (const [index, item] of value.entries()) prune(items ?? {}, item, `${path}[${index}]`, preserving, unknown);
    return;
  }
  if (!isFields(value)) return;
  const keep = keepsAll(schema);
  const extra = schema.additionalProperties;
  for (const name of Object.keys(value)) {
    const at = path === "" ? name : `${path}.${name}`;
    if (schema["x-kubernetes-embedded-resource"] && (name === "apiVersion" || name === "kind")) continue;
    if (schema["x-kubernetes-embedded-resource"] && name === "metadata") {
      prune(resolve({ $ref: OBJECT_META }), value[name], at, false, unknown);
      continue;
    }
    const known = schema.properties?.[name];
    if (known && Object.hasOwn(schema.properties ?? {}, name)) {
      prune(resolve(known), value[name], at, false, unknown);
    } else if (isFields(extra)) prune(resolve(extra as Schema), value[name], at, false, unknown);
    else if (!keep && extra !== true) {
      delete value[name];
      unknown.push(at);
    }
  }
}

/** A schema without any shape accepts everything, as built-in raw JSON fields do. */
function keepsAll(schema: Schema): boolean {
  if (schema["x-kubernetes-preserve-unknown-fields"] === true) return true;
  return !schema.properties && schema.additionalProperties === undefined && !schema.items;
}

/** Fills in, in place, the defaults that the schema gives for absent fields. */
export function applyDefaults(declared: Schema, value: unknown): void {
  const schema = resolve(declared);
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) applyDefaults(schema.items, item);
    return;
  }
  if (!isFields(value)) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const nullable = property.nullable === true;
    const absent = value[name] === undefined || (value[name] === null && !nullable);
    if (absent && property.default !== undefined) value[name] = cloneJson(property.default);
    if (value[name] === null && !nullable) delete value[name];
    if (name in value) applyDefaults(property, value[name]);
  }
  if (typeof schema.additionalProperties === "object") {
    for (const [name, child] of Object.entries(value)) {
      if (!schema.properties || !Object.hasOwn(schema.properties, name))
        if (child === null && schema.additionalProperties.nullable !== true) delete value[name];
        else applyDefaults(schema.additionalProperties, child);
    }
  }
}
