import { rfc3339, type Stamp, stored } from "./stamp.ts";

/** Where a composite group sends a model. */
export interface CompositeRoute {
  readonly id: number;
  readonly groupId: number;
  publicModel: string;
  matchType: string;
  targetPlatform: string;
  upstreamModel: string;
  endpoint: string;
  priority: number;
  enabled: boolean;
  notes: string;
  readonly createdAt: Stamp;
  updatedAt: Stamp;
}

/** What can be said about a route. */
export type CompositeRouteDraft = Omit<CompositeRoute, "id" | "groupId" | "createdAt" | "updatedAt">;

/** The composite routes of one server. */
export interface CompositeRoutes {
  of(groupId: number): CompositeRoute[];
  get(groupId: number, id: number): CompositeRoute | undefined;
  /** Undefined if a route for the same model, way of matching and endpoint exists. */
  add(groupId: number, draft: CompositeRouteDraft, at: Stamp): CompositeRoute | undefined;
  /** False if another route has that place. */
  replace(route: CompositeRoute, draft: CompositeRouteDraft, at: Stamp): boolean;
  remove(route: CompositeRoute): void;
  /** The route for a model: lowest priority number first, then the oldest. */
  find(groupId: number, model: string, endpoint: string): CompositeRoute | undefined;
}

/** No routes; ids count from 1. */
export function createCompositeRoutes(): CompositeRoutes {
  const routes = new Map<number, CompositeRoute>();
  let last = 0;
  const of = (groupId: number) => [...routes.values()].filter((route) => route.groupId === groupId);

  function taken(groupId: number, draft: CompositeRouteDraft, except?: CompositeRoute): boolean {
    return of(groupId).some(
      (route) =>
        route !== except &&
        route.endpoint === draft.endpoint &&
        route.matchType === draft.matchType &&
        route.publicModel === draft.publicModel,
    );
  }

  return {
    of,
    get: (groupId, id) => of(groupId).find((route) => route.id === id),
    add(groupId, draft, at) {
      if (taken(groupId, draft)) return undefined;
      last += 1;
      const route = { ...draft, id: last, groupId, createdAt: at, updatedAt: at };
      routes.set(last, route);
      return route;
    },
    replace(route, draft, at) {
      if (taken(route.groupId, draft, route)) return false;
      Object.assign(route, draft, { updatedAt: at });
      return true;
    },
    remove: (route) => {
      routes.delete(route.id);
    },
    find: (groupId, model, endpoint) =>
      of(groupId)
        .filter((route) => route.enabled && (route.endpoint === "any" || route.endpoint === endpoint))
        .filter((route) =>
          route.matchType === "prefix" ? model.startsWith(route.publicModel) : model === route.publicModel,
        )
        .sort((a, b) => a.priority - b.priority || a.id - b.id)[0],
  };
}

/** The route as admins see it. */
export function routeView(route: CompositeRoute, fresh = false): Record<string, unknown> {
  const time = (stamp: Stamp) => rfc3339(fresh ? stamp : stored(stamp));
  return {
    id: route.id,
    group_id: route.groupId,
    public_model: route.publicModel,
    match_type: route.matchType,
    target_platform: route.targetPlatform,
    upstream_model: route.upstreamModel,
    endpoint: route.endpoint,
    priority: route.priority,
    enabled: route.enabled,
    notes: route.notes,
    created_at: time(route.createdAt),
    updated_at: time(route.updatedAt),
  };
}
