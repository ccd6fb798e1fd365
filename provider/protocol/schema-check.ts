import type { Provider } from "./provider.ts";
import type { Attribute, Block, IdentitySchema, Schema } from "./schema.ts";
import type { Type } from "./value.ts";

/** Words that mean something else in a configuration, so that nobody could set an attribute of that name. */
const reserved = {
  provider: ["alias", "version"],
  resource: ["count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner"],
  // Their attributes are in a block of their own.
  config: [],
} as const;

interface Rules {
  readonly reserved: readonly string[];
  readonly writeOnly: boolean;
}

/**
 * What is wrong with the schemas of a provider, one sentence each; for its tests. Terraform checks some of it and crashes
 * over some, and one bad attribute makes the whole provider unusable.
 */
export function schemaProblems<Client>(provider: Provider<Client>): readonly string[] {
  const plain = { reserved: reserved.resource, writeOnly: false };
  return [
    ...ofSchema("provider", provider.schema, { reserved: reserved.provider, writeOnly: false }),
    ...[
      provider.resources,
      provider.dataSources,
      provider.ephemeralResources,
      provider.listResources,
      provider.actions,
    ].flatMap((parts) =>
      Object.keys(parts ?? {})
        .filter((name) => name !== provider.name && !name.startsWith(`${provider.name}_`))
        .map((name) => `${name}: types of this provider begin with ${provider.name}_`),
    ),
    ...each("resource", provider.resources, (place, { schema, identity }) => [
      ...ofSchema(place, schema, { reserved: reserved.resource, writeOnly: true }),
      ...(identity ? ofIdentity(place, identity) : []),
    ]),
    ...each("data source", provider.dataSources, (place, { schema }) => ofSchema(place, schema, plain)),
    ...each("ephemeral resource", provider.ephemeralResources, (place, { schema }) => ofSchema(place, schema, plain)),
    ...each("list resource", provider.listResources, (place, { schema }) => [
      ...ofSchema(place, schema, { reserved: reserved.config, writeOnly: false }),
    ]),
    ...each("action", provider.actions, (place, { schema }) => [
      ...ofSchema(place, schema, { reserved: reserved.config, writeOnly: false }),
      ...Object.entries(schema.attributes).flatMap(([name, { computed }]) =>
        computed ? [`${place}.${name}: an action has no results, so nothing is computed`] : [],
      ),
    ]),
    ...Object.keys(provider.listResources ?? {}).flatMap((name) =>
      provider.resources?.[name]?.identity
        ? []
        : [`list resource ${name}: needs a resource of that name with an identity`],
    ),
    ...each("function", provider.functions, (place, { parameters, variadic }) => {
      const names = [...parameters, ...(variadic ? [variadic] : [])].map(({ name }) => name);
      return [
        ...names.flatMap((name) =>
          /^[a-zA-Z_][\w-]*$/.test(name) ? [] : [`${place}: "${name}" is no parameter name`],
        ),
        ...(new Set(names).size < names.length ? [`${place}: two parameters have the same name`] : []),
      ];
    }),
  ];
}

function each<T>(
  kind: string,
  parts: Readonly<Record<string, T>> | undefined,
  check: (place: string, part: T) => readonly string[],
): readonly string[] {
  return Object.entries(parts ?? {}).flatMap(([name, part]) => check(`${kind} ${name}`, part));
}

function ofSchema(place: string, schema: Schema, rules: Rules): readonly string[] {
  const { version = 0 } = schema;
  const taken = [...Object.keys(schema.attributes), ...Object.keys(schema.blocks ?? {})];
  return [
    ...(Number.isSafeInteger(version) && version >= 0 ? [] : [`${place}: version ${version} is none`]),
    ...taken
      .filter((name) => rules.reserved.includes(name))
      .map((name) => `${place}.${name}: is a word of the language`),
    ...ofShape(place, schema, rules, false),
  ];
}

