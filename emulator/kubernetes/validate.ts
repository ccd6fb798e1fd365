import { duplicate, invalidValue, required, tooLong, tooMany, unsupported, wrongType } from "./findings.ts";
import { matchesFormat } from "./formats.ts";
import { equalJson, isFields } from "./json.ts";
import { itemKey, type Schema } from "./schema.ts";
import type { Cause } from "./status.ts";

/** Findings of a CRD's structural schema, CEL rules aside, in the real server's words. */
export function validateSchema(schema: Schema, value: unknown, path: string): Cause[] {
  const found: Cause[] = [];
  check(schema, value, path, found);
  return found;
}

function check(schema: Schema, value: unknown, path: string, found: Cause[]): void {
  if (value === null && schema.nullable) return;
  const type = typeOf(value);
  if (schema["x-kubernetes-int-or-string"]) {
    if (type !== "integer" && type !== "string") {
      found.push(wrongType(path, type, `${path} in body must be of type integer,string: "${type}"`));
      return;
    }
  } else if (schema.type !== undefined && type !== schema.type && !(schema.type === "number" && type === "integer")) {
    found.push(wrongType(path, type, `${path} in body must be of type ${schema.type}: "${type}"`));
    if (schema.type === "integer" && type === "number") {
      found.push(invalidValue("<nil>", "", `Checked value must be of type integer (default format) in ${path}`));
    }
    return;
  }
  if (schema.enum && !schema.enum.some((one) => equalJson(one, value))) {
    found.push(unsupported(path, value, schema.enum));
  }
  if (typeof value === "string") checkString(schema, value, path, found);
  else if (typeof value === "number") checkNumber(schema, value, path, found);
  else if (Array.isArray(value)) checkList(schema, value, path, found);
  else if (isFields(value)) checkObject(schema, value, path, found);
  checkLogic(schema, value, path, found);
}

/** Only the first of these three is told. */
function checkString(schema: Schema, value: string, path: string, found: Cause[]): void {
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength) found.push(tooLong(path, schema.maxLength));
  else if (schema.minLength !== undefined && length < schema.minLength) {
    found.push(invalidValue(path, value, `${path} in body should be at least ${schema.minLength} chars long`));
  } else if (schema.pattern !== undefined && !patternOf(schema.pattern).test(value)) {
    found.push(invalidValue(path, value, `${path} in body should match '${schema.pattern}'`));
  }
  if (schema.format !== undefined && !matchesFormat(schema.format, value)) {
    found.push(wrongType(path, value, `${path} in body must be of type ${schema.format}: ${JSON.stringify(value)}`));
  }
}

/** Bounds of whole numbers are compared as whole numbers, which is how the real server rounds them. */
function checkNumber(schema: Schema, value: number, path: string, found: Cause[]): void {
  const bound = (limit: number | undefined) =>
    limit !== undefined && Number.isInteger(value) ? Math.trunc(limit) : limit;
  const [minimum, maximum, factor] = [bound(schema.minimum), bound(schema.maximum), bound(schema.multipleOf)];
  if (factor !== undefined) {
    if (factor <= 0) {
      found.push(invalidValue(path, factor, `factor MultipleOf declared for ${path} must be positive: ${factor}`));
    } else if (!Number.isInteger(value / factor)) {
      found.push(invalidValue(path, value, `${path} in body should be a multiple of ${factor}`));
    }
  }
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    const words = schema.exclusiveMaximum ? "less than" : "less than or equal to";
    found.push(invalidValue(path, value, `${path} in body should be ${words} ${maximum}`));
  }
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    const words = schema.exclusiveMinimum ? "greater than" : "greater than or equal to";
    found.push(invalidValue(path, value, `${path} in body should be ${words} ${minimum}`));
  }
}

function checkList(schema: Schema, list: unknown[], path: string, found: Cause[]): void {
  if (schema.maxItems !== undefined && list.length > schema.maxItems) {
    found.push(tooMany(path, list.length, schema.maxItems));
  }
  if (schema.minItems !== undefined && list.length < schema.minItems) {
    found.push(invalidValue(path, list.length, `${path} in body should have at least ${schema.minItems} items`));
  }
  const { items } = schema;
  if (items) for (const [index, item] of list.entries()) check(items, item, `${path}[${index}]`, found);
}

