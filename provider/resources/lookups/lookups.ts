import type { DataSource } from "../../protocol/provider.ts";
import type { Client } from "../client.ts";
import { keyFilter } from "../key-filter.ts";
import { keyChoice, keyObject } from "../key-object.ts";

const load = () => import("./read.ts");
const computed = { computed: true, type: "string" } as const;

const apiKey: DataSource<Client> = {
  schema: {
    description: "One key of the account, as the gateway has it. Its text is not told.",
    attributes: { ...keyObject, ...keyChoice, id: { ...keyChoice.id, computed: true } },
  },
  validate: async (config) => (await load()).validateLookUp(config),
  read: async (client, config, call) => (await load()).readKey(client, config, call),
};

const apiKeys: DataSource<Client> = {
  schema: {
    description:
      "The keys of the account, by ascending ids, as the gateway has them; those of ephemeral resources too, while their runs last. Their texts are not told.",
    attributes: {
      ...keyFilter,
      mine: {
        type: "bool",
        optional: true,
        description:
          "True: only keys that tokapi made, told by their names, whichever owner, cluster or configuration they belong to. False: only all others. Default: both.",
      },
      ids: { type: ["list", "string"], computed: true, description: "The ids of `keys`." },
      keys: { computed: true, description: "The keys.", nested: { nesting: "list", attributes: keyObject } },
    },
  },
  read: async (client, config, call) => (await load()).readKeys(client, config, call),
};

const groups: DataSource<Client> = {
  schema: {
    description: "The groups (rate plans) that the account's keys may belong to, by name.",
    attributes: {
      groups: {
        computed: true,
        description: "The groups.",
        nested: {
          nesting: "list",
          attributes: {
            name: { ...computed, description: "Its exact name, as `group` of a key takes it." },
            provider: { ...computed, description: "The vendor of its models, where a group has one: Sub2API." },
            description: { ...computed, description: "What the site says about it." },
          },
        },
      },
    },
  },
  read: async (client, config, call) => (await load()).readGroups(client, config, call),
};

const models: DataSource<Client> = {
  schema: {
    description:
      "The models that keys of a group may call, by name. New API only: Sub2API does not tell which models its groups open.",
    attributes: {
      group: {
        type: "string",
        optional: true,
        description: "The group's exact name. Default: the account's own group.",
      },
      models: { type: ["list", "string"], computed: true, description: "The models' names." },
    },
  },
  read: async (client, config, call) => (await load()).readModels(client, config, call),
};

/** What can be looked up at the gateway. */
export const lookups: Readonly<Record<string, DataSource<Client>>> = {
  tok_api_key: apiKey,
  tok_api_keys: apiKeys,
  tok_groups: groups,
  tok_models: models,
};
