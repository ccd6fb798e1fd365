import type { z } from "zod";

/**
 * One rule across several fields, for the API server (as CEL) and for us. The API server refuses the object with the
 * message; the operator checks `holds` again, because a cluster may still run an older CRD.
 */
export interface Rule<T> {
  /** CEL; true means that the object is good. May name `oldSelf`, then it is asked on updates only. */
  readonly cel: string;
  /** What is wrong and what to do. */
  readonly message: string;
  /** The same question in TypeScript. Left out where core asks it anyway, or where it takes the old object. */
  readonly holds?: (value: T) => boolean;
  /** The field that the error points at, if not the object itself. */
  readonly at?: string;
}

/** The schema with rules: they refuse values when it parses, and appear in the CRD as `x-kubernetes-validations`. */
export function ruled<S extends z.ZodType>(schema: S, rules: readonly Rule<z.output<S>>[]): S {
  let checked = schema;
  for (const { holds, message, at } of rules) {
    if (!holds) continue;
    checked = checked.refine((value) => holds(value), { error: message, ...(at ? { path: [at] } : {}) });
  }
  const earlier = schema.meta()?.["x-kubernetes-validations"] ?? [];
  return checked.meta({ "x-kubernetes-validations": [...(earlier as unknown[]), ...rules.map(celRule)] });
}

/** The rule as a CRD holds it. */
export function celRule(rule: Rule<never>): Record<string, string> {
  return {
    rule: rule.cel,
    message: rule.message,
    ...(rule.at ? { fieldPath: `.${rule.at}` } : {}),
  };
}

/** A text as a CEL string literal. */
export function celText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/**
 * CEL that is true unless both durations are plain and break `left < right` (or another operator). CEL reads h, m and s
 * only, so days and weeks are counted where they stand alone; the operator judges the mixed ones and those with ms.
 */
export function celCompare(left: string, operator: "<" | "<=", right: string): string {
  return `!(${celPlain(left)} && ${celPlain(right)}) || ${celSeconds(left)} ${operator} ${celSeconds(right)}`;
}

function celPlain(text: string): string {
  // Few enough digits that no duration overflows its 64 bits of nanoseconds.
  return `${text}.matches('^(([0-9]{1,5}(s|m|h)){1,4}|[0-9]{1,5}d|[0-9]{1,4}w)$')`;
}

function celSeconds(text: string): string {
  // Glueing texts together, as in string(n) + 'h', costs more than the API server's budget; numbers are cheap.
  const seconds = (each: number) => `int(${text}.substring(0, ${text}.size() - 1)) * ${each}`;
  return `(${text}.endsWith('d') ? ${seconds(86_400)} : ${text}.endsWith('w') ? ${seconds(604_800)} : duration(${text}).getSeconds())`;
}
