import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { ValueMap } from "../../protocol/value.ts";

/** Something about the way to the cluster is wrong. `attribute` of the provider block's `kubernetes` can mend it. */
export function clusterProblem(detail: string, attribute?: string): DiagnosticsError {
  const hint = attribute ? ` See kubernetes.${attribute} in the provider block.` : "";
  return new DiagnosticsError([{ severity: "error", summary: "The cluster cannot be used", detail: detail + hint }]);
}

/** Attributes of the provider block's `kubernetes` of which one counts, and the others would be passed over in silence. */
const rivals = [
  ["host", "config_path"],
  ["host", "config_context"],
  ["token", "client_certificate"],
  ["token", "exec"],
  ["client_certificate", "exec"],
];

/** What is wrong with the block by itself. */
export function kubernetesProblems(block: ValueMap): readonly Diagnostic[] {
  const set = (name: string) => (block[name] ?? null) !== null;
  const found = rivals.flatMap(([one, other]) =>
    set(one!) && set(other!) ? [refused(other!, `Give either ${one} or ${other}.`)] : [],
  );
  if (set("client_certificate") === set("client_key")) return found;
  return [...found, refused("client_certificate", "client_certificate and client_key go together.")];
}

function refused(attribute: string, detail: string): Diagnostic {
  const path = ["kubernetes", attribute];
  return { severity: "error", summary: "The provider's configuration is refused", detail, path };
}
