// Attributes as code that calls the makers of provider/resources/attributes.ts: a third of the size of what they make.
import type { Attribute } from "../provider/protocol/schema.ts";
import type * as makers from "../provider/resources/attributes.ts";

const makerOf: Readonly<Record<string, keyof typeof makers>> = {
  '"string"': "text",
  '"number"': "number",
  '"bool"': "flag",
  '["list","string"]': "texts",
  '["set","string"]': "textSet",
  '["map","string"]': "textMap",
};

/** Attributes as the inside of an object's braces, and the makers that it calls. */
export function attributeCode(attributes: Readonly<Record<string, object>>): {
  readonly fields: string;
  readonly makers: readonly string[];
} {
  const used = new Set<string>();
  return { fields: fieldsOf(attributes as Attributes, used, "  "), makers: [...used].sort() };
}

type Attributes = Readonly<Record<string, Attribute>>;

function fieldsOf(attributes: Attributes, used: Set<string>, indent: string): string {
  return Object.entries(attributes)
    .map(([name, attribute]) => `${indent}${name}: ${codeOf(attribute, used, indent)},\n`)
    .join("");
}

function codeOf(attribute: Attribute, used: Set<string>, indent: string): string {
  const { nested, type, required, description = "" } = attribute;
  const maker = nested ? (nested.nesting === "list" ? "objects" : "object") : makerOf[JSON.stringify(type)]!;
  const inner = nested ? `, {\n${fieldsOf(nested.attributes, used, `${indent}  `)}${indent}}` : "";
  const made = `${maker}(${JSON.stringify(description)}${inner})`;
  used.add(maker);
  if (required) used.add("demanded");
  return required ? `demanded(${made})` : made;
}
