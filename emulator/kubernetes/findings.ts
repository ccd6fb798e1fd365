import { sortedJson } from "./json.ts";
import type { Cause } from "./status.ts";

/** Findings in the words of the real server. `field` is a dotted path with indices. */
export function required(field: string, detail = ""): Cause {
  return { reason: "FieldValueRequired", message: withDetail("Required value", detail), field };
}

export function invalidValue(field: string, value: unknown, detail: string): Cause {
  return { reason: "FieldValueInvalid", message: withDetail(`Invalid value: ${shown(value)}`, detail), field };
}

export function wrongType(field: string, value: unknown, detail: string): Cause {
  return { reason: "FieldValueTypeInvalid", message: withDetail(`Invalid value: ${shown(value)}`, detail), field };
}

export function unsupported(field: string, value: unknown, supported: readonly unknown[]): Cause {
  const names = supported.map((one) => JSON.stringify(typeof one === "string" ? one : sortedJson(one)));
  return {
    reason: "FieldValueNotSupported",
    message: withDetail(`Unsupported value: ${shown(value)}`, `supported values: ${names.join(", ")}`),
    field,
  };
}

export function forbiddenValue(field: string, detail: string): Cause {
  return { reason: "FieldValueForbidden", message: withDetail("Forbidden", detail), field };
}

export function duplicate(field: string, value: unknown): Cause {
  return { reason: "FieldValueDuplicate", message: `Duplicate value: ${shown(value)}`, field };
}

export function tooLong(field: string, most: number): Cause {
  const message = `Too long: may not be more than ${most} ${most === 1 ? "byte" : "bytes"}`;
  return { reason: "FieldValueTooLong", message, field };
}

export function tooMany(field: string, actual: number, most: number): Cause {
  const message = `Too many: ${actual}: must have at most ${most} ${most === 1 ? "item" : "items"}`;
  return { reason: "FieldValueTooMany", message, field };
}

function withDetail(message: string, detail: string): string {
  return detail === "" ? message : `${message}: ${detail}`;
}

function shown(value: unknown): string {
  return value === undefined ? "null" : sortedJson(value);
}
