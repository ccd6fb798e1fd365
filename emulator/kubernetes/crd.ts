import { selectableOf } from "./builtin-selectable.ts";
import type { Cluster } from "./cluster.ts";
import { type CrdVersion, crdSpecOf } from "./crd-rules.ts";
import { type Fields, fieldsOf, type KubeObject } from "./json.ts";
import { compileJsonPath } from "./jsonpath.ts";
import { ALL_VERBS, type Column, type Resource } from "./resource.ts";
import { OBJECT_META, type Schema } from "./schema.ts";
import { ageText } from "./table.ts";

export const CRDS = "customresourcedefinitions.apiextensions.k8s.io";
export const CRD_CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

/** The conditions and names that a definition gets at once; no two definitions of one group fight over names here. */
export function establish(object: KubeObject, time: string): void {
  const { names, versions } = crdSpecOf(object);
  const old = fieldsOf(object.status);
  if (Array.isArray(old.conditions) && old.conditions.length > 0) {
    object.status = { ...old, acceptedNames: names };
    return;
  }
  const condition = (type: string, reason: string, message: string): Fields => ({
    type,
    status: "True",
    lastTransitionTime: time,
    reason,
    message,
  });
  object.status = {
    conditions: [
      condition("NamesAccepted", "NoConflicts", "no conflicts found"),
      condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
    ],
    acceptedNames: names,
    storedVersions: old.storedVersions ?? versions.filter((version) => version.storage).map((version) => version.name),
  };
}

/** Serves what the definition describes, in place of what an earlier form of it described. */
export function serveDefinition(cluster: Cluster, definition: KubeObject): void {
  const { metadata } = definition;
  cluster.registry.remove(metadata.name!);
  const { versions } = crdSpecOf(definition);
  for (const version of versions) if (version.served) cluster.registry.add(resourceOf(definition, version));
}

function resourceOf(definition: KubeObject, version: CrdVersion): Resource {
  const { group, scope, names, versions } = crdSpecOf(definition);
  const storage = versions.find((one) => one.storage) ?? version;
  const storedAs = `${group}/${storage.name}`;
  const servedAs = `${group}/${version.name}`;
  const status = version.subresources?.status !== undefined;
  const scale = version.subresources?.scale;
  return {
    group,
    version: version.name,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    namespaced: scope === "Namespaced",
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    verbs: ALL_VERBS,
    storage: definition.metadata.name!,
    custom: true,
    ruled: JSON.stringify(version.schema ?? {}).includes('"x-kubernetes-validations"'),
    schema: wholeSchema(
      version.schema?.openAPIV3Schema ?? { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    ),
    status,
    ...(scale
      ? {
          scale: {
            specPath: scale.specReplicasPath,
            statusPath: scale.statusReplicasPath,
            ...(scale.labelSelectorPath ? { selectorPath: scale.labelSelectorPath } : {}),
          },
        }
      : {}),
    columns: columnsOf(version),
    selectable: selectableOf((version.selectableFields ?? []).map((field) => field.jsonPath.replace(/^\./, ""))),
    rules: { generation: true, strictUpdate: true },
    toStored: (object) => ({ ...object, apiVersion: storedAs }),
    fromStored: (object) => ({ ...object, apiVersion: servedAs }),
    verbatim: true,
  };
}

/** The fields that every object has need not be declared. */
function wholeSchema(schema: Schema): Schema {
  const text: Schema = { type: "string" };
  return {
    ...schema,
    properties: { ...schema.properties, apiVersion: text, kind: text, metadata: { $ref: OBJECT_META } },
  };
}

function columnsOf(version: CrdVersion): Column[] {
  const name: Column = {
    name: "Name",
    type: "string",
    format: "name",
    priority: 0,
    cell: (object) => object.metadata.name,
  };
  const age: Column = {
    name: "Age",
    type: "date",
    priority: 0,
    cell: (object) => object.metadata.creationTimestamp,
  };
  if (!version.additionalPrinterColumns) return [name, age];
  return [
    name,
    ...version.additionalPrinterColumns.map(({ name: title, type, format, description, priority, jsonPath }) => {
      const read = compileJsonPath(jsonPath);
      return {
        name: title,
        type,
        ...(format === undefined ? {} : { format }),
        ...(description === undefined ? {} : { description }),
        priority: priority ?? 0,
        cell: (object: KubeObject, now: number) => cellOf(type, read?.(object) ?? [], now),
      };
    }),
  ];
}

function cellOf(type: string, found: unknown[], now: number): unknown {
  const [value] = found;
  if (value === undefined || value === null) return null;
  if (type === "date") return ageText(value, now);
  if (type === "integer") return typeof value === "number" ? Math.trunc(value) : null;
  if (type === "number" || type === "boolean") return typeof value === type ? value : null;
  return cellText(value);
}

function cellText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
