import * as z from "zod/mini";

/** A field that may be left out, with what people read about it. */
export function optional<Schema extends z.ZodMiniType>(schema: Schema, description: string): z.ZodMiniOptional<Schema> {
  return z.optional(schema).check(z.describe(description));
}
