import type { Resource } from "../../protocol/provider.ts";
import type { Client } from "../client.ts";
import { modelRoutesSchema } from "./schema.ts";

const load = () => import("./operations.ts");

/** `tok_model_routes`. */
export const modelRoutes: Resource<Client> = {
  schema: modelRoutesSchema,
  validate: async (config) => (await load()).validate(config),
  read: async (client, stored, call) => (await load()).read(client, stored, call),
  plan: async (client, request, call) => (await load()).plan(client, request, call),
  apply: async (client, request, call) => (await load()).apply(client, request, call),
  import: async (client, by, call) => ({
    state: await (await load()).importRoutes(client, "id" in by ? by.id : "", call),
  }),
};
