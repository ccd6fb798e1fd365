import type { Resource } from "../../protocol/provider.ts";
import type { Client } from "../client.ts";
import { apiKeyIdentity, apiKeySchema } from "./schema.ts";

/** What is behind it is loaded when it is needed: the client starts a provider several times for each command. */
const load = () => import("./operations.ts");

/** `tok_api_key`. */
export const apiKey: Resource<Client> = {
  schema: apiKeySchema,
  identity: apiKeyIdentity,
  validate: async (config) => (await load()).validate(config),
  upgrade: async (raw) => (await load()).upgrade(raw),
  read: async (client, stored, call) => (await load()).read(client, stored, call),
  plan: async (client, request, call) => (await load()).plan(client, request, call),
  apply: async (client, request, call) => (await load()).apply(client, request, call),
  import: async (client, by, call) => (await load()).importKey(client, by, call),
  declare: async (state) => (await load()).declaredAsFound(state),
};
