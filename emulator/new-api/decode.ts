/** JSON types a field may have. `ints` and `strings` are lists. */
export type FieldType = "string" | "int" | "bool" | "ints" | "strings" | "any";

/** A decoded body: fields that were there and not null, by their declared name. */
export interface Decoded {
  readonly fields: ReadonlyMap<string, unknown>;
  /** Fields that were sent, null included. */
  readonly sent: ReadonlySet<string>;
  string(name: string): string;
  int(name: string): number;
  bool(name: string): boolean;
}

/** Why a body could not be decoded, in the server's manner. */
export class DecodeError extends Error {}

/**
 * Decodes a body as the server's language does: the first JSON value counts and the rest is ignored, null is an empty
 * object, names match in any case, unknown names are ignored, null leaves a field alone, and a wrong type is an error.
 */
export function decode(body: Buffer, shape: Readonly<Record<string, FieldType>>): Decoded {
  const value = firstValue(body.toString("utf8"));
  const fields = new Map<string, unknown>();
  const sent = new Set<string>();
  if (value !== null) {
    if (typeof value !== "object" || Array.isArray(value)) {
      throw new DecodeError(`json: cannot unmarshal ${kind(value)} into Go value of type object`);
    }
    for (const [key, given] of Object.entries(value)) {
      const name = key in shape ? key : Object.keys(shape).find((known) => known === key.toLowerCase());
      if (name === undefined) continue;
      sent.add(name);
      if (given === null) continue;
      check(name, shape[name] as FieldType, given);
      fields.set(name, given);
    }
  }
  return {
    fields,
    sent,
    string: (name) => (fields.get(name) as string | undefined) ?? "",
    int: (name) => (fields.get(name) as number | undefined) ?? 0,
    bool: (name) => (fields.get(name) as boolean | undefined) ?? false,
  };
}

function check(name: string, type: FieldType, given: unknown): void {
  const wrong = () => new DecodeError(`json: cannot unmarshal ${kind(given)} into field ${name} of type ${type}`);
  if (type === "any") return;
  if (type === "string" && typeof given !== "string") throw wrong();
  if (type === "bool" && typeof given !== "boolean") throw wrong();
  if (type === "int" && !isInt(given)) throw wrong();
  if (type === "ints" && !(Array.isArray(given) && given.every(isInt))) throw wrong();
  if (type === "strings" && !(Array.isArray(given) && given.every((item) => typeof item === "string"))) throw wrong();
}

function isInt(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}

function kind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value === "boolean" ? "bool" : typeof value;
}

function firstValue(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") throw new DecodeError("EOF");
  try {
    return JSON.parse(trimmed);
  } catch {
    const end = endOfFirst(trimmed);
    if (end === undefined) throw new DecodeError(/^[{["]/.test(trimmed) ? "unexpected EOF" : "invalid character");
    try {
      return JSON.parse(trimmed.slice(0, end));
    } catch {
      throw new DecodeError("invalid character");
    }
  }
}

/** Where the object or list at the start ends, or undefined. */
function endOfFirst(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === "\\") at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    if (depth === 0 && !quoted && at === 0) return undefined;
  }
  return undefined;
}
