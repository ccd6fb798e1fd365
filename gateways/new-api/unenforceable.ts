import type { KeySpec } from "../../core/key.ts";
import { isAddress, isRange } from "../address.ts";
import type { Capabilities, Problem } from "../gateway.ts";
import { openRoutes } from "../open-routes.ts";

/** What all servers are alike in, whatever their version. */
export const certain = {
  keyText: "revealable",
  group: "optional",
  models: true,
  quotaResets: [],
} satisfies Partial<Capabilities>;

/** What no server of New API would enforce to the letter, whatever its version and its groups. Asks nobody. */
export function unenforceable(spec: KeySpec): readonly Problem[] {
  const problems: Problem[] = [];
  const refuse = (reason: string, path: string, message: string) => problems.push({ reason, path, message });
  const open = openRoutes(spec.routes ?? []);
  for (const [index, { rateLimit, models }] of open) {
    const path = `spec.routes[${index}]`;
    if (rateLimit !== undefined) {
      const message =
        "New API cannot limit the rate of one key. Leave rateLimit out, or bound the spending with spec.quota.";
      refuse("RouteNotEnforceable", `${path}.rateLimit`, message);
    }
    if (models?.length === 0) {
      const message =
        "The list of models is empty, so the route opens nothing. Leave it out for all models of the provider.";
      refuse("NoModels", `${path}.models`, message);
    }
  }
  if (spec.routes !== undefined && open.length === 0) {
    const message = "No route is enabled, so the key could call nothing. Enable one, or set spec.enabled to false.";
    refuse("NoRouteEnabled", "spec.routes", message);
  }
  if (spec.quota?.reset !== undefined) {
    const message = "New API never fills a key's quota again. Leave reset out, or rotate the key with a new quota.";
    refuse("NotSupported", "spec.quota.reset", message);
  }
  for (const [index, entry] of (spec.allowedIPs ?? []).entries()) {
    // New servers lock everybody out over a broken entry, old ones let everybody in.
    const [good, what] = entry.includes("/") ? [isRange(entry), "CIDR range"] : [isAddress(entry), "IP address"];
    if (!good) refuse("AddressInvalid", `spec.allowedIPs[${index}]`, `"${entry}" is no ${what}.`);
  }
  return problems;
}
