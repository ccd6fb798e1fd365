import { z } from "zod";

/** A node of a structural OpenAPI schema, as far as we build them. */
export interface StructuralSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema;
  readonly items?: StructuralSchema;
  readonly [key: string]: unknown;
}

type Json = Record<string, unknown>;

/** What a CRD may say about a value, in the order in which it is written. */
const kept = [
  "description",
  "type",
  "format",
  "enum",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "maxProperties",
  "required",
  "properties",
  "additionalProperties",
  "items",
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-validations",
] as const;
/** What zod writes and a CRD neither needs nor allows: fields are closed by pruning, map keys by a rule. */
const dropped = new Set(["additionalProperties", "propertyNames"]);

/**
 * The structural OpenAPI schema of a zod schema: self-contained, without defaults and without alternatives. Throws,
 * with the path, on anything that a CRD cannot say: such a schema must be written in another way.
 */
export function structuralSchema(schema: z.ZodType): StructuralSchema {
  const json = z.toJSONSchema(schema, { target: "openapi-3.0", io: "input", reused: "inline" });
  return convert(json as Json, "");
}

function convert(node: Json, path: string): StructuralSchema {
  const found: Json = {};
  for (const key of kept) if (node[key] !== undefined) found[key] = node[key];
  for (const key of Object.keys(node)) {
    if (!(key in found) && !dropped.has(key)) throw new Error(`${path || "."}: a CRD cannot hold "${key}"`);
  }
  if (typeof node.type !== "string") throw new Error(`${path || "."}: has no type`);
  if (typeof node.additionalProperties === "object") {
    found.additionalProperties = convert(node.additionalProperties as Json, `${path}.*`);
  } else delete found.additionalProperties;
  if (node.items !== undefined) found.items = convert(node.items as Json, `${path}[]`);
  if (node.properties !== undefined) {
    found.properties = Object.fromEntries(
      Object.entries(node.properties as Json).map(([name, child]) => [name, convert(child as Json, `${path}.${name}`)]),
    );
  }
  if (node.type === "integer") integer(found);
  if (node.type === "number") fraction(found);
  return found;
}

/** Integers say how wide they are; zod's own bounds of a safe integer are not worth saying. */
function integer(node: Json): void {
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  node.format = typeof node.maximum === "number" && node.maximum <= 2 ** 31 - 1 ? "int32" : "int64";
}

/** An API server prints a smallest number of 0.000001 as 0, so a fraction is demanded by a rule, in our own words. */
function fraction(node: Json): void {
  const { minimum } = node;
  if (typeof minimum !== "number" || Number.isInteger(minimum)) return;
  delete node.minimum;
  const rules = (node["x-kubernetes-validations"] ?? []) as unknown[];
  const rule = { rule: `self >= ${minimum}`, message: `must be at least ${minimum}` };
  node["x-kubernetes-validations"] = [...rules, rule];
}
