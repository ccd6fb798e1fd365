import type { IdentitySchema } from "../schema.ts";
import { isUnknown, type ValueMap } from "../value.ts";
import { encode } from "./encode.ts";
import { within } from "./mismatch.ts";

/** Whether an identity names another object than before. What was null or unknown before may become anything. */
export function identityChanged(before: ValueMap | undefined, after: ValueMap, schema: IdentitySchema): boolean {
  if (!before) return false;
  return Object.entries(schema.attributes).some(([name, { type }]) => {
    const value = before[name] ?? null;
    if (value === null || isUnknown(value)) return false;
    const bytes = (of: ValueMap) => within(name, () => encode(of[name] ?? null, type, "maybe unknown"));
    return !bytes(before).equals(bytes(after));
  });
}
