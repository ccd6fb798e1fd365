/** Where in a configuration: attribute names, map keys, list indexes, from the root of the resource. */
export type Path = readonly (string | number | { readonly key: string })[];

/** What the user reads: an error stops this resource, a warning does not. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** What was given, what is allowed, what to do next. */
  readonly detail?: string;
  /** As deep as it is known: the client points at the line as far as it finds it, and the detail says the rest. */
  readonly path?: Path;
}

/** Thrown by any operation in place of an answer. Everything else that is thrown is a defect and shown as one. */
export class DiagnosticsError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(diagnostics.map(({ summary, detail }) => (detail ? `${summary}: ${detail}` : summary)).join("; "), options);
    this.name = "DiagnosticsError";
    this.diagnostics = diagnostics;
  }
}
