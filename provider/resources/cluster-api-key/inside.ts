import { isUnknown, type Value, type ValueMap } from "../../protocol/value.ts";

/** A value inside of objects; null where there is none, the unknown itself where it is unknown from there on. */
export function inside(value: Value | undefined, ...path: readonly string[]): Value {
  let at: Value = value ?? null;
  for (const step of path) {
    if (at === null || isUnknown(at)) return at;
    at = (at as ValueMap)[step] ?? null;
  }
  return at;
}
