import type { Path } from "../diagnostics.ts";
import type { Attribute, Schema } from "../schema.ts";
import type { Value, ValueMap } from "../value.ts";

/** What a resource, a block and a nested attribute have in common. */
export type Shape = Pick<Schema, "attributes" | "blocks">;

type Change = (attribute: Attribute, value: Value, path: Path) => Value;

/**
 * Puts something else in place of attributes, the deepest first and those of blocks included. What is not an object
 * where the schema says so stays as it is: the encoder refuses it with its path.
 */
export function mapAttributes(value: ValueMap, schema: Shape, change: Change, path: Path = []): ValueMap {
  const changed: Record<string, Value> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) {
    const attribute = Object.hasOwn(schema.attributes, name) ? schema.attributes[name] : undefined;
    const block = schema.blocks && Object.hasOwn(schema.blocks, name) ? schema.blocks[name] : undefined;
    const here = [...path, name];
    if (attribute?.nested) {
      const nested = mapNested(inner, attribute.nested.nesting, attribute.nested, change, here);
      changed[name] = change(attribute, nested, here);
    } else if (attribute) changed[name] = change(attribute, inner, here);
    else if (block) changed[name] = mapNested(inner, block.nesting, block.schema, change, here);
    else changed[name] = inner;
  }
  return changed;
}

function mapNested(
  value: Value,
  nesting: "single" | "list" | "set" | "map",
  schema: Shape,
  change: Change,
  path: Path,
): Value {
  const one = (inner: Value, at: Path): Value => (isRecord(inner) ? mapAttributes(inner, schema, change, at) : inner);
  if (nesting === "single") return one(value, path);
  if (nesting !== "map") {
    return Array.isArray(value) ? value.map((inner: Value, index) => one(inner, [...path, index])) : value;
  }
  if (!isRecord(value)) return value;
  const changed: Record<string, Value> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) changed[key] = one(inner, [...path, { key }]);
  return changed;
}

/** Objects of this library have no prototype; those of a provider may be plain ones. */
function isRecord(value: Value): value is ValueMap {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
