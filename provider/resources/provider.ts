import { version } from "../../gateways/user-agent.ts";
import type { Provider } from "../protocol/provider.ts";
import { apiKey } from "./api-key/resource.ts";
import type { Client } from "./client.ts";
import type { Surroundings } from "./provider-block/configure.ts";
import { providerSchema } from "./provider-block/schema.ts";

/** The provider `tok`, in the given surroundings. */
export function tokProvider(surroundings: Surroundings): Provider<Client> {
  return {
    name: "tok",
    version,
    schema: providerSchema,
    validate: async (config) => (await import("./provider-block/configure.ts")).validate(config),
    configure: async (config, _context, call) =>
      (await import("./provider-block/configure.ts")).configure(config, surroundings, call),
    resources: { tok_api_key: apiKey },
  };
}
