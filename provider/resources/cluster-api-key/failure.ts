import type { Diagnostic, Path } from "../../protocol/diagnostics.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Ref } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { attributeName } from "./crd-names.ts";
import { tokApiKeys } from "./crd-object.ts";

/** Whether the server says of this very object that it is not there. Any other 404 is something else. */
export function isObjectMissing(error: unknown, { name }: Ref): boolean {
  if (!(error instanceof KubeError) || error.httpStatus !== 404) return false;
  const { reason, details } = error.said ?? {};
  return reason === "NotFound" && details?.kind === tokApiKeys.plural && details.name === name;
}

/** Whether the cluster does not know the kind. */
function isKindMissing({ httpStatus, said }: KubeError): boolean {
  return httpStatus === 404 && said?.details?.name === undefined;
}

/**
 * A field as the API server writes it, `.spec.rotation.disableBeforeDelete` or `spec.routes[0].models`, as an attribute.
 * Keys in brackets, of maps and of lists, end the path.
 */
function attributeOf(field: string): Path {
  const [, known = ""] = /^\.?([A-Za-z0-9.]*)/.exec(field) ?? [];
  const steps = known.split(".").filter((step) => step && step !== "metadata");
  return steps.map(attributeName);
}

/** A failure of the cluster as errors for the user. `doing` begins a sentence: "Applying the TokApiKey team-a/prod-api". */
export function failures(doing: string, error: unknown, address: string): readonly Diagnostic[] {
  if (error instanceof DiagnosticsError) return error.diagnostics;
  if (!(error instanceof KubeError)) throw error;
  const { httpStatus, said } = error;
  const causes = said?.details?.causes ?? [];
  const conflicts = causes.filter(({ reason }) => reason === "FieldManagerConflict");
  if (httpStatus === 409 && conflicts.length > 0) {
    return conflicts.map(({ field = "", message = "" }) => ({
      severity: "error",
      summary: "Another manager owns this field",
      detail: `${doing} was refused: ${field.replace(/^\./, "")} is owned by ${/"([^"]*)"/.exec(message)?.[1] ?? "another manager"}. Set it there, or leave it out here; force = true takes it over.`,
      path: attributeOf(field),
    }));
  }
  if (httpStatus === 422 && causes.length > 0) {
    return causes.map(({ field = "", message = "" }) => ({
      severity: "error",
      summary: "The API server refuses the TokApiKey",
      detail: `${field}: ${message}`,
      path: attributeOf(field),
    }));
  }
  return [
    { severity: "error", summary: `${doing} failed`, detail: `${address}: ${error.message}\n\n${adviceFor(error)}` },
  ];
}

/** The same, thrown. */
export function fail(doing: string, error: unknown, address: string): never {
  throw new DiagnosticsError(failures(doing, error, address), { cause: error });
}

function adviceFor(error: KubeError): string {
  if (isKindMissing(error))
    return "The cluster does not know the kind TokApiKey. Install it:\n  tokapi crd | kubectl apply -f -";
  switch (error.httpStatus) {
    case 401:
      return "The cluster does not accept these credentials. See kubernetes in the provider block.";
    case 403:
      return "The role needs get, create, patch and delete on tokapikeys.tokapi.dev in this namespace.";
    case 404:
      return "Make it first.";
    case 409:
      return "It was changed or replaced at the same time; plan again.";
    default:
      return error.passing ? "The cluster could not be asked; try again." : "See what the server says.";
  }
}
