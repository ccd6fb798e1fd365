import type { Resource } from "../kube/resource.ts";
import { clusterTokGateway } from "./cluster-tok-gateway.ts";
import type { Definition } from "./definition.ts";
import { group, version } from "./definition.ts";
import { tokApiKey } from "./tok-api-key.ts";
import { tokGateway } from "./tok-gateway.ts";
import { tokModelRoute } from "./tok-model-route.ts";

/** Our kinds as the client addresses them. */
export const TOK_API_KEYS = resourceOf(tokApiKey);
export const TOK_MODEL_ROUTES = resourceOf(tokModelRoute);
export const TOK_GATEWAYS = resourceOf(tokGateway);
export const CLUSTER_TOK_GATEWAYS = resourceOf(clusterTokGateway);

function resourceOf({ kind, plural, scope }: Pick<Definition, "kind" | "plural" | "scope">): Resource {
  return { group, version, kind, plural, namespaced: scope === "Namespaced" };
}
