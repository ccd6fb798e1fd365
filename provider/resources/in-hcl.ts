import { attributeNames } from "./attribute-path.ts";
import { argumentOf } from "./provider-block/names.ts";

/** A driver's message in the words of HCL: `spec.quota.reset` becomes `quota.reset`, `rateLimit` becomes `rate_limit`. */
export function inHcl(text: string): string {
  return text
    .replace(/\bspec\.(?=[a-z])/g, "")
    .replace(/\b[a-z]+(?:[A-Z][a-z]+|URL|IPs)+\b/g, (name) => attributeNames[name] ?? argumentOf(name) ?? name);
}
