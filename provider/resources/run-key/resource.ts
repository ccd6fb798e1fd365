import type { EphemeralResource } from "../../protocol/provider.ts";
import type { Client } from "../client.ts";
import { runKeySchema } from "./schema.ts";

const load = () => import("./operations.ts");

/** `ephemeral "tok_api_key"`. */
export const runKey: EphemeralResource<Client> = {
  schema: runKeySchema,
  validate: async (config) => (await load()).validate(config),
  open: async (client, config, call) => (await load()).open(client, config, call),
  renew: async (client, notes, call) => (await load()).renew(client, notes, call),
  close: async (client, notes, call) => (await load()).close(client, notes, call),
};
