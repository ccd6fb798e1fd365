import type { Path } from "../protocol/diagnostics.ts";
import { coreNames } from "./key-attributes.gen.ts";

/** Attributes by what core calls them, where that is something else. */
export const attributeNames: Readonly<Record<string, string>> = Object.fromEntries(
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
