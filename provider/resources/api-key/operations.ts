import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Value, ValueMap } from "../../protocol/value.ts";
import { apiKeySchema } from "./schema.ts";
import { problemsOf } from "./validate.ts";

export { apply } from "./apply.ts";
export { declaredAsFound, importKey } from "./import.ts";
export { plan } from "./plan.ts";
export { read } from "./read.ts";

/** Throws everything that is wrong with a declaration by itself. */
export function validate(config: ValueMap): void {
  const problems = problemsOf(config);
  if (problems.length > 0) throw new DiagnosticsError(problems);
}

/** States of version 0 lack attributes that came later; the next refresh fills them in. */
export function upgrade(raw: Value): ValueMap {
  const old = (raw ?? {}) as ValueMap;
  const names = Object.keys(apiKeySchema.attributes);
  const state: ValueMap = Object.fromEntries(names.map((name) => [name, old[name] ?? null]));
  return { ...state, retiring_keys: state.retiring_keys ?? [], key_wo: null };
}
