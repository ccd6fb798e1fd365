import { pathText } from "./field-set.ts";
import { isFields, sortedJson } from "./json.ts";
import { itemKey, resolve, type Schema, shapeOf } from "./schema.ts";

/** Why an applied configuration does not fit its schema, in the words of the merge library; empty when it fits. */
export function typedErrors(schema: Schema, config: unknown): string[] {
  const found: string[] = [];
  check(schema, config, [], found);
  return found;
}

function check(declared: Schema, value: unknown, path: string[], found: string[]): void {
  if (value === null || value === undefined) return;
  const schema = resolve(declared);
  const wrong = mismatch(schema, value);
  if (wrong !== undefined) {
    found.push(`${pathText(path)}: ${wrong}`);
    return;
  }
  const shape = shapeOf(declared, value);
  if (shape.form === "list" && Array.isArray(value)) {
    const seen = new Set<string>();
    for (const [index, item] of value.entries()) {
      const element = elementOf(shape.kind, shape.keys, shape.item, item, index);
      const text = pathText([element]);
      if (shape.kind !== "atomic" && seen.has(element))
        found.push(`${pathText(path)}: duplicate entries for key ${text}`);
      seen.add(element);
      check(shape.item, item, [...path, element], found);
    }
  }
  if (shape.form === "map" && isFields(value)) {
    const open =
      schema["x-kubernetes-preserve-unknown-fields"] === true || !(schema.properties ?? schema.additionalProperties);
    for (const [name, child] of Object.entries(value)) {
      const below = shape.field(name);
      if (below) check(below, child, [...path, `f:${name}`], found);
      else if (!open) found.push(`${pathText([...path, `f:${name}`])}: field not declared in schema`);
    }
  }
}

function elementOf(kind: string, keys: readonly string[], item: Schema, value: unknown, index: number): string {
  if (kind === "set") return `v:${sortedJson(value)}`;
  const key = kind === "map" ? itemKey(value, keys, item) : undefined;
  return key ? `k:${sortedJson(key)}` : `i:${index}`;
}

function mismatch(schema: Schema, value: unknown): string | undefined {
  const scalar = typeof value !== "object";
  if (schema["x-kubernetes-int-or-string"] || schema.format === "int-or-string") {
    return scalar ? undefined : `expected any scalar, got ${goValue(value)}`;
  }
  switch (schema.type) {
    case "integer":
    case "number":
      return typeof value === "number" ? undefined : `expected numeric (int or float), got ${goTypeName(value)}`;
    case "string":
      return typeof value === "string"
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goLiteral(value)}}`;
    case "boolean":
      return typeof value === "boolean" ? undefined : `expected boolean, got ${goValue(value)}`;
    case "array":
      return Array.isArray(value) ? undefined : `expected list, got ${goValue(value)}`;
    case "object":
      return isFields(value) ? undefined : `expected map, got ${goValue(value)}`;
    default:
      return undefined;
  }
}

function goTypeName(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (isFields(value)) return "map[string]interface {}";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function goValue(value: unknown): string {
  return `&{${typeof value === "string" ? value : sortedJson(value)}}`;
}

function goLiteral(value: unknown): string {
  return sortedJson(value);
}
