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
  if (!resource.ruled) return found;
  if (found.some((one) => BLOCKING.has(one.reason))) return [...found, UNCHECKED];
  return [...found, ...evaluateRules(resource.schema, object, old)];
}

/** After these findings rules would run on values of unknown shape. */
const BLOCKING = new Set([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);

/** Said after findings that keep rules from being asked. */
export const UNCHECKED: Cause = {
  reason: "FieldValueInvalid",
  message:
    "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation",
  field: "<nil>",
};

function fingerprint(cause: Cause): string {
  return `${cause.field}\n${cause.message}`;
}

function sameAt(a: unknown, b: unknown, cause: Cause): boolean {
  const steps = (cause.field ?? "").split(/[.[\]]+/).filter((step) => step !== "");
  const at = (value: unknown): unknown =>
    steps.reduce<unknown>((one, step) => (one as { [field: string]: unknown } | undefined)?.[step], value);
  return equalJson(at(a), at(b));
}
