import type { Attribute } from "../../protocol/schema.ts";
import { ExactNumber, type Value, type ValueMap } from "../../protocol/value.ts";
import { listKeys, specAttributes } from "./attributes.gen.ts";
import { crdName } from "./crd-names.ts";

/** The kind, as the API addresses it. */
export const tokApiKeys = { group: "tokapi.dev", version: "v1alpha1", plural: "tokapikeys" } as const;

/** The object that is declared, as the CRD has it: what nobody set is not in it. Values are wholly known. */
export function declaredObject(declared: ValueMap, uid: string | undefined): object {
  const { name, namespace, labels, annotations, spec } = declared;
  const given = (map: Value | undefined) => toCrd(map ?? null, { type: ["map", "string"] });
  return {
    apiVersion: `${tokApiKeys.group}/${tokApiKeys.version}`,
    kind: "TokApiKey",
    metadata: { name, namespace, uid, labels: given(labels), annotations: given(annotations) },
    spec: toCrd(spec ?? null, specAttribute),
  };
}

const specAttribute: Attribute = { nested: { nesting: "single", attributes: specAttributes } };

function toCrd(value: Value, attribute: Attribute): unknown {
  if (value === null) return undefined;
  if (attribute.nested) {
    const object = (each: Value) =>
      Object.fromEntries(
        Object.entries(attribute.nested.attributes).map(([name, inner]) => [
          crdName(name),
          toCrd((each as ValueMap)[name] ?? null, inner),
        ]),
      );
    return Array.isArray(value) ? (value as readonly Value[]).map(object) : object(value);
  }
  if (typeof value === "bigint" || value instanceof ExactNumber) return Number(value.toString());
  if (Array.isArray(value)) return (value as readonly Value[]).filter((each) => each !== null);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}

/** A whole spec as attributes. */
export function specFrom(live: unknown): Value {
  return fromCrd(live, specAttribute);
}

function fromCrd(live: unknown, attribute: Attribute): Value {
  if (live === undefined || live === null) return null;
  if (attribute.nested) {
    const object = (each: unknown): ValueMap => {
      const fields = (typeof each === "object" && each !== null ? each : {}) as Record<string, unknown>;
      return Object.fromEntries(
        Object.entries(attribute.nested.attributes).map(([name, inner]) => [
          name,
          fromCrd(fields[crdName(name)], inner),
        ]),
      );
    };
    if (attribute.nested.nesting === "list") return Array.isArray(live) ? live.map(object) : null;
    return object(live);
  }
  const { type } = attribute;
  if (type === "string") return typeof live === "string" ? live : null;
  if (type === "number") return typeof live === "number" ? live : null;
  if (type === "bool") return typeof live === "boolean" ? live : null;
  const texts = (all: readonly unknown[]) => all.filter((each) => typeof each === "string");
  if (Array.isArray(type) && type[0] !== "map") return Array.isArray(live) ? texts(live) : null;
  return Object.fromEntries(
    Object.entries(live as object).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** The declared spec as it really is: where the cluster has another value, that one; what is not declared stays out. */
export function specAsFound(declared: Value, live: unknown): Value {
  return asFound(declared, live, specAttribute, "");
}

/** The same for labels and annotations. */
export function mapAsFound(declared: Value, live: Readonly<Record<string, string>> | undefined): Value {
  return asFound(declared, live ?? {}, { type: ["map", "string"] }, "");
}

function asFound(declared: Value, live: unknown, attribute: Attribute, path: string): Value {
  if (declared === null) return null;
  if (live === undefined || live === null) return null;
  const fields = live as Record<string, unknown>;
  if (attribute.nested?.nesting === "single") {
    return Object.fromEntries(
      Object.entries(attribute.nested.attributes).map(([name, inner]) => [
        name,
        asFound((declared as ValueMap)[name] ?? null, fields[crdName(name)], inner, path ? `${path}.${name}` : name),
      ]),
    );
  }
  const keys = listKeys[path];
  if (keys && Array.isArray(live)) {
    const found = fromCrd(live, attribute) as readonly ValueMap[];
    // Entries that nobody declared here are somebody else's.
    return (declared as readonly ValueMap[]).flatMap((entry) =>
      found.filter((each) => keys.every((key) => each[key] === entry[key])),
    );
  }
  const found = fromCrd(live, attribute);
  if (!Array.isArray(attribute.type) || found === null) return found;
  if (attribute.type[0] === "map") {
    const entries = Object.entries(declared as ValueMap).filter(([name, value]) => value === null || name in fields);
    return Object.fromEntries(entries.map(([name, value]) => [name, value && ((found as ValueMap)[name] ?? null)]));
  }
  const sorted = (list: Value) => JSON.stringify([...(list as readonly string[])].sort());
  return attribute.type[0] === "set" && sorted(found) === sorted(declared) ? declared : found;
}
