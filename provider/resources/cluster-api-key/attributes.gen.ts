// Made by `npm run generate` from operator/resources/tok-api-key.ts; do not edit.
import { demanded, flag, object, objects, text, textMap } from "../attributes.ts";
import { coreNames, keyAttributes } from "../key-attributes.gen.ts";
import type { Limits } from "./limits.ts";

/** The spec of a TokApiKey. */
export const specAttributes = {
  ...keyAttributes,
  gateway_ref: demanded(object("The gateway that issues the key. It cannot be changed.", {
    name: demanded(text("The gateway's name.")),
    kind: text("TokGateway in this namespace, or ClusterTokGateway. Default: TokGateway. One of TokGateway, ClusterTokGateway."),
  })),
  route_refs: objects("TokModelRoutes of this namespace, in addition to `routes`.", {
    name: demanded(text("The route's name.")),
  }),
  adopt: object("Take over a key that exists at the gateway instead of making the first one. Looked at once.", {
    id: text("The key's id at the gateway."),
    name: text("The key's name at the gateway; exactly one key may bear it."),
  }),
  secret: object("The Secret that holds the key.", {
    name: text("The Secret's name. After a change the Secret of the old name is deleted once the new one holds the key, if creation_policy is Owner. Default: the name of this resource."),
    keys: object("The names of the Secret's entries.", {
      api_key: text("For the key. Default: apiKey."),
      base_url: text("For the gateway's address, without /v1. Default: baseURL."),
      previous_api_key: text("For the key before this one, with `previous: true`. Default: previousApiKey."),
    }),
    template: object("What the Secret holds besides the key and the address.", {
      type: text("The Secret's type. It cannot be changed later, except together with the Secret's name. Default: Opaque."),
      labels: textMap("Further labels of the Secret."),
      annotations: textMap("Further annotations of the Secret."),
      data: textMap("Further entries, beside the key and the address. ${apiKey}, ${baseURL}, ${previousApiKey}, ${revision} are replaced; $${ stands for ${ itself. For example OPENAI_BASE_URL: ${baseURL}/v1. HCL has dollars of its own: double each of these."),
    }),
    previous: flag("True: the key before this one is delivered beside it while it works. Default: false."),
    creation_policy: text("Owner: the Secret is ours and goes with this resource. Orphan: it is ours and stays. Merge: it is somebody else's and must exist; only our entries are written. Default: Owner. One of Owner, Orphan, Merge."),
  }),
  rotation: object("When and how the key is replaced. Default: only on request.", {
    every: text("Rotate so often; spread a little, so that keys declared together do not rotate together."),
    schedule: text("Rotate at these times, as a cron pattern; instead of `every`."),
    time_zone: text("The zone of `schedule`, an IANA name. Default: UTC."),
    overlap: text("How long the old key goes on working beside the new one at least. Default: 1h."),
    retire_when_idle_for: text("The old key must have been unused for so long, where the gateway reports it; 0s asks for nothing. Default: 15m."),
    max_overlap: text("After so long, `at_max_overlap` says what happens to an old key still in use. Default: 7d."),
    at_max_overlap: text("Keep goes on waiting, with a condition, an event and a metric. Revoke ends it. Default: Keep. One of Keep, Revoke."),
    disable_before_delete: text("The old key is disabled for so long before it is deleted; one annotation brings it back. 0s deletes at once. Default: 24h."),
    window: object("Rotations on schedule begin only while this window is open. Default: always.", {
      schedule: demanded(text("When the window opens, as a cron pattern.")),
      duration: demanded(text("How long it stays open.")),
      time_zone: text("Default: UTC."),
    }),
  }),
  rollout_restart: objects("Workloads that read the Secret at start only. They are restarted after each delivery, and the old key lives until they run with the new one.", {
    kind: demanded(text("What to restart. One of Deployment, StatefulSet, DaemonSet.")),
    name: demanded(text("Its name, in this namespace.")),
  }),
  verify: object("How a new key is tried before it is delivered. Default: on the data plane.", {
    data_plane: flag("False: a new key is delivered without having been tried, for gateways whose data plane cannot be reached from here. Default: true."),
    models: flag("True: a new key must also show every model that the routes name. Default: false."),
  }),
  deletion_policy: text("What happens at the gateway when this resource is deleted. Default: Revoke. One of Revoke, Retain."),
  suspend: flag("True: nothing is issued, rotated, changed or revoked until it is false again; deleting the resource revokes all the same. Default: false."),
};

/** Attributes whose name in the CRD is not theirs in camel case. */
export const crdNames: Readonly<Record<string, string>> = {
  ...coreNames,
  "base_url": "baseURL"
};

/** Lists whose entries are told apart by these attributes: other writers may have entries of their own in them. */
export const listKeys: Readonly<Record<string, readonly string[]>> = {
  "route_refs": [
    "name"
  ],
  "rollout_restart": [
    "kind",
    "name"
  ]
};

/** What the CRD allows, and where: the attributes' paths, `*` for any entry of a map. */
export const limits: readonly (readonly [paths: string, limits: Limits])[] = [
  ["gateway_ref.name route_refs.name secret.name rollout_restart.name", {"maxLength":253,"pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"}],
  ["gateway_ref.kind", {"enum":["TokGateway","ClusterTokGateway"]}],
  ["route_refs", {"maxItems":64}],
  ["adopt.id adopt.name", {"minLength":1,"maxLength":128}],
  ["secret.keys.api_key secret.keys.base_url secret.keys.previous_api_key", {"maxLength":253,"pattern":"^[-._a-zA-Z0-9]+$"}],
  ["secret.template.type", {"minLength":1,"maxLength":253}],
  ["secret.template.labels secret.template.annotations", {"maxProperties":64}],
  ["secret.template.labels.*", {"maxLength":63,"pattern":"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$"}],
  ["secret.template.annotations.*", {"maxLength":4096}],
  ["secret.template.data", {"maxProperties":32}],
  ["secret.template.data.*", {"maxLength":8192}],
  ["secret.creation_policy", {"enum":["Owner","Orphan","Merge"]}],
  ["rotation.every rotation.overlap rotation.retire_when_idle_for rotation.max_overlap rotation.disable_before_delete rotation.window.duration", {"maxLength":32,"pattern":"^([0-9]+(ms|s|m|h|d|w))+$"}],
  ["rotation.schedule rotation.window.schedule", {"minLength":9,"maxLength":120}],
  ["rotation.time_zone rotation.window.time_zone", {"minLength":1,"maxLength":64}],
  ["rotation.at_max_overlap", {"enum":["Keep","Revoke"]}],
  ["rollout_restart", {"maxItems":16}],
  ["rollout_restart.kind", {"enum":["Deployment","StatefulSet","DaemonSet"]}],
  ["deletion_policy", {"enum":["Revoke","Retain"]}],
];

/** Patterns in words. */
export const meanings: Readonly<Record<string, string>> = {
  "^([0-9]+(ms|s|m|h|d|w))+$": "a duration such as 30d, 12h or 1h30m",
  "^[-._a-zA-Z0-9]+$": "a data key: letters, digits, hyphens, underscores and dots",
  "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$": "a name of Kubernetes: lower-case letters, digits, hyphens and dots, a letter or digit at both ends"
};
