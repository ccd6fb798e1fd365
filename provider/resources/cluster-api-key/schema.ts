import type { IdentitySchema, Schema } from "../../protocol/schema.ts";
import { computed, demanded, flag, number, object, text, textMap } from "../attributes.ts";
import { specAttributes } from "./attributes.gen.ts";

/** `tok_cluster_api_key`. Raise the version when the shape of the state changes. */
export const clusterApiKeySchema: Schema = {
  version: 0,
  description:
    "A TokApiKey in a cluster, for the tokapi operator there: it makes the key, keeps it in a Secret and rotates it, and Terraform never sees it. Applied by server-side apply, so only what is declared here is managed. Plans need no cluster.",
  attributes: {
    namespace: demanded(text("The namespace. Another one makes a new key.")),
    name: demanded(
      text("The resource's name, and the key's too unless `spec.name` is set. Another one makes a new key."),
    ),
    labels: textMap("Labels of the TokApiKey."),
    annotations: textMap("Annotations of the TokApiKey."),
    spec: demanded(
      object("What the key is, where it comes from and how it is delivered, as in the CRD.", {
        ...specAttributes,
        gateway_ref: {
          ...specAttributes.gateway_ref,
          description: "The gateway that issues the key. Another one makes a new key.",
        },
      }),
    ),
    wait_for_ready: flag("Whether an apply waits until the Secret holds a key that works. Default: true."),
    timeout: text("How long it waits. Default: `5m`."),
    deletion_wait: text(
      "How long a destroy waits until the operator has revoked the keys and let the object go; `0s` does not wait. Default: `timeout`.",
    ),
    force: flag("True takes over fields that another manager owns, instead of failing. Default: false."),
    uid: computed(text("The object's uid.")),
    generation: computed(number("Counts the changes of the spec.")),
    ready: computed(flag("Whether the Secret holds a key that works.")),
    secret_name: computed(text("The Secret that holds the key.")),
    revision: computed(number("The revision of the key that the Secret holds.")),
    next_rotation_at: computed(text("When the next rotation on schedule begins.")),
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
    namespace: demanded(text("The namespace of the TokApiKey.")),
    name: demanded(text("Its name.")),
    compromised: flag("True revokes the old key as soon as the new one is delivered, without overlap. Default: false."),
    timeout: text("How long to wait. Default: `5m`."),
  },
};
