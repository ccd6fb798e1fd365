import { type GatewayRef, titleOf } from "./gateways/gateway-reconciler.ts";
import type { KubeObject } from "./kube/resource.ts";
import { resourceOfPending } from "./reconcile/marks.ts";
import { sharedTexts } from "./shared-texts.ts";

const none: ReadonlySet<string> = new Set();

interface Uses {
  readonly gateway: string;
  readonly namespace: string;
  readonly routes: readonly string[];
  /** The Secret that it asks for by name; undefined: that of its own name. */
  readonly secret: string | undefined;
  readonly createdAt: string;
}

/** Which keys use which gateway and which routes, kept up to date by the watch, so that nothing has to be searched. */
export class KeyIndex {
  readonly #shared = sharedTexts();
  readonly #uses = new Map<string, Uses>();
  readonly #byGateway = new Map<string, Set<string>>();
  readonly #byRoute = new Map<string, Set<string>>();
  /** Only what is asked for by name: ten thousand keys that deliver to their own names need no index. */
  readonly #bySecret = new Map<string, Set<string>>();

  /** Puts one key as it is now, or takes it out. */
  set(ref: string, object: KubeObject | undefined): void {
    const before = this.#uses.get(ref);
    const uses = object && this.#shared(usesOf(object));
    if (before) this.#drop(ref, before);
    if (uses) this.#put(ref, uses);
  }

  gatewayOf(ref: string): string | undefined {
    return this.#uses.get(ref)?.gateway;
  }

  ofGateway(title: string): ReadonlySet<string> {
    return this.#byGateway.get(title) ?? none;
  }

  /** By namespace/name of the route. */
  ofRoute(route: string): ReadonlySet<string> {
    return this.#byRoute.get(route) ?? none;
  }

  /** The keys that deliver to a Secret, or keep their pending texts in it, by its namespace/name. */
  *ofSecret(secret: string): Iterable<string> {
    const pendingFor = resourceOfPending(secret);
    if (pendingFor !== undefined && this.#uses.has(pendingFor)) yield pendingFor;
    const namesake = this.#uses.get(secret);
    if (namesake && namesake.secret === undefined) yield secret;
    yield* this.#bySecret.get(secret) ?? none;
  }

  /** How many keys of the same namespace and gateway are older than this one; ties go by name. */
  olderThan(ref: string): number {
    const uses = this.#uses.get(ref);
    if (!uses) return 0;
    let count = 0;
    for (const other of this.ofGateway(uses.gateway)) {
      const { namespace, createdAt } = this.#uses.get(other)!;
      if (other === ref || namespace !== uses.namespace) continue;
      if (createdAt < uses.createdAt || (createdAt === uses.createdAt && other < ref)) count += 1;
    }
    return count;
  }

  #put(ref: string, uses: Uses): void {
    this.#uses.set(ref, uses);
    add(this.#byGateway, uses.gateway, ref);
    for (const route of uses.routes) add(this.#byRoute, route, ref);
    if (uses.secret !== undefined) add(this.#bySecret, uses.secret, ref);
  }

  #drop(ref: string, uses: Uses): void {
    this.#uses.delete(ref);
    remove(this.#byGateway, uses.gateway, ref);
    for (const route of uses.routes) remove(this.#byRoute, route, ref);
    if (uses.secret !== undefined) remove(this.#bySecret, uses.secret, ref);
  }
}

/** The gateway that a key names, whatever else is wrong with the key. */
export function gatewayRefOfKey(object: KubeObject): GatewayRef {
  const { gatewayRef } = (object.spec ?? {}) as { gatewayRef?: { name?: unknown; kind?: unknown } };
  const name = typeof gatewayRef?.name === "string" ? gatewayRef.name : "";
  if (gatewayRef?.kind === "ClusterTokGateway") return { kind: "ClusterTokGateway", name };
  return { kind: "TokGateway", namespace: object.metadata.namespace ?? "default", name };
}

function usesOf(object: KubeObject): Uses {
  const namespace = object.metadata.namespace ?? "default";
  const { routeRefs, secret } = (object.spec ?? {}) as { routeRefs?: unknown; secret?: { name?: unknown } };
  const delivered = typeof secret?.name === "string" ? secret.name : object.metadata.name;
  const names = Array.isArray(routeRefs) ? routeRefs.map((entry: { name?: unknown }) => String(entry?.name)) : [];
  return {
    gateway: titleOf(gatewayRefOfKey(object)),
    namespace,
    routes: names.map((name) => `${namespace}/${name}`),
    secret: delivered === object.metadata.name ? undefined : `${namespace}/${delivered}`,
    createdAt: object.metadata.creationTimestamp ?? "",
  };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function remove(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set?.delete(value) && set.size === 0) map.delete(key);
}
