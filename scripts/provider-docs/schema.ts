import type { Attribute, Schema } from "../../provider/protocol/schema.ts";
import type { Type } from "../../provider/protocol/value.ts";

/** A schema as sections of a page of the registries: what must be set, what may be, what is read. */
export function schemaSections(schema: Pick<Schema, "attributes" | "blocks">): readonly string[] {
  return ["## Schema", ...sections(schema, "", 3), ...nested(schema, "")];
}

type Shape = Pick<Schema, "attributes" | "blocks">;

function sections({ attributes, blocks = {} }: Shape, path: string, level: number): readonly string[] {
  const entries = Object.entries(attributes);
  const optionalBlocks = Object.entries(blocks).map(
    ([name, { nesting, schema }]) =>
      `- \`${name}\` (Block ${word(nesting)}) ${schema.description ?? ""}${see(path + name)}`,
  );
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ["Required", entries.filter(([, each]) => each.required).map(line)],
    ["Optional", [...entries.filter(([, each]) => each.optional).map(line), ...optionalBlocks]],
    ["Read-Only", entries.filter(([, each]) => !each.required && !each.optional).map(line)],
  ];
  const heading = (title: string) => (level > 0 ? `${"#".repeat(level)} ${title}` : `${title}:`);
  return kinds.flatMap(([title, lines]) => (lines.length === 0 ? [] : [heading(title), lines.join("\n")]));

  function line([name, attribute]: [string, Attribute]): string {
    const more = attribute.nested ? see(path + name) : "";
    const gone = attribute.deprecated ? ` **Deprecated:** ${attribute.deprecated}` : "";
    return `- \`${name}\` (${traits(attribute)}) ${attribute.description ?? ""}${gone}${more}`.trimEnd();
  }
}

function traits(attribute: Attribute): string {
  return [
    attribute.nested ? `Attributes${plural(attribute.nested.nesting)}` : typeName(attribute.type),
    ...(attribute.sensitive ? ["Sensitive"] : []),
    ...(attribute.writeOnly ? ["Write-only"] : []),
    ...(attribute.deprecated ? ["Deprecated"] : []),
  ].join(", ");
}

function plural(nesting: string): string {
  return nesting === "single" ? "" : ` ${word(nesting)}`;
}

function word(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The sections of what has attributes of its own, in the order of the schema, each before what is in it. */
function nested({ attributes, blocks = {} }: Shape, path: string): readonly string[] {
  const inner: readonly (readonly [string, Shape])[] = [
    ...Object.entries(attributes).flatMap(([name, { nested: own }]) => (own ? [[name, own] as const] : [])),
    ...Object.entries(blocks).map(([name, { schema }]) => [name, schema] as const),
  ];
  return inner.flatMap(([name, shape]) => {
    const here = path + name;
    return [`### ${title(here)}`, ...sections(shape, `${here}.`, 0), ...nested(shape, `${here}.`)];
  });
}

function title(path: string): string {
  return `Nested Schema for \`${path}\``;
}

/** A link to a section, by the anchor that code hosts and registries give to its title. */
function see(path: string): string {
  const anchor = title(path)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
  return ` (see [below](#${anchor}))`;
}

/** A type in words: "List of String". */
export function typeName(type: Type): string {
  if (typeof type === "string")
    return { string: "String", number: "Number", bool: "Boolean", dynamic: "Dynamic" }[type];
  const [kind, inner] = type;
  if (kind === "object" || kind === "tuple") return word(kind);
  return `${word(kind)} of ${typeName(inner)}`;
}

/** A type as HCL writes it: `list(string)`. */
export function typeExpression(type: Type): string {
  if (typeof type === "string") return type === "dynamic" ? "any" : type;
  if (type[0] === "tuple") return `tuple([${type[1].map(typeExpression).join(", ")}])`;
  if (type[0] === "object") {
    const members = Object.entries(type[1]).map(([name, inner]) => `${name} = ${typeExpression(inner)}`);
    return `object({ ${members.join(", ")} })`;
  }
  return `${type[0]}(${typeExpression(type[1])})`;
}
