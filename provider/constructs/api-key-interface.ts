import type { IConstruct } from "constructs";
import type { Gateway } from "./gateway.ts";
import type { Grant } from "./grant.ts";
import type { ModelRoute } from "./model-route.ts";

/** A key, declared here or managed elsewhere. None of its members is the key's text. */
export interface IApiKey extends IConstruct {
  /** The gateway that issues it. */
  readonly gateway: Gateway;
  /** Lets it call the models of a route; the other side of `ModelRoute.grantUse`. Asking twice changes nothing. */
  addRoute(route: ModelRoute): Grant;
}
