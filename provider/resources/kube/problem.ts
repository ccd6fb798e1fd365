import { DiagnosticsError } from "../../protocol/diagnostics.ts";

/** Something about the way to the cluster is wrong. `attribute` of the provider block's `kubernetes` can mend it. */
export function clusterProblem(detail: string, attribute?: string): DiagnosticsError {
  const hint = attribute ? ` See kubernetes.${attribute} in the provider block.` : "";
  return new DiagnosticsError([{ severity: "error", summary: "The cluster cannot be used", detail: detail + hint }]);
}
