import type { ListResource } from "../../protocol/provider.ts";
import type { Client } from "../client.ts";
import { keyFilter } from "../key-filter.ts";

/** `list "tok_api_key"`. */
export const listApiKeys: ListResource<Client> = {
  schema: { description: "The keys of the account, by ascending ids; each can be imported.", attributes: keyFilter },
  async *list(client, config, wish, call) {
    yield* (await import("./listed.ts")).listed(client, config, wish, call);
  },
};
