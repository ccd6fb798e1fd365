import type { Attribute, Block, IdentitySchema, Schema } from "../schema.ts";
import type { Type } from "../value.ts";

type Shape = Pick<Schema, "attributes" | "blocks">;
const known = new WeakMap<Shape | IdentitySchema, Type>();

/** The type of a whole object with this schema: all attributes and all blocks. */
export function typeOfSchema(schema: Shape): Type {
  return remembered(schema, () => {
    const attributes: Record<string, Type> = {};
    for (const [name, attribute] of Object.entries(schema.attributes)) attributes[name] = typeOfAttribute(attribute);
    for (const [name, block] of Object.entries(schema.blocks ?? {})) attributes[name] = typeOfBlock(block);
    return ["object", attributes];
  });
}

export function typeOfIdentity(schema: IdentitySchema): Type {
  return remembered(schema, () => {
    const attributes = Object.entries(schema.attributes).map(([name, { type }]) => [name, type] as const);
    return ["object", Object.fromEntries(attributes)];
  });
}

export function typeOfAttribute(attribute: Attribute): Type {
  if (attribute.type) return attribute.type;
  const { nesting } = attribute.nested;
  const one = typeOfSchema(attribute.nested);
  return nesting === "single" ? one : [nesting, one];
}

function typeOfBlock(block: Block): Type {
  const one = typeOfSchema(block.schema);
  return block.nesting === "single" ? one : [block.nesting, one];
}

function remembered(schema: Shape | IdentitySchema, make: () => Type): Type {
  const before = known.get(schema);
  if (before) return before;
  const type = make();
  known.set(schema, type);
  return type;
}
