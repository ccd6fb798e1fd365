import { clusterTokGateway } from "./cluster-tok-gateway.ts";
import type { Definition } from "./definition.ts";
import { tokApiKey } from "./tok-api-key.ts";
import { tokGateway } from "./tok-gateway.ts";
import { tokModelRoute } from "./tok-model-route.ts";

/** Every kind of custom resource, in the order in which they are generated. */
export const kinds: readonly Definition[] = [tokApiKey, tokModelRoute, tokGateway, clusterTokGateway];
