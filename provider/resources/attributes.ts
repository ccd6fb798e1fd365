import type { Attribute } from "../protocol/schema.ts";

type Attributes = Readonly<Record<string, Attribute>>;

/** Attributes that the user may set, by their types. Short, for there are many, and every client asks for all of them. */
export const text = (description: string) => ({ type: "string", optional: true, description }) as const;
export const number = (description: string) => ({ type: "number", optional: true, description }) as const;
export const flag = (description: string) => ({ type: "bool", optional: true, description }) as const;
export const texts = (description: string) => ({ type: ["list", "string"], optional: true, description }) as const;
export const textSet = (description: string) => ({ type: ["set", "string"], optional: true, description }) as const;
export const textMap = (description: string) => ({ type: ["map", "string"], optional: true, description }) as const;
export const object = (description: string, attributes: Attributes): Attribute => ({
  nested: { nesting: "single", attributes },
  optional: true,
  description,
});
export const objects = (description: string, attributes: Attributes): Attribute => ({
  nested: { nesting: "list", attributes },
  optional: true,
  description,
});

/** The same, but the user must set it. */
export const demanded = (attribute: Attribute): Attribute => ({ ...attribute, optional: false, required: true });
/** The same, but the provider fills it in. */
export const computed = (attribute: Attribute): Attribute => ({ ...attribute, optional: false, computed: true });
