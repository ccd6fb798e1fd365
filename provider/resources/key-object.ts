import type { RemoteKey } from "../../core/restrictions.ts";
import type { Attribute } from "../protocol/schema.ts";
import type { ValueMap } from "../protocol/value.ts";
import { instantValue } from "./api-key/state.ts";

const computed = { computed: true } as const;

/** How one key is chosen: by one of the two. */
export const keyChoice = {
  id: { type: "string", optional: true, description: "The key's id at the gateway; or give `name`." },
  name: {
    type: "string",
    optional: true,
    description:
      "The key's exact name at the gateway; or the name that a `tok_api_key` of this owner is declared under, which means its newest key.",
  },
} as const satisfies Readonly<Record<string, Attribute>>;

/** What can be told of a key at the gateway; never its text. */
export const keyObject: Readonly<Record<string, Attribute>> = {
  id: { ...computed, type: "string", description: "The key's id at the gateway." },
  remote_name: { ...computed, type: "string", description: "The key's name at the gateway." },
  group: { ...computed, type: "string", description: "Its group. Null: the account's own." },
  models: {
    ...computed,
    type: ["list", "string"],
    description: "The models that it may call. Null: all that its group offers.",
  },
  quota: {
    ...computed,
    description: "Its budget. Null: none.",
    nested: {
      nesting: "single",
      attributes: {
        amount: {
          ...computed,
          type: "number",
          description: "USD. -1: the console has set several limits at once, and no one amount tells them.",
        },
        reset: { ...computed, type: "string", description: "How often it is granted again. Null: never." },
      },
    },
  },
  spent: { ...computed, type: "number", description: "USD spent: in all, or since the last reset of its quota." },
  enabled: {
    ...computed,
    type: "bool",
    description: "Whether it is switched on. An enabled key can be over; see `status`.",
  },
  status: {
    ...computed,
    type: "string",
    description: "`active`; or why it does not work: `disabled`, `expired`, `exhausted`.",
  },
  expires_at: { ...computed, type: "string", description: "When the gateway will refuse it. Null: never." },
  allowed_ips: { ...computed, type: ["set", "string"], description: "Who may use it. Empty: any address." },
  created_at: { ...computed, type: "string", description: "When it was made, if the gateway tells." },
  last_used_at: { ...computed, type: "string", description: "When it was last used, as far as the gateway lists it." },
};

/** The same of one key, as a value. */
export function keyValue({ id, name, restrictions, ...key }: RemoteKey): ValueMap {
  const { group, models, quota, expiresAt, allowedIPs } = restrictions;
  return {
    id,
    remote_name: name,
    group: group ?? null,
    models: models ?? null,
    quota: quota ? { amount: quota.amount, reset: quota.reset ?? null } : null,
    // Gateways count in units of their own; what is behind a millionth is the remainder of a division.
    spent: Math.round(key.spent * 1e6) / 1e6,
    enabled: key.enabled,
    status: key.usable === "yes" ? "active" : key.usable,
    expires_at: instantValue(expiresAt),
    allowed_ips: allowedIPs,
    created_at: instantValue(key.createdAt),
    last_used_at: instantValue(key.lastUsedAt),
  };
}
