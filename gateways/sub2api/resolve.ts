import type { KeySpec, Route } from "../../core/key.ts";
import type { Restrictions } from "../../core/restrictions.ts";
import { parseInstant } from "../../core/time.ts";
import { isAddress, isRange } from "../address.ts";
import type { Problem, Resolution } from "../gateway.ts";
import { lastInstant } from "./restrictions.ts";
import type { WireGroup } from "./wire.ts";

/** A group found by its name, or why it cannot be taken. */
export type GroupChoice = { readonly group: WireGroup } | { readonly problem: Problem };

const groupPath = "spec.group";

/**
 * Finds a group by its exact name. Names are compared byte by byte on the server, so `claude`, `Claude` and `claude `
 * exist side by side: a name that others differ from only in case or blanks is refused, for nobody can see in a console
 * which of them was meant.
 */
export function chooseGroup(name: string | undefined, groups: readonly WireGroup[]): GroupChoice {
  const problem = (reason: string, message: string) => ({ problem: { reason, path: groupPath, message } });
  if (name === undefined) {
    return problem("GroupRequired", `A Sub2API key belongs to exactly one group. Name one of: ${names(groups, name)}.`);
  }
  const fold = (text: string) => text.trim().toLowerCase();
  const alike = groups.filter((group) => fold(group.name) === fold(name));
  const exact = alike.filter((group) => group.name === name);
  if (alike.length > 1) {
    const found = alike.map((group) => `${JSON.stringify(group.name)} (${group.platform})`).join(", ");
    return problem("GroupAmbiguous", `Several groups are called so but for case and blanks: ${found}. Rename one.`);
  }
  if (exact.length === 0) {
    const near = alike[0] ? ` Did you mean ${JSON.stringify(alike[0].name)}?` : ` There are: ${names(groups, name)}.`;
    return problem("GroupUnknown", `This account may use no group called ${JSON.stringify(name)}.${near}`);
  }
  return { group: exact[0]! };
}

/** The declared key in Sub2API's terms. `forwardedTrusted`: this version believes forwarding headers of any client. */
export function resolveSpec(spec: KeySpec, groups: readonly WireGroup[], forwardedTrusted: boolean): Resolution {
  const problems: Problem[] = [];
  const warnings: string[] = [];
  const choice = chooseGroup(spec.group, groups);
  if ("problem" in choice) problems.push(choice.problem);
  const group = "group" in choice ? choice.group : undefined;

  for (const [index, route] of (spec.routes ?? []).entries()) {
    const path = `spec.routes[${index}]`;
    if (route.priority !== undefined)
      warnings.push(`${path}.priority: Sub2API knows no order of routes; it is ignored.`);
    if (route.enabled !== false) problems.push(...routeProblems(route, path, group));
  }
  problems.push(...vendorProblems(spec.routes ?? []));

  if (spec.quota?.reset === "Monthly") {
    problems.push({
      reason: "NotSupported",
      path: "spec.quota.reset",
      message: "Sub2API keys have Daily and Weekly windows and a total (no reset), but no monthly one.",
    });
  }
  const allowedIPs = [...(spec.allowedIPs ?? [])];
  for (const [index, entry] of allowedIPs.entries()) {
    if (isAddress(entry) || isRange(entry)) continue;
    const message = `"${entry}" is neither an address nor a CIDR range; write for example 192.0.2.7 or 2001:db8::/32.`;
    problems.push({ reason: "AddressInvalid", path: `spec.allowedIPs[${index}]`, message });
  }
  if (allowedIPs.length > 0 && forwardedTrusted) {
    warnings.push(
      "spec.allowedIPs: since 0.1.162 Sub2API believes X-Forwarded-For and the like of any client unless its operator turns that off, so the list stops mistakes, not attackers.",
    );
  }
  if (spec.description !== undefined)
    warnings.push("spec.description: Sub2API has no field for it; it is kept on our side.");

  return { restrictions: restrictionsOf(spec, group, allowedIPs), problems, warnings };
}

function restrictionsOf(spec: KeySpec, group: WireGroup | undefined, allowedIPs: string[]): Restrictions {
  const expiresAt = spec.expiresAt === undefined ? undefined : parseInstant(spec.expiresAt);
  const { quota } = spec;
  return {
    allowedIPs: allowedIPs.sort(),
    ...(group ? { group: group.name } : {}),
    ...(quota ? { quota: { amount: quota.amount, ...(quota.reset ? { reset: quota.reset } : {}) } } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt: Math.min(expiresAt, lastInstant) }),
  };
}

function routeProblems(route: Route, path: string, group: WireGroup | undefined): Problem[] {
  const problems: Problem[] = [];
  const refuse = (field: string, message: string) =>
    problems.push({ reason: "RouteNotEnforceable", path: `${path}.${field}`, message });
  if (group && route.provider !== group.platform) {
    const advice =
      group.platform === "composite"
        ? "Which vendors it opens is up to its routes; leave the routes of the key out to accept them all."
        : `Set provider to ${group.platform}, or choose a group of ${route.provider}.`;
    refuse("provider", `The group ${JSON.stringify(group.name)} opens ${group.platform}. ${advice}`);
  }
  if (route.models !== undefined) {
    refuse("models", "On Sub2API the group decides which models a key may call. Leave models out, or choose a group.");
  }
  if (route.rateLimit !== undefined) {
    const message = "Sub2API keys have no limit in requests or tokens per minute. Leave it out; a daily or weekly";
    refuse("rateLimit", `${message} limit in USD is spec.quota with reset.`);
  }
  return problems;
}

function vendorProblems(routes: readonly Route[]): Problem[] {
  const open = routes.filter((route) => route.enabled !== false);
  const path = "spec.routes";
  const providers = [...new Set(open.map((route) => route.provider))];
  if (providers.length > 1) {
    const message = `One Sub2API key opens one vendor, these routes ask for ${providers.join(", ")}: declare one key per vendor.`;
    return [{ reason: "RouteNotEnforceable", path, message }];
  }
  if (routes.length > 0 && open.length === 0) {
    const message =
      "Every route is closed, but the group would open its vendor all the same. Say enabled: false instead.";
    return [{ reason: "RouteNotEnforceable", path, message }];
  }
  return [];
}

function names(groups: readonly WireGroup[], wanted: string | undefined): string {
  if (groups.length === 0) return "none at all; ask the site's administrator";
  const close = (group: WireGroup) => Number(wanted !== undefined && group.name.includes(wanted));
  const sorted = [...groups].sort((a, b) => close(b) - close(a));
  const shown = sorted.slice(0, 10).map((group) => `${JSON.stringify(group.name)} (${group.platform})`);
  return shown.join(", ") + (groups.length > shown.length ? ` and ${groups.length - shown.length} more` : "");
}
