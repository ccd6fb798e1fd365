import type { Schema } from "../../protocol/schema.ts";
import { keyAttributes } from "../key-attributes.gen.ts";

const { name, group, routes, quota, lifetime, allowed_ips } = keyAttributes;

/** `ephemeral "tok_api_key"`. */
export const runKeySchema: Schema = {
  description:
    "A key for this run: made and tried on the data plane when the run begins, revoked when it ends, in no state and no plan. Every plan and every apply that needs it makes one of its own. A run that is killed leaves a key that ends with its lifetime; the next run under the same name deletes it.",
  attributes: {
    name: { ...name, required: true, optional: false },
    group,
    routes,
    quota: { ...quota, description: "The budget of the key of one run." },
    lifetime: {
      ...lifetime,
      description:
        "When the key ends at the gateway, should nobody revoke it: `1m` to `24h`. A run that lasts longer moves it on. Default: `1h`.",
    },
    allowed_ips,
    id: { type: "string", computed: true, description: "The key's id at the gateway." },
    remote_name: { type: "string", computed: true, description: "The key's name at the gateway." },
    key: { type: "string", computed: true, sensitive: true, description: "The key's text." },
    base_url: { type: "string", computed: true, description: "Where the key is used, without /v1." },
    expires_at: {
      type: "string",
      computed: true,
      description: "When it ends at the gateway, unless the run lasts longer.",
    },
  },
};
