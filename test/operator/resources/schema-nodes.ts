import type { StructuralSchema } from "../../../operator/resources/structural-schema.ts";

/** One CEL rule of a CRD and the path of the schema that has it; `[]` stands for an entry, `*` for a value. */
export interface FoundRule {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** Every node of a schema with its path. */
export function* nodes(schema: StructuralSchema, path = ""): Generator<{ path: string; node: StructuralSchema }> {
  yield { path, node: schema };
  const under = (name: string) => (path ? `${path}.${name}` : name);
  for (const [name, child] of Object.entries(schema.properties ?? {})) yield* nodes(child, under(name));
  if (schema.items) yield* nodes(schema.items, `${path}[]`);
  if (schema.additionalProperties) yield* nodes(schema.additionalProperties, under("*"));
}

/** Every CEL rule in a schema. */
export function rulesOf(schema: StructuralSchema): FoundRule[] {
  return [...nodes(schema)].flatMap(({ path, node }) =>
    ((node["x-kubernetes-validations"] ?? []) as Omit<FoundRule, "path">[]).map((rule) => ({ ...rule, path })),
  );
}
