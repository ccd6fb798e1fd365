import { Dependable, type IConstruct, type IDependable } from "constructs";
import type { IApiKey } from "./api-key-interface.ts";
import type { ModelRoute } from "./model-route.ts";

/** That a key may use a route. Depend on it, and you depend on whatever makes it so. */
export class Grant implements IDependable {
  /** The key that may. */
  readonly key: IApiKey;
  /** The route that it may use. */
  readonly route: ModelRoute;

  /** Made by `ModelRoute.grantUse`. */
  constructor(key: IApiKey, route: ModelRoute) {
    this.key = key;
    this.route = route;
    Dependable.implement(this, { dependencyRoots: [key] });
  }

  /** Has constructs made only after the key may use the route. */
  applyBefore(...constructs: IConstruct[]): void {
    for (const construct of constructs) construct.node.addDependency(this);
  }
}
