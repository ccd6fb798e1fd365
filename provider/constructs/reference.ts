import { Token } from "cdktf";

/** `${var.token}`, as some write it by hand. */
const interpolation = /^\$\{[a-z_][\w-]*(\.[\w-]+|\["[^"]*"\]|\[\d+\])+\}$/;

/**
 * A secret by reference, as it is. Throws on a literal text, at once and without repeating it: it must not come as far as
 * cdk.tf.json, not even where validations are skipped.
 */
export function reference(what: string, text: string): string {
  if (Token.isUnresolved(text) || interpolation.test(text)) return text;
  throw new Error(
    `${what}: is a literal text, which would stand in the program and in cdk.tf.json. Declare a TerraformVariable with sensitive: true, and give its stringValue.`,
  );
}
