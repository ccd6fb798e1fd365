import { type Definition, group, version } from "./definition.ts";
import { celRule } from "./rules.ts";
import { type StructuralSchema, structuralSchema } from "./structural-schema.ts";

/** A CustomResourceDefinition, ready to be applied. */
export interface CustomResourceDefinition {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/**
 * A status has one writer, so nobody needs to know who wrote which field of it. Told field by field it was half of a
 * TokApiKey, in every answer and event and in the API server's memory, and a third of the cost of a write.
 */
const ofOneWriter = {
  description: "What the operator has found and done.",
  "x-kubernetes-map-type": "atomic",
};

/** The schema of a whole object of a kind. */
export function objectSchema(definition: Definition): StructuralSchema {
  const text = (description: string) => ({ description, type: "string" });
  return {
    description: definition.description,
    type: "object",
    required: ["spec"],
    properties: {
      apiVersion: text("The group and version: tokapi.dev/v1alpha1."),
      kind: text(`${definition.kind}.`),
      metadata: { type: "object" },
      spec: { ...structuralSchema(definition.spec), description: "What is wanted." },
      ...(definition.status ? { status: { ...structuralSchema(definition.status), ...ofOneWriter } } : {}),
    },
    ...(definition.rules ? { "x-kubernetes-validations": definition.rules.map(celRule) } : {}),
  };
}

/**
 * The CRD of a kind. It belongs to the category `tokapi` and not to `all`: `kubectl delete all --all` is a habit, and
 * deleting a TokApiKey revokes its keys.
 */
export function customResourceDefinition(definition: Definition): CustomResourceDefinition {
  const { kind, plural, shortNames, scope, columns, selectable, status } = definition;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames,
        categories: ["tokapi"],
      },
      scope,
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          ...(status ? { subresources: { status: {} } } : {}),
          additionalPrinterColumns: columns,
          ...(selectable ? { selectableFields: selectable.map((jsonPath) => ({ jsonPath })) } : {}),
          schema: { openAPIV3Schema: objectSchema(definition) },
        },
      ],
    },
  };
}
