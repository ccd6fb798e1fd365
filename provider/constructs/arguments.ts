// Values in two spellings: props in camel case, the provider's arguments in snake case.
import { Token } from "cdktf";
import { isUnknown, unknown, type Value, type ValueMap } from "../protocol/value.ts";

/** Fields of core, or of our own props, as arguments of the provider; without those that are not set. */
export function toArguments(fields: object): ValueMap {
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) values[snake(name)] = argument(value);
  return values;
}

function argument(value: unknown): Value {
  if (Array.isArray(value)) return value.map(argument);
  return typeof value === "object" && value !== null ? toArguments(value) : (value as Value);
}

/**
 * Arguments as the provider gets them from Terraform: null where one is not set, unknown wherever only Terraform will know.
 * Within objects what is not set is left out, which means the same and makes a great deal less of them.
 */
export function asConfigured(attributes: Readonly<Record<string, unknown>>, values: ValueMap): ValueMap {
  const config: Record<string, Value> = {};
  for (const name of Object.keys(attributes)) config[name] = configured(values[name] ?? null);
  return config;
}

function configured(value: Value): Value {
  if (Token.isUnresolved(value)) return unknown;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(configured);
  const found: Record<string, Value> = {};
  for (const [name, each] of Object.entries(value)) found[name] = configured(each as Value);
  return found;
}

/** Where values that only Terraform will know stand, as paths of props. */
export function unknownPaths(values: Value, path = ""): readonly string[] {
  if (isUnknown(values)) return [path];
  if (values === null || typeof values !== "object") return [];
  return Object.entries(values).flatMap(([name, each]) =>
    unknownPaths(each as Value, path ? `${path}.${camel(name)}` : camel(name)),
  );
}

/** An argument's name as a prop. */
export function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const snakes = new Map<string, string>();

/** The few names there are come by very often. */
function snake(name: string): string {
  const known = snakes.get(name);
  if (known !== undefined) return known;
  const made = name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
  snakes.set(name, made);
  return made;
}
