import type { KeySpec, Route } from "../../core/key.ts";
import type { Restrictions } from "../../core/restrictions.ts";
import { parseInstant } from "../../core/time.ts";
import type { Problem, Resolution } from "../gateway.ts";
import { lastInstant } from "./restrictions.ts";
import { unenforceable } from "./unenforceable.ts";
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
    if (group && route.enabled !== false) problems.push(...vendorProblem(route, path, group));
  }
  problems.push(...unenforceable(spec));

  const allowedIPs = [...(spec.allowedIPs ?? [])];
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

function vendorProblem(route: Route, path: string, group: WireGroup): Problem[] {
  if (route.provider === group.platform) return [];
  const advice =
    group.platform === "composite"
      ? "Which vendors it opens is up to its routes; leave the routes of the key out to accept them all."
      : `Set provider to ${group.platform}, or choose a group of ${route.provider}.`;
  const message = `The group ${JSON.stringify(group.name)} opens ${group.platform}. ${advice}`;
  return [{ reason: "RouteNotEnforceable", path: `${path}.provider`, message }];
}

function names(groups: readonly WireGroup[], wanted: string | undefined): string {
  if (groups.length === 0) return "none at all; ask the site's administrator";
  const close = (group: WireGroup) => Number(wanted !== undefined && group.name.includes(wanted));
  const sorted = [...groups].sort((a, b) => close(b) - close(a));
  const shown = sorted.slice(0, 10).map((group) => `${JSON.stringify(group.name)} (${group.platform})`);
  return shown.join(", ") + (groups.length > shown.length ? ` and ${groups.length - shown.length} more` : "");
}
