import { version } from "../../gateways/user-agent.ts";
import type { Provider } from "../protocol/provider.ts";
import { listApiKeys } from "./api-key/list.ts";
import { apiKey } from "./api-key/resource.ts";
import { revokeApiKey } from "./api-key/revoke-action.ts";
import type { Client } from "./client.ts";
import { clusterApiKey, clusterApiKeyRotate } from "./cluster-api-key/resource.ts";
import { parseRemoteNameFunction } from "./functions/parse-remote-name.ts";
import { remoteNameFunction } from "./functions/remote-name.ts";
import { lookups } from "./lookups/lookups.ts";
import { modelRoutes } from "./model-routes/resource.ts";
import type { Surroundings } from "./provider-block/configure.ts";
import { providerSchema } from "./provider-block/schema.ts";
import { runKey } from "./run-key/resource.ts";

/** The provider `tok`, in the given surroundings. */
export function tokProvider(surroundings: Surroundings): Provider<Client> {
  return {
    name: "tok",
    version,
    schema: providerSchema,
    validate: async (config) => (await import("./provider-block/configure.ts")).validate(config),
    configure: async (config, _context, call) =>
      (await import("./provider-block/configure.ts")).configure(config, surroundings, call),
    resources: { tok_api_key: apiKey, tok_model_routes: modelRoutes, tok_cluster_api_key: clusterApiKey },
    dataSources: lookups,
    ephemeralResources: { tok_api_key: runKey },
    functions: { remote_name: remoteNameFunction, parse_remote_name: parseRemoteNameFunction },
    listResources: { tok_api_key: listApiKeys },
    actions: { tok_api_key_revoke: revokeApiKey, tok_cluster_api_key_rotate: clusterApiKeyRotate },
  };
}
