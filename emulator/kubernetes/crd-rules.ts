import { compileError } from "./cel.ts";
import { invalidValue, required } from "./findings.ts";
import { type Fields, fieldsOf, isFields, type KubeObject } from "./json.ts";
import type { Rules } from "./resource.ts";
import type { Schema } from "./schema.ts";
import type { Cause } from "./status.ts";

export interface CrdVersion {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  schema?: { openAPIV3Schema?: Schema };
  subresources?: {
    status?: Fields;
    scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
  };
  additionalPrinterColumns?: {
    name: string;
    type: string;
    format?: string;
    description?: string;
    priority?: number;
    jsonPath: string;
  }[];
  selectableFields?: { jsonPath: string }[];
}

export interface CrdSpec {
  group: string;
  scope: "Namespaced" | "Cluster";
  names: {
    plural: string;
    singular?: string;
    kind: string;
    listKind?: string;
    shortNames?: string[];
    categories?: string[];
  };
  versions: CrdVersion[];
}

export function crdSpecOf(object: KubeObject): CrdSpec {
  return object.spec as CrdSpec;
}

/** What CustomResourceDefinitions do beyond their schema. */
export const crdRules: Rules = {
  zero: {
    spec: { group: "", names: { plural: "", kind: "" }, scope: "", versions: null },
    status: { conditions: null, acceptedNames: { plural: "", kind: "" }, storedVersions: null },
  },
  generation: true,
  defaults: (object) => {
    const spec = fieldsOf(object.spec);
    const names = fieldsOf(spec.names);
    if (typeof names.kind === "string") {
      names.singular ??= names.kind.toLowerCase();
      names.listKind ??= `${names.kind}List`;
    }
    spec.names = names;
    spec.conversion ??= { strategy: "None" };
    object.spec = spec;
  },
  beforeStore: (object, old) => {
    const { versions } = crdSpecOf(object);
    const storing = Array.isArray(versions)
      ? versions.filter((version) => version.storage).map(({ name }) => name)
      : [];
    const known = old ? fieldsOf(object.status).storedVersions : [];
    const stored = new Set([...(Array.isArray(known) ? known : []), ...storing]);
    object.status = { ...fieldsOf(object.status), storedVersions: [...stored] };
  },
  validate: (object) => validateCrd(object),
};

function validateCrd(object: KubeObject): Cause[] {
  const spec = crdSpecOf(object);
  const found: Cause[] = [];
  for (const field of ["group", "scope"] as const) if (!spec[field]) found.push(required(`spec.${field}`));
  for (const field of ["plural", "kind"] as const)
    if (!spec.names?.[field]) found.push(required(`spec.names.${field}`));
  const name = `${spec.names?.plural}.${spec.group}`;
  if (object.metadata.name !== name) {
    found.push(invalidValue("metadata.name", object.metadata.name, 'must be spec.names.plural+"."+spec.group'));
  }
  const versions = Array.isArray(spec.versions) ? spec.versions : [];
  const storing = versions.filter((version) => version.storage).length;
  if (storing !== 1)
    found.push(invalidValue("spec.versions", versions, "must have exactly one version marked as storage version"));
  for (const [index, version] of versions.entries()) {
    const at = `spec.versions[${index}].schema.openAPIV3Schema`;
    const schema = version.schema?.openAPIV3Schema;
    if (!schema) found.push(required(at, "schemas are required"));
    else found.push(...schemaFindings(schema, at));
  }
  return found;
}

/** The schema must be structural: every node has a type, and its rules compile. */
function schemaFindings(schema: Schema, at: string): Cause[] {
  const found: Cause[] = [];
  const free = schema["x-kubernetes-preserve-unknown-fields"] || schema["x-kubernetes-int-or-string"];
  if (schema.type === undefined && !free)
    found.push(required(`${at}.type`, "must not be empty for specified object fields"));
  for (const [index, rule] of (schema["x-kubernetes-validations"] ?? []).entries()) {
    const why = compileError(rule.rule);
    if (why !== undefined) {
      found.push(
        invalidValue(`${at}.x-kubernetes-validations[${index}].rule`, rule.rule, `compilation failed: ${why}`),
      );
    }
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    found.push(...schemaFindings(property, `${at}.properties[${name}]`));
  }
  if (schema.items) found.push(...schemaFindings(schema.items, `${at}.items`));
  if (schema.type === "array" && !schema.items) found.push(required(`${at}.items`, "must be specified"));
  if (isFields(schema.additionalProperties)) {
    found.push(...schemaFindings(schema.additionalProperties as Schema, `${at}.additionalProperties`));
  }
  return found;
}