function checkObject(schema: Schema, object: { [field: string]: unknown }, path: string, found: Cause[]): void {
  const names = Object.keys(object);
  if (schema.maxProperties !== undefined && names.length > schema.maxProperties) {
    found.push(tooMany(path, names.length, schema.maxProperties));
  }
  if (schema.minProperties !== undefined && names.length < schema.minProperties) {
    found.push(
      invalidValue(path, names.length, `${path} in body should have at least ${schema.minProperties} properties`),
    );
  }
  const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  for (const name of names) {
    const at = path === "" ? name : `${path}.${name}`;
    const declared = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : extra;
    if (declared) check(declared, object[name], at, found);
  }
  for (const name of schema.required ?? []) {
    if (object[name] === undefined) found.push(required(path === "" ? name : `${path}.${name}`));
  }
}

function checkLogic(schema: Schema, value: unknown, path: string, found: Cause[]): void {
  for (const one of schema.allOf ?? []) check(one, value, path, found);
  const fits = (one: Schema): boolean => validateSchema(one, value, path).length === 0;
  const quoted = JSON.stringify(path);
  if (schema.anyOf && !schema.anyOf.some(fits)) {
    const why = `${quoted} must validate at least one schema (anyOf)`;
    found.push(invalidValue("<nil>", "", why), ...closest(schema.anyOf, value, path));
  }
  if (schema.oneOf) {
    const count = schema.oneOf.filter(fits).length;
    const why = `${quoted} must validate one and only one schema (oneOf).`;
    if (count === 0) {
      found.push(invalidValue("<nil>", "", `${why} Found none valid`), ...closest(schema.oneOf, value, path));
    } else if (count > 1) found.push(invalidValue("<nil>", "", `${why} Found ${count} valid alternatives`));
  }
  if (schema.not && fits(schema.not)) {
    found.push(invalidValue("<nil>", "", `${quoted} must not validate the schema (not)`));
  }
}

/** What is wrong with the alternative that fits best. */
function closest(alternatives: Schema[], value: unknown, path: string): Cause[] {
  const all = alternatives.map((one) => validateSchema(one, value, path));
  return all.sort((a, b) => a.length - b.length)[0] ?? [];
}

/** Findings about sets and list maps with equal members. */
export function validateListTypes(schema: Schema, value: unknown, path: string): Cause[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    const own = schema["x-kubernetes-list-type"];
    const found: Cause[] = [];
    if (items && (own === "set" || own === "map")) {
      const keys = schema["x-kubernetes-list-map-keys"] ?? [];
      const names = value.map((item) => (own === "set" ? item : itemKey(item, keys, items)));
      for (const [index, name] of names.entries()) {
        if (names.slice(0, index).some((earlier) => equalJson(earlier, name))) {
          found.push(duplicate(`${path}[${index}]`, name));
        }
      }
    }
    if (items)
      for (const [index, item] of value.entries()) found.push(...validateListTypes(items, item, `${path}[${index}]`));
    return found;
  }
  if (!isFields(value)) return [];
  const extra = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  return Object.entries(value).flatMap(([name, child]) => {
    const below = schema.properties?.[name] ?? extra;
    return below ? validateListTypes(below, child, path === "" ? name : `${path}.${name}`) : [];
  });
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

const patterns = new Map<string, RegExp>();

/** RE2 patterns that JavaScript reads alike; inline flags such as (?i) are moved to where JavaScript has them. */
function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) {
    const flags = /^\(\?([ims]+)\)/.exec(source);
    const body = (flags ? source.slice(flags[0].length) : source).replaceAll("\\A", "^").replaceAll("\\z", "$");
    pattern = new RegExp(body, `${flags?.[1] ?? ""}u`);
    patterns.set(source, pattern);
  }
  return pattern;
}
