import type { Path } from "../diagnostics.ts";
import type { ValueMap } from "../value.ts";
import { mapAttributes, type Shape } from "./attributes.ts";

/** Whether a schema has write-only attributes: one without any costs nothing. */
const known = new WeakMap<Shape, boolean>();

/** The value with null where a write-only attribute stands: what may be planned and stored. */
export function withoutWriteOnly(value: ValueMap, schema: Shape): ValueMap {
  if (!hasWriteOnly(schema)) return value;
  return mapAttributes(value, schema, (attribute, inner) => (attribute.writeOnly ? null : inner));
}

/** Where a configuration sets write-only attributes, be it to what is not known yet. */
export function writeOnlyPaths(config: ValueMap, schema: Shape): readonly Path[] {
  if (!hasWriteOnly(schema)) return [];
  const paths: Path[] = [];
  mapAttributes(config, schema, (attribute, inner, path) => {
    if (attribute.writeOnly && inner !== null) paths.push(path);
    return inner;
  });
  return paths;
}

function hasWriteOnly(schema: Shape): boolean {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const found =
    Object.values(schema.attributes).some(
      (attribute) => attribute.writeOnly === true || (attribute.nested !== undefined && hasWriteOnly(attribute.nested)),
    ) || Object.values(schema.blocks ?? {}).some((block) => hasWriteOnly(block.schema));
  known.set(schema, found);
  return found;
}
