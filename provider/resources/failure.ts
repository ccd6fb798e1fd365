import { GatewayError } from "../../gateways/error.ts";
import type { Problem } from "../../gateways/gateway.ts";
import type { Diagnostic, Path } from "../protocol/diagnostics.ts";
import { DiagnosticsError } from "../protocol/diagnostics.ts";
import { parsedPath } from "./attribute-path.ts";
import { inHcl } from "./in-hcl.ts";

/** What a gateway would not enforce, or does not have, as errors at their attributes. */
export function refusals(problems: readonly Problem[]): Diagnostic[] {
  return problems.map(({ reason, path, message }) => ({
    severity: "error",
    summary: summaries[reason] ?? "The gateway cannot do this",
    detail: inHcl(message),
    path: parsedPath(path),
  }));
}

const summaries: Readonly<Record<string, string>> = {
  GroupUnknown: "There is no such group",
  GroupAmbiguous: "The group is ambiguous",
  GroupRequired: "A group is needed",
  ModelUnknown: "There is no such model",
  ProviderUnknown: "No model of this provider",
  RouteNotEnforceable: "The gateway cannot enforce this route",
  NotSupported: "The gateway cannot do this",
  AddressInvalid: "This is no address",
  NoRouteEnabled: "No route is enabled",
};

/** What is to be done about each kind of failure. */
const advice: Readonly<Record<GatewayError["code"], string>> = {
  retry: "Nothing was changed by this call; try again.",
  "wait-until": "The gateway asks to wait; try again later.",
  "fix-spec": "Change the configuration; asking again will not help.",
  "fix-credentials": "Mend the provider's credentials or address, then try again.",
  gone: "It does not exist any more; plan again.",
  unknown: "It may have happened all the same; apply again, and what has happened is found.",
};

/** Any failure as an error for the user. Errors of drivers hold no secret; of anything else only the kind is told. */
export function failure(doing: string, error: unknown, path?: Path): Diagnostic {
  const at = path ? { path } : {};
  if (!(error instanceof GatewayError)) throw error;
  return {
    severity: "error",
    summary: `${doing} failed (${error.reason})`,
    detail: `${inHcl(error.message)}\n\n${advice[error.code]}`,
    ...at,
  };
}

/** The same, thrown. */
export function fail(doing: string, error: unknown, path?: Path): never {
  if (error instanceof DiagnosticsError) throw error;
  throw new DiagnosticsError([failure(doing, error, path)], { cause: error });
}