function ofShape(
  place: string,
  { attributes, blocks = {} }: Pick<Schema, "attributes" | "blocks">,
  rules: Rules,
  inSet: boolean,
): readonly string[] {
  return [
    ...Object.entries(attributes).flatMap(([name, one]) => [
      ...ofName(`${place}.${name}`, name),
      ...ofAttribute(`${place}.${name}`, one, rules, inSet),
    ]),
    ...Object.entries(blocks).flatMap(([name, block]) => [
      ...ofName(`${place}.${name}`, name),
      ...(Object.hasOwn(attributes, name) ? [`${place}.${name}: is both an attribute and a block`] : []),
      ...ofBlock(`${place}.${name}`, block, rules, inSet),
    ]),
  ];
}

function ofName(place: string, name: string): readonly string[] {
  return /^[a-z0-9_]+$/.test(name) ? [] : [`${place}: names are of a-z, 0-9 and _`];
}

function ofAttribute(place: string, attribute: Attribute, rules: Rules, inSet: boolean): readonly string[] {
  const { required, optional, computed, writeOnly, nested, type } = attribute;
  const bad: string[] = [];
  if (!required && !optional && !computed) bad.push("must be required, optional or computed");
  if (required && (optional || computed)) bad.push("is required, so it can be neither optional nor computed");
  if (writeOnly && !rules.writeOnly) bad.push("only resources have write-only attributes");
  if (writeOnly && computed) bad.push("is write-only, so nobody could see what is computed");
  if (writeOnly && inSet) bad.push("is in a set, where nothing can be write-only");
  if (type && inSet && mentionsDynamic(type)) bad.push("is in a set, where nothing can be dynamic");
  if (Array.isArray(type) && type[0] === "set" && mentionsDynamic(type)) bad.push("is a set of dynamic values");
  return [
    ...bad.map((sentence) => `${place}: ${sentence}`),
    ...(nested ? ofShape(place, nested, rules, inSet || nested.nesting === "set") : []),
  ];
}

function ofBlock(place: string, block: Block, rules: Rules, inSet: boolean): readonly string[] {
  const { nesting, minItems = 0, maxItems = 0, schema } = block;
  const bad: string[] = [];
  if (nesting === "single" && minItems > 1) bad.push("a single block is there once at most");
  if (nesting !== "single" && maxItems > 0 && minItems > maxItems) bad.push("minItems is more than maxItems");
  if (nesting === "list" && shapeMentionsDynamic(schema)) {
    bad.push("a repeated block with a dynamic attribute becomes dynamic as a whole; use a nested attribute");
  }
  return [
    ...bad.map((sentence) => `${place}: ${sentence}`),
    ...ofShape(place, schema, rules, inSet || nesting === "set"),
  ];
}

function ofIdentity(place: string, { attributes }: IdentitySchema): readonly string[] {
  const plain = ["string", "number", "bool"];
  return Object.entries(attributes).flatMap(([name, { type }]) => {
    const one = Array.isArray(type) && type[0] === "list" ? type[1] : type;
    if (typeof one === "string" && plain.includes(one)) return [];
    return [`${place}, identity ${name}: must be a string, number, bool or a list of one of them`];
  });
}

function shapeMentionsDynamic({ attributes, blocks = {} }: Pick<Schema, "attributes" | "blocks">): boolean {
  return (
    Object.values(attributes).some((one) =>
      one.nested ? shapeMentionsDynamic(one.nested) : mentionsDynamic(one.type),
    ) || Object.values(blocks).some(({ schema }) => shapeMentionsDynamic(schema))
  );
}

function mentionsDynamic(type: Type): boolean {
  if (typeof type === "string") return type === "dynamic";
  if (type[0] === "object") return Object.values(type[1]).some(mentionsDynamic);
  return type[0] === "tuple" ? type[1].some(mentionsDynamic) : mentionsDynamic(type[1]);
}
