import type { KeySpec } from "../../../core/key.ts";
import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { declaredKey } from "../declared-key.ts";
import { problemsOf } from "./validate.ts";

/** The declaration of a wholly known configuration; throws what is wrong with it. */
export function declared(config: ValueMap): KeySpec {
  const { spec } = declaredKey(config);
  const problems = problemsOf(config);
  if (spec && problems.length === 0) return spec;
  throw new DiagnosticsError(problems);
}

/** Refuses a write-only text where the gateway takes none. */
export function noOwnText(): Diagnostic {
  return {
    severity: "error",
    summary: "The gateway makes its keys' texts itself",
    detail: "New API takes no text from outside, so key_wo cannot be used. Use encrypt_to or store_in_state.",
    path: ["key_wo"],
  };
}
