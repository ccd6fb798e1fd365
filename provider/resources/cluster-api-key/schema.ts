import type { IdentitySchema, Schema } from "../../protocol/schema.ts";
import { specAttributes } from "./attributes.gen.ts";

/** `tok_cluster_api_key`. Raise the version when the shape of the state changes. */
export const clusterApiKeySchema: Schema = {
  version: 0,
  description:
    "A TokApiKey in a cluster, for the tokapi operator there: it makes the key, keeps it in a Secret and rotates it, and Terraform never sees it. Applied by server-side apply, so only what is declared here is managed. Plans need no cluster.",
  attributes: {
    namespace: { type: "string", required: true, description: "The namespace. Another one makes a new key." },
    name: {
      type: "string",
      required: true,
      description: "The resource's name, and the key's too unless `spec.name` is set. Another one makes a new key.",
    },
    labels: { type: ["map", "string"], optional: true, description: "Labels of the TokApiKey." },
    annotations: { type: ["map", "string"], optional: true, description: "Annotations of the TokApiKey." },
    spec: {
      required: true,
      description: "What the key is, where it comes from and how it is delivered, as in the CRD.",
      nested: {
        nesting: "single",
        attributes: {
          ...specAttributes,
          gateway_ref: {
            ...specAttributes.gateway_ref,
            description: "The gateway that issues the key. Another one makes a new key.",
          },
        },
      },
    },
    wait_for_ready: {
      type: "bool",
      optional: true,
      description: "Whether an apply waits until the Secret holds a key that works. Default: true.",
    },
    timeout: { type: "string", optional: true, description: "How long it waits. Default: `5m`." },
    deletion_wait: {
      type: "string",
      optional: true,
      description:
        "How long a destroy waits until the operator has revoked the keys and let the object go; `0s` does not wait. Default: `timeout`.",
    },
    force: {
      type: "bool",
      optional: true,
      description: "True takes over fields that another manager owns, instead of failing. Default: false.",
    },
    uid: { type: "string", computed: true, description: "The object's uid." },
    generation: { type: "number", computed: true, description: "Counts the changes of the spec." },
    ready: { type: "bool", computed: true, description: "Whether the Secret holds a key that works." },
    secret_name: { type: "string", computed: true, description: "The Secret that holds the key." },
    revision: { type: "number", computed: true, description: "The revision of the key that the Secret holds." },
    next_rotation_at: { type: "string", computed: true, description: "When the next rotation on schedule begins." },
  },
};

/** Names an object apart from its state. */
export const clusterApiKeyIdentity: IdentitySchema = {
  attributes: {
    namespace: { type: "string", description: "The namespace.", importedBy: "required" },
    name: { type: "string", description: "The resource's name.", importedBy: "required" },
  },
};

/** `tok_cluster_api_key_rotate`. */
export const rotateSchema: Schema = {
  description:
    "Asks the operator for a new key now, and waits until the Secret holds it. The old one goes on working for its overlap, unless it is compromised.",
  attributes: {
    namespace: { type: "string", required: true, description: "The namespace of the TokApiKey." },
    name: { type: "string", required: true, description: "Its name." },
    compromised: {
      type: "bool",
      optional: true,
      description: "True revokes the old key as soon as the new one is delivered, without overlap. Default: false.",
    },
    timeout: { type: "string", optional: true, description: "How long to wait. Default: `5m`." },
  },
};
