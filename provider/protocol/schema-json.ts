import type { Parameter, Provider, ProviderFunction } from "./provider.ts";
import type { Attribute, Block, IdentitySchema, Schema } from "./schema.ts";

/** JSON: text, numbers, booleans, lists and objects. Attributes that are undefined are left out. */
type Json = string | number | boolean | undefined | readonly Json[] | { readonly [key: string]: Json };

export interface SchemaJsonOptions {
  /** Default: registry.terraform.io. */
  readonly host?: string;
  /** Default: the provider's name. */
  readonly namespace?: string;
}

/**
 * What `terraform providers schema -json` says of this provider, without starting either: generators of bindings and
 * documentation read it. As there, what a provider does not have is left out.
 */
export function schemaJson<Client>(
  provider: Provider<Client>,
  { host = "registry.terraform.io", namespace = provider.name }: SchemaJsonOptions = {},
): { readonly [key: string]: Json } {
  const identities = Object.entries(provider.resources ?? {}).flatMap(([name, { identity }]) =>
    identity ? [[name, identityJson(identity)] as const] : [],
  );
  const known = {
    provider: schemaOf(provider),
    resource_schemas: each(provider.resources, schemaOf),
    data_source_schemas: each(provider.dataSources, schemaOf),
    ephemeral_resource_schemas: each(provider.ephemeralResources, schemaOf),
    list_resource_schemas: each(provider.listResources, schemaOf),
    functions: each(provider.functions, functionJson),
    resource_identity_schemas: identities.length > 0 ? Object.fromEntries(identities) : undefined,
    action_schemas: each(provider.actions, ({ schema }) => ({ block: blockJson(schema) })),
  };
  // Through JSON once, so that what is undefined is gone and lists are copies.
  return JSON.parse(
    JSON.stringify({
      format_version: "1.0",
      provider_schemas: { [`${host}/${namespace}/${provider.name}`]: known },
    }),
  );
}

function each<T>(parts: Readonly<Record<string, T>> | undefined, convert: (part: T) => Json): Json {
  const entries = Object.entries(parts ?? {}).map(([name, part]) => [name, convert(part)] as const);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function schemaOf({ schema }: { readonly schema: Schema }): Json {
  return { version: schema.version ?? 0, block: blockJson(schema) };
}

function blockJson(schema: Omit<Schema, "version">): Json {
  return {
    attributes: each(schema.attributes, attributeJson),
    block_types: each(schema.blocks, nestedBlockJson),
    ...described(schema),
    deprecated: schema.deprecated === undefined ? undefined : true,
  };
}

function attributeJson(attribute: Attribute): Json {
  const { nested, required, optional, computed, sensitive, writeOnly } = attribute;
  return {
    type: attribute.type,
    nested_type: nested && { attributes: each(nested.attributes, attributeJson), nesting_mode: nested.nesting },
    ...described(attribute),
    deprecated: attribute.deprecated === undefined ? undefined : true,
    required: required || undefined,
    optional: optional || undefined,
    computed: computed || undefined,
    sensitive: sensitive || undefined,
    write_only: writeOnly || undefined,
  };
}

function nestedBlockJson({ nesting, schema, minItems, maxItems }: Block): Json {
  return {
    nesting_mode: nesting,
    block: blockJson(schema),
    min_items: minItems || undefined,
    max_items: (nesting === "single" ? minItems : maxItems) || undefined,
  };
}

function functionJson({ summary, description, parameters, variadic, returns }: ProviderFunction): Json {
  return {
    summary,
    description,
    return_type: returns,
    parameters: parameters.length > 0 ? parameters.map(parameterJson) : undefined,
    variadic_parameter: variadic && parameterJson(variadic),
  };
}

function parameterJson({ name, description, type, allowNull }: Parameter): Json {
  return { name, description, is_nullable: allowNull || undefined, type };
}

function identityJson({ version = 0, attributes }: IdentitySchema): Json {
  return {
    version,
    attributes: each(attributes, ({ type, description, importedBy }) => ({
      type,
      description,
      required_for_import: importedBy === "required" || undefined,
      optional_for_import: importedBy === "optional" || undefined,
    })),
  };
}

function described({ description }: { readonly description?: string }): { readonly [key: string]: Json } {
  return { description, description_kind: description === undefined ? "plain" : "markdown" };
}
