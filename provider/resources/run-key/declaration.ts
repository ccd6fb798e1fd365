import type { KeySpec } from "../../../core/key.ts";
import { day, hour, type Milliseconds, minute, parseDuration } from "../../../core/time.ts";
import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { textOf } from "../api-key/state.ts";
import { declaredKey, refusal } from "../declared-key.ts";

const usual = hour;
const shortest = minute;
const longest = day;

/** A declared key of a run. */
export interface RunKey {
  /** Without a lifetime. */
  readonly spec: KeySpec;
  readonly name: string;
  readonly lifetime: Milliseconds;
}

/** Everything that is wrong with a declaration by itself. Nothing is said of what is not known yet. */
export function runKeyProblems(config: ValueMap): readonly Diagnostic[] {
  const { diagnostics } = declaredKey(config);
  const lifetime = parseDuration(textOf(config, "lifetime") ?? "");
  if (lifetime === undefined || (lifetime >= shortest && lifetime <= longest)) return diagnostics;
  const message = `A key of a run lives from 1m to 24h, not ${textOf(config, "lifetime")}. A run that lasts longer moves its end on by itself.`;
  return [...diagnostics, refusal(["lifetime"], message)];
}

/** The declaration of a wholly known configuration; throws what is wrong with it. */
export function runKey(config: ValueMap): RunKey {
  const problems = runKeyProblems(config);
  const { spec } = declaredKey(config);
  if (!spec || problems.length > 0) throw new DiagnosticsError(problems);
  const { lifetime, ...rest } = spec;
  return { spec: rest, name: spec.name!, lifetime: parseDuration(lifetime ?? "") ?? usual };
}
