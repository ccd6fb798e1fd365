import type { IApiKey } from "./api-key-interface.ts";
import { Grant } from "./grant.ts";
import type { ModelRoute } from "./model-route.ts";

/** What is granted to one key. */
export class Grants {
  readonly #key: IApiKey;
  readonly #byRoute = new Map<ModelRoute, Grant>();

  constructor(key: IApiKey) {
    this.#key = key;
  }

  /** The grant of a route; asked again, the same one. */
  add(route: ModelRoute): Grant {
    const known = this.#byRoute.get(route);
    if (known) return known;
    const grant = new Grant(this.#key, route);
    this.#byRoute.set(route, grant);
    route._usedBy(this.#key);
    return grant;
  }

  /** The routes by their names, in whatever order they were granted. */
  get routes(): ModelRoute[] {
    return [...this.#byRoute.keys()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
