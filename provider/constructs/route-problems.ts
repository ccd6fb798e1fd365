import type { KeySpec } from "../../core/key.ts";
import type { Gateway } from "./gateway.ts";
import type { ModelRoute } from "./model-route.ts";
import { inProps, prop } from "./prop-names.ts";

/** What the gateway could not enforce of a key with these routes; routes that are wrong by themselves say so themselves. */
export function routeProblems(gateway: Gateway, routes: readonly ModelRoute[], rest: KeySpec = {}): readonly string[] {
  const spec = { ...rest, ...(routes.length > 0 ? { routes: routes.map(({ _route }) => _route) } : {}) };
  return (gateway._known?.unenforceable(spec) ?? []).map(({ path, message }) => {
    const [, index, field] = /^spec\.routes\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
    const route = index === undefined ? undefined : routes[Number(index)];
    const at = route ? `routes: ${route.node.path}: ${field}` : prop(path.replace(/^spec\./, ""));
    return `${at}: ${inProps(message)}`;
  });
}
