import type { KubeClient } from "./kube/client.ts";
import { type KubeObject, NAMESPACES, type Resource, SECRETS } from "./kube/resource.ts";
import { secretLabel } from "./reconcile/marks.ts";
import { ownSecret } from "./reconcile/secret-view.ts";
import { CLUSTER_TOK_GATEWAYS, TOK_API_KEYS, TOK_GATEWAYS, TOK_MODEL_ROUTES } from "./resources/addresses.ts";
import { sharedTexts } from "./shared-texts.ts";
import { watchResource } from "./watch.ts";
import type { ResourceWatch, WatchProblem } from "./watch-options.ts";

/** Told of each change, by the kind's plural. Only marks something for work. */
export type Changed = (plural: string, ref: string, object: KubeObject | undefined) => void;

/** Everything that the operator sees of the cluster: one watch a kind. */
export interface Views {
  readonly keys: ResourceWatch;
  readonly routes: ResourceWatch;
  readonly gateways: ResourceWatch;
  readonly clusterGateways: ResourceWatch;
  readonly secrets: ResourceWatch;
  readonly namespaces: ResourceWatch;
  /** True once every kind has been listed. */
  synced(): boolean;
  /** Settles then. */
  readonly ready: Promise<void>;
  all(): readonly (readonly [name: string, watch: ResourceWatch])[];
}

/** Opens the watches. Secrets come by our label and without their data; nothing is kept of managedFields. */
export function openViews(
  client: KubeClient,
  options: {
    namespace: string | undefined;
    signal: AbortSignal;
    changed: Changed;
    onProblem: (problem: WatchProblem) => void;
  },
): Views {
  const { namespace, signal, changed, onProblem } = options;
  const within = namespace === undefined ? {} : { namespace };
  let synced = false;
  const shared = sharedTexts();
  const lean = ({ metadata: { managedFields: _, ...metadata }, ...rest }: KubeObject) => shared({ ...rest, metadata });
  const open = (
    resource: Resource,
    selector: object,
    transform: (object: KubeObject) => KubeObject,
    many = false,
  ): ResourceWatch =>
    watchResource(client, {
      resource,
      selector,
      many,
      transform,
      onEvent: (ref, object) => changed(resource.plural, ref, object),
      onProblem,
      signal,
    });
  const keys = open(TOK_API_KEYS, within, lean, true);
  const routes = open(TOK_MODEL_ROUTES, within, lean);
  const gateways = open(TOK_GATEWAYS, within, lean);
  const clusterGateways = open(CLUSTER_TOK_GATEWAYS, {}, lean);
  const ownSecrets = { ...within, labelSelector: secretLabel, metadataOnly: true };
  const secrets = open(SECRETS, ownSecrets, (object) => shared(ownSecret(object)), true);
  const namespaces = open(NAMESPACES, { metadataOnly: true }, lean);
  const all = Object.entries({ keys, routes, gateways, clusterGateways, secrets, namespaces });
  const ready = Promise.all(all.map(([, watch]) => watch.synced)).then(() => {
    synced = true;
  });
  return { keys, routes, gateways, clusterGateways, secrets, namespaces, synced: () => synced, ready, all: () => all };
}
