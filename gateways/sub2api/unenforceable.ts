import type { KeySpec } from "../../core/key.ts";
import { isAddress, isRange } from "../address.ts";
import type { Capabilities, Problem } from "../gateway.ts";
import { openRoutes } from "../open-routes.ts";

/** What all servers are alike in, whatever their version. */
export const certain = {
  keyText: "ours",
  group: "required",
  models: false,
  quotaResets: ["Daily", "Weekly"],
} satisfies Partial<Capabilities>;

/** What no server of Sub2API would enforce to the letter, whatever its version and its groups. Asks nobody. */
export function unenforceable(spec: KeySpec): readonly Problem[] {
  const problems: Problem[] = [];
  const refuse = (path: string, message: string, reason = "RouteNotEnforceable") =>
    problems.push({ reason, path, message });
  const routes = spec.routes ?? [];
  const open = openRoutes(routes);
  for (const [index, { models, rateLimit }] of open) {
    const path = `spec.routes[${index}]`;
    if (models !== undefined) {
      const message = "On Sub2API the group decides which models a key may call. Leave models out, or choose a group.";
      refuse(`${path}.models`, message);
    }
    if (rateLimit !== undefined) {
      const message = "Sub2API keys have no limit in requests or tokens per minute. Leave it out; a daily or weekly";
      refuse(`${path}.rateLimit`, `${message} limit in USD is spec.quota with reset.`);
    }
  }
  const providers = [...new Set(open.map(([, { provider }]) => provider))];
  if (providers.length > 1) {
    const message = `One Sub2API key opens one vendor, these routes ask for ${providers.join(", ")}: declare one key per vendor.`;
    refuse("spec.routes", message);
  }
  if (routes.length > 0 && open.length === 0) {
    const message =
      "Every route is closed, but the group would open its vendor all the same. Say enabled: false instead.";
    refuse("spec.routes", message);
  }
  if (spec.quota?.reset === "Monthly") {
    const message = "Sub2API keys have Daily and Weekly windows and a total (no reset), but no monthly one.";
    refuse("spec.quota.reset", message, "NotSupported");
  }
  for (const [index, entry] of (spec.allowedIPs ?? []).entries()) {
    if (isAddress(entry) || isRange(entry)) continue;
    const message = `"${entry}" is neither an address nor a CIDR range; write for example 192.0.2.7 or 2001:db8::/32.`;
    refuse(`spec.allowedIPs[${index}]`, message, "AddressInvalid");
  }
  return problems;
}
