import { isWhollyKnown, type Value } from "../protocol/value.ts";

/** Whether two values are equal, as far as both are known: what is unknown equals nothing. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (!isWhollyKnown(a ?? null) || !isWhollyKnown(b ?? null)) return false;
  return text(a) === text(b);
}

function text(value: Value | undefined): string {
  return JSON.stringify(value ?? null, (_, each: unknown) => (typeof each === "bigint" ? each.toString() : each));
}
