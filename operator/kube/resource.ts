// What the API server serves, and where: objects as they arrive, kinds and the paths of their URLs.

/** `metadata` as the API server sends it: times are RFC 3339 text, `resourceVersion` is opaque but for its order. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
  readonly managedFields?: readonly unknown[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** One object, raw: everything beside `metadata` is unchecked and is parsed by whoever reads it. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** A kind as URLs know it. */
export interface Resource {
  /** "" is the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As in the URL: "secrets". */
  readonly plural: string;
  readonly namespaced: boolean;
  /** Its body holds secrets: no text that a server says about a body of this kind goes into an error. */
  readonly sensitive?: boolean;
}

/** Which object is meant. `namespace` is left out for kinds that have none. */
export interface ObjectRef {
  readonly namespace?: string;
  readonly name: string;
}

/** Kinds of Kubernetes itself that the operator uses. */
export const SECRETS: Resource = core("secrets", "Secret", { sensitive: true });
export const NAMESPACES: Resource = { ...core("namespaces", "Namespace"), namespaced: false };
export const SERVICE_ACCOUNTS: Resource = core("serviceaccounts", "ServiceAccount", { sensitive: true });
export const CONFIG_MAPS: Resource = core("configmaps", "ConfigMap");
export const EVENTS: Resource = { ...core("events", "Event"), group: "events.k8s.io" };
export const LEASES: Resource = { ...core("leases", "Lease"), group: "coordination.k8s.io" };
export const DEPLOYMENTS: Resource = { ...core("deployments", "Deployment"), group: "apps" };
export const STATEFUL_SETS: Resource = { ...core("statefulsets", "StatefulSet"), group: "apps" };
export const DAEMON_SETS: Resource = { ...core("daemonsets", "DaemonSet"), group: "apps" };
export const CUSTOM_RESOURCE_DEFINITIONS: Resource = {
  ...core("customresourcedefinitions", "CustomResourceDefinition"),
  group: "apiextensions.k8s.io",
  namespaced: false,
};

function core(plural: string, kind: string, more: { readonly sensitive?: boolean } = {}): Resource {
  return { group: "", version: "v1", plural, kind, namespaced: true, ...more };
}

/** "v1", "apps/v1": what objects of this kind say in `apiVersion`. */
export function apiVersion(resource: Resource): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** The path of a collection, or of one object when `name` is given. Names are escaped; an empty one is refused. */
export function resourcePath(
  resource: Resource,
  at: {
    readonly namespace?: string | undefined;
    readonly name?: string;
    readonly subresource?: string | undefined;
  } = {},
): string {
  let path = resource.group === "" ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  if (resource.namespaced && at.namespace !== undefined) path += `/namespaces/${part(at.namespace, "namespace")}`;
  path += `/${resource.plural}`;
  if (at.name === undefined) return path;
  if (resource.namespaced && at.namespace === undefined) {
    throw new TypeError(`${resource.kind} "${at.name}" needs a namespace: its kind is namespaced`);
  }
  path += `/${part(at.name, "name")}`;
  return at.subresource === undefined ? path : `${path}/${at.subresource}`;
}

// "" or ".." would turn the path of one object into that of another collection: DELETE there deletes everything.
function part(text: string, what: string): string {
  if (text === "" || text === "." || text === "..")
    throw new TypeError(`"${text}" is no ${what} of a Kubernetes object`);
  return encodeURIComponent(text);
}

/** The key of an object in stores and queues: "namespace/name", or "name" where there is no namespace. */
export function keyOf(ref: ObjectRef): string {
  return ref.namespace === undefined || ref.namespace === "" ? ref.name : `${ref.namespace}/${ref.name}`;
}

/** The way back from {@link keyOf}. */
export function refOf(key: string): ObjectRef {
  const slash = key.indexOf("/");
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/**
 * Which of two resourceVersions of one kind is newer: negative when `a` is older, 0 when equal, undefined when they do
 * not compare and nothing may be concluded.
 *
 * Clients were long told to treat them as opaque. Since Kubernetes 1.35 (KEP-5504) the versions of one resource type are
 * promised to be decimal integers of any length that grow with each write, and every etcd-backed server before it did the
 * same. They may exceed what a number holds, so they compare as text: the longer is the larger.
 */
export function compareVersions(a: string, b: string): number | undefined {
  if (a === b) return 0;
  if (!DECIMAL.test(a) || !DECIMAL.test(b)) return undefined;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}

const DECIMAL = /^(?:0|[1-9][0-9]*)$/;
