import { Environment } from "@marcbachmann/cel-js";
import { duplicate, forbiddenValue, invalidValue, required } from "./findings.ts";
import { type Fields, isFields, sortedJson } from "./json.ts";
import { type CelRule, itemKey, type Schema } from "./schema.ts";
import type { Cause } from "./status.ts";

type Program = (context: Record<string, unknown>) => unknown;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
})
  .registerFunction(
    "string.find(string): string",
    (text: string, pattern: string) => new RegExp(pattern, "u").exec(text)?.[0] ?? "",
  )
  .registerFunction(
    "string.findAll(string): list<string>",
    (text: string, pattern: string) => text.match(new RegExp(pattern, "gu")) ?? [],
  )
  .registerFunction("string.replace(string, string): string", (text: string, from: string, to: string) =>
    text.replaceAll(from, to),
  )
  .registerFunction("isURL(string): bool", (text: string) => URL.canParse(text))
  .registerFunction("list.isSorted(): bool", (list: Comparable[]) =>
    list.every((item, index) => index === 0 || list[index - 1]! <= item),
  )
  .registerFunction("list.sum(): dyn", (list: bigint[]) => list.reduce((sum, item) => sum + item, 0n))
  .registerFunction("list.min(): dyn", (list: Comparable[]) => sortedBy(list)[0])
  .registerFunction("list.max(): dyn", (list: Comparable[]) => sortedBy(list).at(-1))
  .registerFunction("list.indexOf(dyn): int", (list: unknown[], item: unknown) => BigInt(list.indexOf(item)));

type Comparable = string | number | bigint;

function sortedBy(list: Comparable[]): Comparable[] {
  return [...list].sort((a, b) => (a < b ? -1 : 1));
}

const programs = new Map<string, Program | Error>();

function programOf(expression: string): Program | Error {
  let program = programs.get(expression);
  if (program === undefined) {
    try {
      program = environment.parse(expression) as Program;
    } catch (error) {
      program = error instanceof Error ? error : new Error(String(error));
    }
    programs.set(expression, program);
  }
  return program;
}

/** Why an expression does not compile, or undefined. */
export function compileError(expression: string): string | undefined {
  const program = programOf(expression);
  return program instanceof Error ? program.message.split("\n")[0] : undefined;
}

/** Findings of every `x-kubernetes-validations` rule that applies; `old` is undefined on a create. */
export function evaluateRules(schema: Schema, object: Fields, old: Fields | undefined): Cause[] {
  const found: Cause[] = [];
  visit(schema, object, old, "", found);
  return found;
}

function visit(schema: Schema, value: unknown, old: unknown, path: string, found: Cause[]): void {
  if (value === null || value === undefined) return;
  for (const rule of schema["x-kubernetes-validations"] ?? []) {
    const finding = evaluate(schema, rule, value, old, path);
    if (finding) found.push(finding);
  }
  if (Array.isArray(value)) {
    if (!schema.items) return;
    for (const [index, item] of value.entries()) {
      visit(schema.items, item, counterpart(schema, item, old), `${path}[${index}]`, found);
    }
    return;
  }
  if (!isFields(value)) return;
  const before = isFields(old) ? old : {};
  const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  for (const name of Object.keys(value).sort()) {
    const field = schema.properties && Object.hasOwn(schema.properties, name);
    const below = field ? schema.properties![name] : extra;
    // Unlike schema errors, a rule's error names the entry of a map by its key in brackets.
    const at = field ? (path === "" ? name : `${path}.${name}`) : `${path}[${name}]`;
    if (below) visit(below, value[name], before[name], at, found);
  }
}

/** Only items of list maps can be followed from one version to the next. */
function counterpart(schema: Schema, item: unknown, old: unknown): unknown {
  if (schema["x-kubernetes-list-type"] !== "map" || !Array.isArray(old) || !schema.items) return undefined;
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const wanted = sortedJson(itemKey(item, keys, schema.items));
  return old.find((one) => sortedJson(itemKey(one, keys, schema.items!)) === wanted);
}

function evaluate(schema: Schema, rule: CelRule, value: unknown, old: unknown, path: string): Cause | undefined {
  if (/\boldSelf\b/.test(rule.rule) && old === undefined && !rule.optionalOldSelf) return undefined;
  const at = path === "" ? "<nil>" : path;
  const program = programOf(rule.rule);
  if (program instanceof Error) return invalidValue(at, schema.type, `rule compile error: ${program.message}`);
  const context = { self: celValue(schema, value), oldSelf: old === undefined ? undefined : celValue(schema, old) };
  try {
    if (program(context) === true) return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return invalidValue(at, schema.type, `${why} evaluating rule: ${rule.rule.trim()}`);
  }
  return findingOf(
    schema,
    rule,
    value,
    rule.fieldPath ? `${path}${rule.fieldPath}`.replace(/^\./, "") : at,
    messageOf(rule, context),
  );
}

function messageOf(rule: CelRule, context: Record<string, unknown>): string {
  if (rule.messageExpression !== undefined) {
    const program = programOf(rule.messageExpression);
    try {
      const text = program instanceof Error ? undefined : program(context);
      if (typeof text === "string" && text.trim() !== "" && !text.includes("\n")) return text.trim();
    } catch {
      // The real server falls back to the fixed message as well.
    }
  }
  return rule.message ? rule.message.trim() : `failed rule: ${rule.rule.trim()}`;
}

function findingOf(schema: Schema, rule: CelRule, value: unknown, path: string, detail: string): Cause {
  const whole = schema.type === "object" || schema.type === "array";
  switch (rule.reason) {
    case "FieldValueForbidden":
      return forbiddenValue(path, detail);
    case "FieldValueRequired":
      return required(path, detail);
    case "FieldValueDuplicate":
      return duplicate(path, value);
    default:
      return whole
        ? { reason: "FieldValueInvalid", message: `Invalid value: ${detail}`, field: path }
        : invalidValue(path, value, detail);
  }
}

/** JSON as CEL sees it: integers apart from doubles, date-times as timestamps. */
function celValue(schema: Schema | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, (item) => celValue(schema?.items, item));
  if (isFields(value)) {
    const extra = typeof schema?.additionalProperties === "object" ? schema.additionalProperties : undefined;
    const converted: Fields = {};
    for (const [name, child] of Object.entries(value))
      converted[celName(name, schema)] = celValue(schema?.properties?.[name] ?? extra, child);
    return converted;
  }
  if (typeof value === "number") return Number.isInteger(value) && schema?.type !== "number" ? BigInt(value) : value;
  if (typeof value === "string" && schema?.format === "date-time") return new Date(value);
  return value;
}

const PLAIN = /^(?!.*__)[A-Za-z0-9_]+$/;
const RESERVED = new Set([
  "true",
  "false",
  "null",
  "in",
  "as",
  "break",
  "const",
  "continue",
  "else",
  "for",
  "function",
  "if",
  "import",
  "let",
  "loop",
  "package",
  "namespace",
  "return",
  "var",
  "void",
  "while",
]);

/** Declared properties are reached by CEL identifiers; their other characters are written out. */
function celName(name: string, schema: Schema | undefined): string {
  if (!schema?.properties || !Object.hasOwn(schema.properties, name)) return name;
  if (PLAIN.test(name) && !RESERVED.has(name)) return name;
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replaceAll("__", "__underscores__")
    .replaceAll(".", "__dot__")
    .replaceAll("-", "__dash__")
    .replaceAll("/", "__slash__");
}
