import type { Parameter, ProviderFunction } from "../provider.ts";
import type { Attribute, Block, IdentitySchema, Schema } from "../schema.ts";
import type { Type } from "../value.ts";
import type { Draft } from "../wire/protobuf.ts";
import {
  markdown,
  nestingModes,
  type WireAttribute,
  type WireBlock,
  type WireNestedBlock,
} from "../wire/schema-messages.ts";

/** A schema as it travels. */
export function wireSchema(schema: Schema) {
  return { version: schema.version ?? 0, block: wireBlock(schema) };
}

function wireBlock(schema: Omit<Schema, "version">): Draft<WireBlock> {
  return {
    attributes: Object.entries(schema.attributes).map(wireAttribute),
    blockTypes: Object.entries(schema.blocks ?? {}).map(wireNestedBlock),
    ...described(schema),
    ...deprecated(schema.deprecated),
  };
}

function wireAttribute([name, attribute]: readonly [string, Attribute]): Draft<WireAttribute> {
  const { nested } = attribute;
  return {
    name,
    ...(nested
      ? {
          nestedType: {
            attributes: Object.entries(nested.attributes).map(wireAttribute),
            nesting: nestingModes[nested.nesting],
          },
        }
      : { type: wireType(attribute.type) }),
    required: attribute.required,
    optional: attribute.optional,
    computed: attribute.computed,
    sensitive: attribute.sensitive,
    writeOnly: attribute.writeOnly,
    ...described(attribute),
    ...deprecated(attribute.deprecated),
  };
}

function wireNestedBlock([typeName, block]: readonly [string, Block]): Draft<WireNestedBlock> {
  const single = block.nesting === "single";
  return {
    typeName,
    block: wireBlock(block.schema),
    nesting: nestingModes[block.nesting],
    minItems: block.minItems,
    // A single block has as many at most as at least, 0 or 1.
    maxItems: single ? block.minItems : block.maxItems,
  };
}

export function wireFunction(one: ProviderFunction) {
  return {
    parameters: one.parameters.map(wireParameter),
    variadicParameter: one.variadic && wireParameter(one.variadic),
    return: { type: wireType(one.returns) },
    summary: one.summary,
    ...described(one),
  };
}

function wireParameter(parameter: Parameter) {
  return {
    name: parameter.name,
    type: wireType(parameter.type),
    allowNullValue: parameter.allowNull,
    allowUnknownValues: parameter.allowUnknown,
    ...described(parameter),
  };
}

export function wireIdentitySchema(schema: IdentitySchema) {
  return {
    version: schema.version ?? 0,
    identityAttributes: Object.entries(schema.attributes).map(([name, { type, description, importedBy }]) => ({
      name,
      type: wireType(type),
      description,
      requiredForImport: importedBy === "required",
      optionalForImport: importedBy === "optional",
    })),
  };
}

function wireType(type: Type): Uint8Array {
  return Buffer.from(JSON.stringify(type));
}

function described({ description }: { readonly description?: string }) {
  return description === undefined ? {} : { description, descriptionKind: markdown };
}

function deprecated(message: string | undefined) {
  return message === undefined ? {} : { deprecated: true, deprecationMessage: message };
}
