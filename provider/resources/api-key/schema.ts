import type { IdentitySchema, Schema } from "../../protocol/schema.ts";
import { keyAttributes } from "../key-attributes.gen.ts";

/** `tok_api_key`. Raise the version when the shape of the state changes, and let `upgrade` (operations.ts) know. */
export const apiKeySchema: Schema = {
  version: 1,
  description:
    "A key at the gateway: created, tried on the data plane, kept as declared, rotated with an overlap, and revoked. Say where its text goes: `encrypt_to`, `key_wo` or `store_in_state`.",
  attributes: {
    ...keyAttributes,
    name: { ...keyAttributes.name, required: true, optional: false },
    enabled: {
      ...keyAttributes.enabled,
      computed: true,
      description:
        "False switches the key off without deleting it. Where it is not set, a key that somebody switched off in the console stays off, with a warning. Default: true.",
    },
    rotation: {
      optional: true,
      description: "When a new key takes over. Decided by the refresh before a plan, so it needs an apply to happen.",
      nested: {
        nesting: "single",
        attributes: {
          every: {
            type: "string",
            required: true,
            description: "The first plan after so long makes a new key: `30d`, `12h`.",
          },
          overlap: {
            type: "string",
            optional: true,
            description:
              "The old key goes on working for so long at least; the first apply after it revokes it. Default: `1h`.",
          },
        },
      },
    },
    rotate_when_changed: {
      type: ["map", "string"],
      optional: true,
      description: "A change of any value makes a new key, for example `{ time = time_rotating.monthly.id }`.",
    },
    deletion_policy: {
      type: "string",
      optional: true,
      description: "What a destroy does to the keys at the gateway: `revoke` or `retain`. Default: `revoke`.",
    },
    encrypt_to: {
      type: ["list", "string"],
      optional: true,
      description:
        "Age recipients (`age1…`). The state holds the key in `key_encrypted` only, readable with one of their identities.",
    },
    key_wo: {
      type: "string",
      optional: true,
      // Not marked sensitive: it is never shown nor stored, and every mark is kept with every object in the state.
      writeOnly: true,
      description:
        "The key's text, brought by you and stored nowhere: 16 to 128 characters of A-Z, a-z, 0-9, - and _. Sub2API only.",
    },
    key_wo_version: {
      type: "number",
      optional: true,
      description: "Raise it with a new `key_wo`: the new text becomes a new key, the old one is kept for the overlap.",
    },
    store_in_state: {
      type: "bool",
      optional: true,
      description: "True keeps the key's text in the state, in clear, as `key`.",
    },
    id: { type: "string", computed: true, description: "The current key's id at the gateway." },
    remote_name: { type: "string", computed: true, description: "The current key's name at the gateway." },
    revision: { type: "number", computed: true, description: "Counts the keys that this resource has had." },
    models: {
      type: ["list", "string"],
      computed: true,
      description: "The models that the gateway lets the key call. Null: all that its group offers.",
    },
    valid_until: {
      type: "string",
      computed: true,
      description: "When the gateway will refuse the current key, by `expires_at` or `lifetime`.",
    },
    base_url: { type: "string", computed: true, description: "Where the key is used, without /v1." },
    issued_at: { type: "string", computed: true, description: "When the current key was made." },
    rotate_after: { type: "string", computed: true, description: "The first plan after this rotates the key." },
    retiring_keys: {
      computed: true,
      description: "Earlier keys that still work. The first apply after `revoke_after` revokes them.",
      nested: {
        nesting: "list",
        attributes: {
          id: { type: "string", computed: true, description: "The key's id at the gateway." },
          remote_name: { type: "string", computed: true, description: "Its name at the gateway." },
          revoke_after: { type: "string", computed: true, description: "The end of its overlap." },
        },
      },
    },
    key: {
      type: "string",
      computed: true,
      sensitive: true,
      description: "The current key's text, with `store_in_state = true` only.",
    },
    key_encrypted: {
      type: "string",
      computed: true,
      description: "The current key's text as an armored age file, with `encrypt_to` only. Decrypt with `age -d`.",
    },
  },
};

/** Names a key apart from its state. The id changes with every rotation. */
export const apiKeyIdentity: IdentitySchema = {
  mutable: true,
  attributes: {
    id: { type: "string", description: "The key's id at the gateway.", importedBy: "required" },
    panel_url: { type: "string", description: "The gateway's console.", importedBy: "optional" },
  },
};
