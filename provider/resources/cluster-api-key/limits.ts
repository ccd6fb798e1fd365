import type { Diagnostic, Path } from "../../protocol/diagnostics.ts";
import type { Attribute } from "../../protocol/schema.ts";
import { isUnknown, type Value, type ValueMap } from "../../protocol/value.ts";
import { refusal } from "../declared-key.ts";

/** What a value may be, in the words of a JSON schema. */
export interface Limits {
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
}

/** The limits of a whole tree of attributes, by their paths, and what its patterns mean. */
export interface LimitTable {
  readonly limits: ReadonlyMap<string, Limits>;
  readonly meanings: Readonly<Record<string, string>>;
}

/** What is beyond its limits in a value, however deep. `key` is its place in the table. What is not known is passed over. */
export function limitProblems(
  table: LimitTable,
  attribute: Attribute,
  value: Value,
  key: string,
  path: Path,
): readonly Diagnostic[] {
  if (value === null || isUnknown(value)) return [];
  const problem = problemOf(table.limits.get(key) ?? {}, value, table.meanings);
  const own = problem === undefined ? [] : [refusal(path, problem)];
  if (attribute.nested) {
    const items = Array.isArray(value) ? (value as readonly Value[]) : [value];
    const inner = items.flatMap((item, index) => {
      if (item === null || isUnknown(item)) return [];
      return Object.entries(attribute.nested.attributes).flatMap(([name, each]) =>
        limitProblems(table, each, (item as ValueMap)[name] ?? null, `${key}.${name}`, [
          ...path,
          ...(Array.isArray(value) ? [index] : []),
          name,
        ]),
      );
    });
    return [...own, ...inner];
  }
  if (!Array.isArray(attribute.type) || attribute.type[0] !== "map") return own;
  const entries = Object.entries(value as ValueMap).flatMap(([name, each]) =>
    limitProblems(table, { type: "string" }, each, `${key}.*`, [...path, { key: name }]),
  );
  return [...own, ...entries];
}

function problemOf(limits: Limits, value: Value, meanings: LimitTable["meanings"]): string | undefined {
  if (typeof value === "string") {
    if (limits.enum && !limits.enum.includes(value))
      return `"${value}" is none of the values that are allowed: ${limits.enum.join(", ")}.`;
    const wrong = outside([...value].length, limits.minLength, limits.maxLength, " characters");
    if (wrong) return wrong;
    if (limits.pattern && !new RegExp(limits.pattern).test(value))
      return `"${value}" is not ${meanings[limits.pattern] ?? `a text like ${limits.pattern}`}.`;
  }
  if (typeof value === "number") return outside(value, limits.minimum, limits.maximum, "");
  if (Array.isArray(value)) return outside(value.length, limits.minItems, limits.maxItems, " entries");
  if (typeof value === "object" && value !== null)
    return outside(Object.keys(value).length, undefined, limits.maxProperties, " entries");
  return undefined;
}

function outside(found: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY, unit = "") {
  if (found >= least && found <= most) return undefined;
  const allowed = found < least ? `at least ${least}` : `at most ${most}`;
  return `Allowed are ${allowed}${unit}; it has ${found}.`;
}
