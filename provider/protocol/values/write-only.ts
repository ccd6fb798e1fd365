import type { Attribute, Schema } from "../schema.ts";
import type { Value, ValueMap } from "../value.ts";

type Shape = Pick<Schema, "attributes" | "blocks">;

/** The names and paths of a schema that are write-only, so that a schema without any costs nothing. */
const known = new WeakMap<Shape, boolean>();

/** The value with null where a write-only attribute stands: what may be planned and stored. */
export function withoutWriteOnly(value: ValueMap, schema: Shape): ValueMap {
  if (!hasWriteOnly(schema)) return value;
  return mapAttributes(value, schema, (attribute, inner) => (attribute.writeOnly ? null : inner));
}

/**
 * Puts something else in place of attributes, the deepest first and blocks included. What is not an object where the
 * schema says so stays as it is: the encoder refuses it with its path.
 */
export function mapAttributes(
  value: ValueMap,
  schema: Shape,
  change: (attribute: Attribute, value: Value) => Value,
): ValueMap {
  const changed: Record<string, Value> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) {
    const attribute = Object.hasOwn(schema.attributes, name) ? schema.attributes[name] : undefined;
    const block = schema.blocks && Object.hasOwn(schema.blocks, name) ? schema.blocks[name] : undefined;
    if (attribute?.nested) {
      changed[name] = change(attribute, mapNested(inner, attribute.nested.nesting, attribute.nested, change));
    } else if (attribute) changed[name] = change(attribute, inner);
    else if (block) changed[name] = mapNested(inner, block.nesting, block.schema, change);
    else changed[name] = inner;
  }
  return changed;
}

function mapNested(
  value: Value,
  nesting: "single" | "list" | "set" | "map",
  schema: Shape,
  change: (attribute: Attribute, value: Value) => Value,
): Value {
  const one = (inner: Value): Value => (isRecord(inner) ? mapAttributes(inner, schema, change) : inner);
  if (nesting === "single") return one(value);
  if (nesting !== "map") return Array.isArray(value) ? value.map(one) : value;
  if (!isRecord(value)) return value;
  const changed: Record<string, Value> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) changed[key] = one(inner);
  return changed;
}

/** Objects of this library have no prototype; those of a provider may be plain ones. */
function isRecord(value: Value): value is ValueMap {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

export function hasWriteOnly(schema: Shape): boolean {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const found =
    Object.values(schema.attributes).some(
      (attribute) => attribute.writeOnly === true || (attribute.nested !== undefined && hasWriteOnly(attribute.nested)),
    ) || Object.values(schema.blocks ?? {}).some((block) => hasWriteOnly(block.schema));
  known.set(schema, found);
  return found;
}
