// Makes provider/resources/key-attributes.gen.ts: core's schema of a key as attributes of Terraform.
import { z } from "zod";
import { keySchema } from "../core/key.ts";
import { attributeCode } from "./attribute-code.ts";

/** A node of a JSON schema, as far as attributes are made of it. */
export interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
}

/** `allowedIPs` is `allowed_ips` in HCL, `baseURL` is `base_url`. */
export function snakeCase(name: string): string {
  return name
    .replace(/(IPs|URL)$/, (word) => `_${word.toLowerCase()}`)
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Lists whose order means nothing: written in another order they are not changed. */
const sets = new Set(["allowedIPs"]);

/** The file, whole. */
export function keyAttributes(): string {
  const schema = z.toJSONSchema(keySchema, { unrepresentable: "any", io: "input" }) as Node;
  const names: Record<string, string> = {};
  const { fields, makers } = attributeCode(attributesOf(schema, names, new Set()));
  return `// Made by \`npm run generate\` from core/key.ts; do not edit.
import { ${makers.join(", ")} } from "./attributes.ts";

/** What is declared of a key, as attributes. All are optional here; a resource says which it demands. */
export const keyAttributes = {
${fields}};

/** Attributes whose name in core is another one. */
export const coreNames: Readonly<Record<string, string>> = ${JSON.stringify(names, undefined, 2)};
`;
}

/** The properties of an object as attributes. `names` learns which of them have another name there. */
export function attributesOf(
  node: Node,
  names: Record<string, string>,
  required: ReadonlySet<string>,
): Record<string, object> {
  return Object.fromEntries(
    Object.entries(node.properties ?? {}).map(([name, property]) => {
      const snake = snakeCase(name);
      if ((names[snake] ?? name) !== name) throw new Error(`${name} and ${names[snake]} would both be ${snake} in HCL`);
      if (snake !== name) names[snake] = name;
      return [snake, attributeOf(name, property, required.has(name), names)];
    }),
  );
}

function attributeOf(name: string, node: Node, required: boolean, names: Record<string, string>): object {
  const choices = node.enum ? ` One of ${node.enum.join(", ")}.` : "";
  const traits = {
    ...(node.description ? { description: `${inSnakeCase(node.description)}${choices}` } : {}),
    ...(required ? { required: true } : { optional: true }),
  };
  const demanded = new Set(node.required ?? node.items?.required ?? []);
  if (node.type === "object" && typeof node.additionalProperties === "object")
    return { ...traits, type: ["map", plain(node.additionalProperties)] };
  if (node.type === "object") {
    return { ...traits, nested: { nesting: "single", attributes: attributesOf(node, names, demanded) } };
  }
  if (node.type === "array" && node.items?.type === "object") {
    return { ...traits, nested: { nesting: "list", attributes: attributesOf(node.items, names, demanded) } };
  }
  if (node.type === "array") return { ...traits, type: [sets.has(name) ? "set" : "list", plain(node.items!)] };
  return { ...traits, type: plain(node) };
}

function plain(node: Node): string {
  switch (node.type) {
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "bool";
    default:
      throw new Error(`the schema has a field of the type ${node.type}, for which there is no attribute yet`);
  }
}

/** Descriptions speak of other fields by their names in core. */
function inSnakeCase(text: string): string {
  return text.replace(/`([a-zA-Z]+)`/g, (_, name: string) => `\`${snakeCase(name)}\``);
}
