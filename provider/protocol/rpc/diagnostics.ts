import { type Diagnostic, DiagnosticsError, type Path } from "../diagnostics.ts";
import { defectFields } from "../process/log.ts";
import { ApplyFailure } from "../provider.ts";
import { MismatchError } from "../values/mismatch.ts";
import { severities } from "../wire/common.ts";
import type { Surroundings } from "./answer.ts";

/** An error on one thing, to be thrown. */
export function refusal(summary: string, detail: string, path?: Path): DiagnosticsError {
  return new DiagnosticsError([{ severity: "error", summary, detail, ...(path && { path }) }]);
}

/** What the user reads of what was thrown. What nobody foresaw is in one line here, and in full in the log. */
export function diagnosticsOf(error: unknown, { name, log }: Surroundings): readonly Diagnostic[] {
  if (error instanceof DiagnosticsError || error instanceof ApplyFailure) return error.diagnostics;
  const toReport = `${defectOf(name)}.`;
  if (error instanceof MismatchError) {
    const { path, message } = error;
    const where = path.length > 0 ? `${pathText(path)}: ` : "";
    const summary = "The provider made a value that its schema forbids";
    return [{ severity: "error", summary, detail: `${where}${message}. ${toReport}`, path }];
  }
  log("error", "a call failed unexpectedly", defectFields(error));
  return [
    { severity: "error", summary: "Unexpected error in the provider", detail: `${inOneLine(error)}. ${toReport}` },
  ];
}

/** What the user may do about a mistake that is not theirs. A sentence without its full stop. */
export function defectOf(name: string): string {
  return `This is a defect of the provider "${name}": please report it`;
}

/** The first line of an error, not its stack. */
export function inOneLine(error: unknown): string {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return said.split("\n", 1)[0]!.slice(0, 300);
}

/** Diagnostics on the wire. */
export function wireDiagnostics(diagnostics: readonly Diagnostic[], { blocks }: Surroundings) {
  return diagnostics.map((diagnostic) => wireDiagnostic(diagnostic, blocks));
}

/**
 * One of them. The client finds the line of an attribute, and of an element of it, but of nothing that is deeper inside
 * its value: then it points at the whole resource. So the path ends there, and the detail says the rest.
 */
function wireDiagnostic({ severity, summary, detail = "", path = [] }: Diagnostic, blocks: Surroundings["blocks"]) {
  const [attribute, element] = path;
  const found = blocks.has(String(attribute)) ? path : path.slice(0, typeof element === "string" ? 1 : 2);
  const whole = pathText(path);
  return {
    severity: severities[severity],
    summary,
    detail: found.length < path.length && !detail.startsWith(whole) ? `${whole}: ${detail}` : detail,
    attribute: found.length > 0 ? wirePath(found) : undefined,
  };
}

export function wirePath(path: Path) {
  return {
    steps: path.map((step) => {
      if (typeof step === "string") return { attributeName: step };
      return typeof step === "number" ? { elementKeyInt: step } : { elementKeyString: step.key };
    }),
  };
}

/** As a user would write it: `limits.models[2].name`, `labels["a"]`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "string") return index > 0 ? `.${step}` : step;
      return typeof step === "number" ? `[${step}]` : `[${JSON.stringify(step.key)}]`;
    })
    .join("");
}
