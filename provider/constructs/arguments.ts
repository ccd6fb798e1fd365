// Values in three spellings: props (camel case), the provider's arguments (snake case), and the bindings (camel case again).
import { Token } from "cdktf";
import type { Attribute } from "../protocol/schema.ts";
import { unknown, type Value, type ValueMap } from "../protocol/value.ts";

type Attributes = Readonly<Record<string, Attribute>>;

/** Fields of core, or of our own props, as arguments of the provider. */
export function toArguments(fields: object): ValueMap {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[snake(name), argument(value)]])),
  );
}

function argument(value: unknown): Value {
  if (Array.isArray(value)) return value.map(argument);
  return typeof value === "object" && value !== null ? toArguments(value) : (value as Value);
}

/** Arguments as the generated bindings take them. */
export function toBinding(attributes: Attributes, values: ValueMap): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [camel(name), bound(attributes[name], value)]),
  );
}

function bound(attribute: Attribute | undefined, value: Value): unknown {
  const inner = attribute?.nested?.attributes;
  if (!inner) return value;
  if (Array.isArray(value)) return (value as readonly ValueMap[]).map((each) => toBinding(inner, each));
  return toBinding(inner, value as ValueMap);
}

/**
 * Arguments as the provider gets them from Terraform: null wherever nothing is set, unknown wherever only Terraform will know.
 */
export function asConfigured(attributes: Attributes, values: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, configured(attribute, values[name] ?? null)]),
  );
}

function configured({ nested }: Attribute, value: Value): Value {
  if (Token.isUnresolved(value)) return unknown;
  if (value === null || typeof value !== "object") return value;
  if (nested) {
    if (Array.isArray(value))
      return (value as readonly ValueMap[]).map((each) => asConfigured(nested.attributes, each));
    return asConfigured(nested.attributes, value as ValueMap);
  }
  if (Array.isArray(value)) return value.map((each) => (Token.isUnresolved(each) ? unknown : each));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, Token.isUnresolved(each) ? unknown : (each as Value)]),
  );
}

/** Where values that only Terraform will know stand in arguments, as paths of props. */
export function unresolvedPaths(values: Value, path = ""): readonly string[] {
  if (Token.isUnresolved(values)) return [path];
  if (values === null || typeof values !== "object") return [];
  return Object.entries(values).flatMap(([name, each]) =>
    unresolvedPaths(each as Value, path ? `${path}.${camel(name)}` : camel(name)),
  );
}

/** An argument's name as a prop. */
export function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function snake(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
}
