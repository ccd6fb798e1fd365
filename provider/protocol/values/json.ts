import { Dynamic, ExactNumber, type Type, type Value, type ValueMap } from "../value.ts";
import { MalformedError } from "../wire/bytes.ts";
import { kindOf, MismatchError, within } from "./mismatch.ts";
import { parseNumber } from "./number.ts";
import { parseType } from "./type-json.ts";

/** JSON as values. `JSON.parse` alone would round long numbers, and the user would see a change that never ends. */
export function parseJson(json: Uint8Array): Value {
  try {
    return JSON.parse(Buffer.from(json).toString("utf8"), exactly) as Value;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) throw new MalformedError("a value is not JSON");
    throw error;
  }
}

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === "number") return context?.source === undefined ? value : parseNumber(context.source);
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof ExactNumber) return value;
  return Object.assign(Object.create(null), value);
}

/** Parsed JSON as a value of this type. What an object lacks is null. */
export function fromJson(raw: Value, type: Type): Value {
  if (raw === null) return null;
  if (type === "string" && typeof raw === "string") return raw;
  if (type === "bool" && typeof raw === "boolean") return raw;
  if (type === "number") {
    if (typeof raw === "number" || typeof raw === "bigint" || raw instanceof ExactNumber) return raw;
    if (typeof raw === "string") return parseNumber(raw);
  }
  if (type === "dynamic" && isRecord(raw)) {
    const own = parseType(JSON.stringify(raw.type ?? null));
    return new Dynamic(own, fromJson(raw.value ?? null, own));
  }
  if (typeof type === "object") {
    const [kind, inner] = type;
    if ((kind === "list" || kind === "set") && Array.isArray(raw)) {
      return raw.map((one, index) => within(index, () => fromJson(one, inner)));
    }
    if (kind === "tuple" && Array.isArray(raw) && raw.length === inner.length) {
      return raw.map((one, index) => within(index, () => fromJson(one, inner[index]!)));
    }
    if (kind === "map" && isRecord(raw))
      return mapped(
        Object.keys(raw),
        (key) => ({ key }),
        raw,
        () => inner,
      );
    if (kind === "object" && isRecord(raw)) {
      for (const name of Object.keys(raw)) {
        if (!Object.hasOwn(inner, name)) throw new MismatchError(`there is no attribute "${name}"`);
      }
      return mapped(
        Object.keys(inner),
        (name) => name,
        raw,
        (name) => inner[name]!,
      );
    }
  }
  throw new MismatchError(`must be ${typeof type === "string" ? type : type[0]}, and is ${kindOf(raw)}`);
}

function mapped(
  keys: readonly string[],
  step: (key: string) => string | { readonly key: string },
  raw: ValueMap,
  typeOf: (key: string) => Type,
): ValueMap {
  const values: Record<string, Value> = Object.create(null);
  for (const key of keys) values[key] = within(step(key), () => fromJson(raw[key] ?? null, typeOf(key)));
  return values;
}

function isRecord(raw: Value): raw is ValueMap {
  return typeof raw === "object" && raw !== null && Object.getPrototypeOf(raw) === null;
}
