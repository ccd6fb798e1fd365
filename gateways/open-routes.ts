import type { Route } from "../core/key.ts";

/** The routes that are not switched off, each with its place among all. */
export function openRoutes(routes: readonly Route[]): readonly (readonly [index: number, route: Route])[] {
  return [...routes.entries()].filter(([, route]) => route.enabled !== false);
}
