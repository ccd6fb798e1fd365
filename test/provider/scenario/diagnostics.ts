/** An error or warning as a terminal shows it. */
export interface ShownDiagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  /** The object: `tok_api_key.server`. */
  readonly at: string | undefined;
  /** The line of the configuration that it points at. */
  readonly line: string | undefined;
  /** Everything after the summary, its line breaks and runs of blanks made one blank each. */
  readonly detail: string;
}

/** Text as it was before it was broken into lines. */
export function unwrapped(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The diagnostics in the output of a command that ran with -no-color. The last one's detail may hold what follows it. */
export function shownDiagnostics(output: string): readonly ShownDiagnostic[] {
  return output
    .split(/^(?=(?:Error|Warning): )/m)
    .slice(/^(?:Error|Warning): /.test(output) ? 0 : 1)
    .map((block) => {
      const [, kind, summary = "", rest = ""] = /^(Error|Warning): (.*?)(?:\n\n|\n?$)(.*)$/s.exec(block) ?? [];
      return {
        severity: kind === "Error" ? "error" : "warning",
        summary: unwrapped(summary),
        at: /^\s*with ([^\n]+?),?$/m.exec(rest)?.[1],
        line: /^\s*\d+: *([^\n]*)$/m.exec(rest)?.[1],
        detail: unwrapped(rest),
      };
    });
}
