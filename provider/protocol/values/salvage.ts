import type { Schema } from "../schema.ts";
import { Dynamic, isUnknown, type Value, type ValueMap } from "../value.ts";
import { encode } from "./encode.ts";
import { MismatchError } from "./mismatch.ts";
import { typeOfSchema } from "./type-of-schema.ts";

/**
 * As much of a state as its schema allows: attributes that do not fit are null, missing ones too, and what the schema
 * does not know is left out. For an object that exists: a state with holes can be repaired, a forgotten object cannot.
 */
export function salvaged(state: ValueMap, schema: Schema): ValueMap {
  const type = typeOfSchema(schema);
  const kept: Record<string, Value> = Object.create(null);
  for (const [name, one] of Object.entries(typeof type === "object" && type[0] === "object" ? type[1] : {})) {
    try {
      const value = state[name] ?? null;
      encode(value, one, "known");
      kept[name] = value;
    } catch (error) {
      if (!(error instanceof MismatchError)) throw error;
      kept[name] = Object.hasOwn(schema.attributes, name) || isSingle(schema, name) ? null : [];
    }
  }
  return kept;
}

/** List and set blocks are empty where there are none, never null. */
function isSingle(schema: Schema, name: string): boolean {
  return schema.blocks?.[name]?.nesting === "single";
}

/** The value with null for everything that is unknown: what a change that failed half-way never came to know. */
export function withoutUnknown(value: Value): Value {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(withoutUnknown);
  if (value instanceof Dynamic) return new Dynamic(value.type, withoutUnknown(value.value));
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return mapValues(value, withoutUnknown);
}

function isPlain(value: object): value is ValueMap {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function mapValues(map: ValueMap, change: (value: Value) => Value): ValueMap {
  const changed: Record<string, Value> = Object.create(null);
  for (const [key, value] of Object.entries(map)) changed[key] = change(value);
  return changed;
}
