import { version } from "../../gateways/user-agent.ts";
import type { Provider } from "../protocol/provider.ts";
import { apiKey } from "./api-key/resource.ts";
import type { Client } from "./client.ts";
import { configure, type Surroundings, validate } from "./provider-block/configure.ts";
import { providerSchema } from "./provider-block/schema.ts";

/** The provider `tok`, in the given surroundings. */
export function tokProvider(surroundings: Surroundings): Provider<Client> {
  return {
    name: "tok",
    version,
    schema: providerSchema,
    validate,
    configure: (config, _context, call) => configure(config, surroundings, call),
    resources: { tok_api_key: apiKey },
  };
}
