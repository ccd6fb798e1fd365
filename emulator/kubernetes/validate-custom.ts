import { evaluateRules } from "./cel.ts";
import { equalJson, type KubeObject } from "./json.ts";
import type { Resource } from "./resource.ts";
import type { Cause } from "./status.ts";
import { validateListTypes, validateSchema } from "./validate.ts";

/** Findings of a custom resource's schema; CEL rules are asked only when the shape is right. */
export function validateCustom(resource: Resource, object: KubeObject, old: KubeObject | undefined): Cause[] {
  const { metadata, ...body } = object;
  const { metadata: oldMetadata, ...oldBody } = old ?? { metadata: {} };
  const shape = validateSchema(resource.schema, body, "").filter((one) => one.field !== "metadata");
  const before = old ? new Set(validateSchema(resource.schema, oldBody, "").map(fingerprint)) : undefined;
  // A value that was wrong before and has not changed does not block other edits.
  const found = before ? shape.filter((one) => !before.has(fingerprint(one)) || !sameAt(body, oldBody, one)) : shape;
  found.push(...validateListTypes(resource.schema, body, ""));
  if (found.length > 0) return found;
  return evaluateRules(resource.schema, object, old);
}

function fingerprint(cause: Cause): string {
  return `${cause.field}\n${cause.message}`;
}

function sameAt(a: unknown, b: unknown, cause: Cause): boolean {
  const steps = (cause.field ?? "").split(/[.[\]]+/).filter((step) => step !== "");
  const at = (value: unknown): unknown =>
    steps.reduce<unknown>((one, step) => (one as { [field: string]: unknown } | undefined)?.[step], value);
  return equalJson(at(a), at(b));
}
