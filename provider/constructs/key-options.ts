import type { KeyDelivery } from "./delivery.ts";
import type { Gateway } from "./gateway.ts";
import type { ModelRoute } from "./model-route.ts";
import type { Quota } from "./quota.ts";
import type { Rotation } from "./rotation.ts";

/** What can be said of a key wherever it is declared. The names are those of `tok_api_key` and of TokApiKey. */
export interface KeyOptions {
  /**
   * The gateway that issues the key. Becomes the provider of a `tok_api_key`, or `gatewayRef` of a TokApiKey.
   * @default - the gateway of the environment
   */
  readonly gateway?: Gateway;
  /**
   * For people; kept on our side where the gateway has no field for it. Becomes `description`.
   * @default - none
   */
  readonly description?: string;
  /**
   * Who answers for the key: a team or an address. Becomes the annotation `tokapi.dev/owner` in the cluster, and the
   * beginning of `description` in Terraform.
   * @default - nobody
   */
  readonly owner?: string;
  /**
   * The gateway's group or rate plan, by its exact name. Sub2API demands one. Becomes `group`.
   * @default - the account's own
   */
  readonly group?: string;
  /**
   * The models that the key may call; the same as `route.grantUse(key)` for each. Becomes `routes`, or `routeRefs` in GitOps
   * manifests.
   * @default - all that the group offers
   */
  readonly routes?: ModelRoute[];
  /**
   * What the key may spend, in USD. Becomes `quota`.
   * @default - no limit of its own
   */
  readonly quota?: Quota;
  /**
   * The moment after which the gateway refuses the key and nobody rotates it any more: `2027-01-31T00:00:00Z`. Becomes
   * `expiresAt`.
   * @default - never
   */
  readonly expiresAt?: string;
  /**
   * How long each issued key may live at the gateway; it is rotated well before: `90d`. Becomes `lifetime`.
   * @default - without end
   */
  readonly lifetime?: string;
  /**
   * Addresses or CIDR ranges that may use the key. Becomes `allowedIPs`.
   * @default - any
   */
  readonly allowedIps?: string[];
  /**
   * False switches the key off at the gateway without deleting it. Becomes `enabled`.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * When the key is replaced by a new one. Becomes `rotation`.
   * @default - only on request
   */
  readonly rotation?: Rotation;
  /**
   * Where the text of the key goes.
   * @default KeyDelivery.operator()
   */
  readonly delivery?: KeyDelivery;
  /**
   * True: the keys go on working at the gateway when the declaration is gone. Becomes `deletionPolicy` Retain.
   * @default false - they are revoked
   */
  readonly retainOnDelete?: boolean;
  /**
   * Labels of the TokApiKey. Becomes `metadata.labels`.
   * @default - those of the environment
   */
  readonly labels?: { readonly [key: string]: string };
}
