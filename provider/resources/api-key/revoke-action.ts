import type { Action } from "../../protocol/provider.ts";
import type { Client } from "../client.ts";
import { keyChoice } from "../key-object.ts";

const load = () => import("./revoke.ts");

/** `action "tok_api_key_revoke"`. */
export const revokeApiKey: Action<Client> = {
  schema: {
    description:
      "Revokes one key at the gateway, now and for good: whoever uses it is refused from then on. The next plan of the `tok_api_key` that it belongs to makes a new one. A key that is gone already is a success.",
    attributes: keyChoice,
  },
  validate: async (config) => (await load()).validateLookUp(config),
  invoke: async (client, config, progress, call) => (await load()).revoke(client, config, progress, call),
};
