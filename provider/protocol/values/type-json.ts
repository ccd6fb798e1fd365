import type { Type } from "../value.ts";
import { MismatchError } from "./mismatch.ts";

const deepest = 100;

/** A type that came with a dynamic value. */
export function parseType(json: string): Type {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw new MismatchError("the type of a dynamic value is not JSON");
  }
  return typeFrom(raw, 0);
}

function typeFrom(raw: unknown, depth: number): Type {
  if (depth > deepest) throw new MismatchError(`a type is nested more than ${deepest} deep`);
  if (raw === "string" || raw === "number" || raw === "bool" || raw === "dynamic") return raw;
  if (Array.isArray(raw)) {
    const [kind, inner]: readonly unknown[] = raw;
    if (kind === "list" || kind === "set" || kind === "map") return [kind, typeFrom(inner, depth + 1)];
    if (kind === "tuple" && Array.isArray(inner)) return ["tuple", inner.map((one) => typeFrom(one, depth + 1))];
    if (kind === "object" && typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
      const attributes: Record<string, Type> = Object.create(null);
      for (const [name, type] of Object.entries(inner)) attributes[name] = typeFrom(type, depth + 1);
      return ["object", attributes];
    }
  }
  throw new MismatchError("the type of a dynamic value is none that this protocol has");
}
