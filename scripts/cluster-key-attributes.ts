// Makes provider/resources/cluster-api-key/attributes.gen.ts: the spec of a TokApiKey as attributes of Terraform, and what
// the CRD allows in each of them, so that a plan can refuse without a cluster.
import { keySchema } from "../core/key.ts";
import { durationPattern } from "../core/time.ts";
import { dataKeys } from "../operator/resources/reference.ts";
import { type StructuralSchema, structuralSchema } from "../operator/resources/structural-schema.ts";
import { tokApiKeySpecSchema } from "../operator/resources/tok-api-key.ts";
import { attributeCode } from "./attribute-code.ts";
import { attributesOf, type Node, snakeCase } from "./key-attributes.ts";

/** Patterns that have words of their own. All others are shown as they are. */
const meanings = {
  [durationPattern]: "a duration such as 30d, 12h or 1h30m",
  [dataKeys.pattern.source]: "a data key: letters, digits, hyphens, underscores and dots",
  "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$":
    "a name of Kubernetes: lower-case letters, digits, hyphens and dots, a letter or digit at both ends",
};

type Limits = Record<string, unknown>;
const limiting = [
  "enum",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "maxProperties",
] as const;

/** The file, whole. What core's schema of a key says already is taken from there. */
export function clusterKeyAttributes(): string {
  const whole = structuralSchema(tokApiKeySpecSchema);
  const own = Object.fromEntries(Object.entries(whole.properties ?? {}).filter(([name]) => !(name in keySchema.shape)));
  const names: Record<string, string> = {};
  const required = new Set(whole.required as readonly string[]);
  const attributes = attributesOf({ type: "object", properties: own as Node["properties"] } as Node, names, required);
  const limits: Record<string, Limits> = {};
  const keys: Record<string, readonly string[]> = {};
  for (const [name, node] of Object.entries(own)) collect(node, snakeCase(name), limits, keys);
  const { fields, makers } = attributeCode(inWordsOfHcl(attributes, names));
  const text = (value: unknown) => JSON.stringify(value, undefined, 2);
  return `// Made by \`npm run generate\` from operator/resources/tok-api-key.ts; do not edit.
import { ${makers.join(", ")} } from "../attributes.ts";
import { coreNames, keyAttributes } from "../key-attributes.gen.ts";
import type { Limits } from "./limits.ts";

/** The spec of a TokApiKey. */
export const specAttributes = {
  ...keyAttributes,
${fields}};

/** Attributes whose name in the CRD is not theirs in camel case. */
export const crdNames: Readonly<Record<string, string>> = {
  ...coreNames,
${text(Object.fromEntries(Object.entries(names).filter(([attribute, crd]) => camelCase(attribute) !== crd))).slice(2, -2)}
};

/** Lists whose entries are told apart by these attributes: other writers may have entries of their own in them. */
export const listKeys: Readonly<Record<string, readonly string[]>> = ${text(keys)};

/** What the CRD allows, and where: the attributes' paths, \`*\` for any entry of a map. */
export const limits: readonly (readonly [paths: string, limits: Limits])[] = [
${grouped(limits)}];

/** Patterns in words. */
export const meanings: Readonly<Record<string, string>> = ${text(meanings)};
`;
}

const camelCase = (name: string) => name.replace(/_[a-z]/g, (letters) => letters[1]!.toUpperCase());

/** Many paths have the same limits. */
function grouped(limits: Readonly<Record<string, Limits>>): string {
  const groups = Map.groupBy(Object.entries(limits), ([, found]) => JSON.stringify(found));
  return [...groups]
    .map(([found, entries]) => `  [${JSON.stringify(entries.map(([path]) => path).join(" "))}, ${found}],\n`)
    .join("");
}

function collect(
  node: StructuralSchema,
  path: string,
  limits: Record<string, Limits>,
  keys: Record<string, readonly string[]>,
): void {
  const found: Limits = {};
  for (const name of limiting) if (node[name] !== undefined) found[name] = node[name];
  // A pattern says more than that there must be something.
  if (typeof node.pattern === "string") {
    found.pattern = node.pattern;
    if (found.minLength === 1) delete found.minLength;
  }
  if (Object.keys(found).length > 0) limits[path] = found;
  const mapKeys = node["x-kubernetes-list-map-keys"];
  if (mapKeys) keys[path] = (mapKeys as string[]).map(snakeCase);
  for (const [name, child] of Object.entries(node.properties ?? {}))
    collect(child, `${path}.${snakeCase(name)}`, limits, keys);
  if (node.additionalProperties) collect(node.additionalProperties, `${path}.*`, limits, keys);
  if (node.items)
    for (const [name, child] of Object.entries(node.items.properties ?? {}))
      collect(child, `${path}.${snakeCase(name)}`, limits, keys);
}

/** Descriptions name other fields as the CRD does; a default such as apiKey is a value, and stays. */
function inWordsOfHcl(attributes: object, names: Readonly<Record<string, string>>): Record<string, object> {
  const snake = new Map(Object.entries(names).map(([attribute, crd]) => [crd, attribute]));
  return JSON.parse(JSON.stringify(attributes), (key, value: unknown) => {
    if (key !== "description" || typeof value !== "string") return value;
    const text = value.replace(/(?<!Default: |\$\{)\b[a-z]+[A-Z]\w*\b/g, (word) => snake.get(word) ?? word);
    return text.includes(`\${`) ? `${text}. HCL has dollars of its own: double each of these.` : text;
  });
}
