import type { Action, Resource } from "../../protocol/provider.ts";
import type { Client } from "../client.ts";
import { clusterApiKeyIdentity, clusterApiKeySchema, rotateSchema } from "./schema.ts";

/** What is behind them is loaded when it is needed: who makes no keys in clusters does not pay for it. */
const load = () => import("./operations.ts");

/** `tok_cluster_api_key`. */
export const clusterApiKey: Resource<Client> = {
  schema: clusterApiKeySchema,
  identity: clusterApiKeyIdentity,
  validate: async (config) => (await load()).validate(config),
  read: async (client, stored, call) => (await load()).read(client, stored, call),
  plan: async (_client, request, call) => (await load()).plan(request, call),
  apply: async (client, request, call) => (await load()).apply(client, request, call),
  import: async (client, by, call) => (await load()).importKey(client, by, call),
};

/** The action `tok_cluster_api_key_rotate`. */
export const clusterApiKeyRotate: Action<Client> = {
  schema: rotateSchema,
  validate: async (config) => (await load()).validateRotation(config),
  invoke: async (client, config, progress, call) => (await load()).rotate(client, config, progress, call),
};
