import type { Answer } from "../http.ts";
import { refuse } from "./answers.ts";

/** What a field of a request body may be; the server's own types, since its refusals name them. */
export type FieldType = "string" | "int" | "int64" | "float64" | "bool" | "[]string" | "[]int64" | "map";

type Value<T extends FieldType> = T extends "string"
  ? string
  : T extends "bool"
    ? boolean
    : T extends "[]string"
      ? string[]
      : T extends "[]int64"
        ? number[]
        : T extends "map"
          ? Record<string, unknown>
          : number;

/** The decoded body: a field that was left out or null is absent. */
export type Decoded<F extends Record<string, FieldType>> = { [K in keyof F]?: Value<F[K]> };

/**
 * Reads a body as the server does: the content type is not looked at, unknown fields are ignored, field names match in
 * any case, null is the same as absent. A wrong type is 400 "Invalid request: …" without a reason.
 */
export function decode<F extends Record<string, FieldType>>(
  body: Buffer,
  struct: string,
  fields: F,
): Decoded<F> | Answer {
  const text = body.toString();
  if (text.trim() === "") return invalid("EOF");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return invalid(syntaxError(text, error));
  }
  const decoded: Decoded<F> = {};
  if (value === null) return decoded;
  if (typeof value !== "object" || Array.isArray(value)) {
    return invalid(`json: cannot unmarshal ${kind(value)} into Go value of type handler.${struct}`);
  }
  const byName = new Map(Object.entries(value));
  const byLower = new Map(Object.entries(value).map(([name, item]) => [name.toLowerCase(), item]));
  for (const name of Object.keys(fields) as (keyof F & string)[]) {
    const item = byName.get(name) ?? byLower.get(name);
    if (item === undefined || item === null) continue;
    const type = fields[name] as FieldType;
    const wrong = mismatch(item, type);
    if (wrong) return invalid(`json: cannot unmarshal ${wrong} into Go struct field ${struct}.${name} of type ${type}`);
    decoded[name] = item as never;
  }
  return decoded;
}

/** 400 as the server words it. */
export function invalid(detail: string): Answer {
  return refuse(400, `Invalid request: ${detail}`);
}

/** 400 of a validation rule on a field. */
export function violates(struct: string, field: string, tag: string): Answer {
  return invalid(`Key: '${struct}.${field}' Error:Field validation for '${field}' failed on the '${tag}' tag`);
}

function syntaxError(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  return /end of JSON|Unterminated|Expected .* at position \d+$/.test(message) && isPrefix(text)
    ? "unexpected EOF"
    : "invalid character looking for beginning of value";
}

/** A text that only lacks its end, judged by its last character. */
function isPrefix(text: string): boolean {
  return !/[}\]]\s*$/.test(text);
}

function kind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function mismatch(value: unknown, type: FieldType): string | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" ? undefined : kind(value);
    case "bool":
      return typeof value === "boolean" ? undefined : kind(value);
    case "float64":
      return typeof value === "number" ? undefined : kind(value);
    case "int":
    case "int64":
      if (typeof value !== "number") return kind(value);
      return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? undefined : `number ${value}`;
    case "map":
      return typeof value === "object" && !Array.isArray(value) ? undefined : kind(value);
    default: {
      if (!Array.isArray(value)) return kind(value);
      const item = type === "[]string" ? "string" : "int64";
      for (const element of value) {
        const wrong = mismatch(element, item);
        if (wrong) return wrong;
      }
      return undefined;
    }
  }
}
