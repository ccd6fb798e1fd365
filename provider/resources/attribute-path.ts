import type { Path } from "../protocol/diagnostics.ts";
import { coreNames } from "./key-attributes.gen.ts";

const attributeNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(coreNames).map(([attribute, core]) => [core, attribute]),
);

/** A path in core's terms, as a schema's issue has it, in Terraform's. */
export function attributePath(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === "number" ? step : (attributeNames[String(step)] ?? String(step))));
}

/** The same for a path as drivers write it: `spec.routes[0].rateLimit`. Addresses are a set, whose items have no place. */
export function parsedPath(text: string): Path {
  const steps = [...text.replace(/^spec\.?/, "").matchAll(/([A-Za-z]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? name! : Number(index),
  );
  const path = attributePath(steps);
  return path[0] === "allowed_ips" ? path.slice(0, 1) : path;
}

/** Attributes of the provider block that have two words. */
const blockNames: Readonly<Record<string, string>> = {
  accessToken: "access_token",
  userId: "user_id",
  totpSecret: "totp_secret",
  refreshToken: "refresh_token",
  panelURL: "panel_url",
  dataURL: "data_url",
};

/** A driver's message in the words of HCL: `spec.quota.reset` becomes `quota.reset`, `rateLimit` becomes `rate_limit`. */
export function inHcl(text: string): string {
  return text
    .replace(/\bspec\.(?=[a-z])/g, "")
    .replace(/\b[a-z]+(?:[A-Z][a-z]+|URL|IPs)+\b/g, (name) => attributeNames[name] ?? blockNames[name] ?? name);
}
