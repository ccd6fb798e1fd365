import { setTimeout as sleep } from "node:timers/promises";
import type { Sensitive } from "../core/sensitive.ts";
import { second } from "../core/time.ts";
import type { Deps } from "../gateways/deps.ts";
import { undiciTransport } from "../gateways/transports/undici-transport.ts";
import type { OperatorConfig } from "./config.ts";
import {
  GatewayReconciler,
  type GatewayRef,
  gatewayKey,
  gatewayRefOf,
  refOfTitle,
  titleOf,
} from "./gateways/gateway-reconciler.ts";
import { gatewayRefOfKey, KeyIndex } from "./key-index.ts";
import type { KubeClient } from "./kube/client.ts";
import { type KubeObject, keyOf, refOf } from "./kube/resource.ts";
import { Queue } from "./queue.ts";
import type { QueueStats } from "./queue-options.ts";
import type { Cluster, Surroundings } from "./reconcile/context.ts";
import { KeyReconciler } from "./reconcile/key-reconciler.ts";
import type { KeyResource } from "./reconcile/key-resource.ts";
import { ownerName } from "./reconcile/marks.ts";
import type { OwnSecret } from "./reconcile/secret-view.ts";
import type { References } from "./reconcile/want.ts";
import { parseTokModelRoute } from "./resources/parse.ts";
import type { EventRecorder } from "./telemetry/events.ts";
import type { Log } from "./telemetry/log.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import { openViews, type Views } from "./views.ts";

export interface ControllerOptions {
  readonly client: KubeClient;
  readonly config: OperatorConfig;
  readonly clusterId: string;
  readonly namespace: string;
  readonly log: Log;
  readonly announcer: EventRecorder;
  readonly metrics: () => Metrics;
  readonly fence: () => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** How long changes of a gateway's status are gathered. */
const statusMoment = 2 * second;

/**
 * Turns what happens in the cluster into work: watches mark keys and gateways, queues hand them to the reconcilers. Each
 * gateway has a queue of its own, so that one that is slow or limited keeps nobody else waiting.
 */
export class Controller {
  readonly views: Views;
  readonly index = new KeyIndex();
  readonly keys: KeyReconciler;
  readonly gateways: GatewayReconciler;
  readonly #options: ControllerOptions;
  readonly #gatewayQueue: Queue;
  readonly #keyQueues = new Map<string, Queue>();
  readonly #namespaceLabels = new Map<string, string>();
  #started = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { client, config, signal, log } = options;
    this.#gatewayQueue = this.#queue(16, (key) => this.gateways.reconcile(gatewayRefOf(key)));
    this.gateways = this.#gatewayReconciler();
    this.keys = new KeyReconciler(this.#surroundings());
    this.views = openViews(client, {
      namespace: config.watchNamespace,
      signal,
      changed: (plural, ref, object) => this.#changed(plural, ref, object),
      onProblem: ({ resource, why, error, retryInMs }) =>
        log.warn({ resource, why, error, retryInMs }, "a watch is interrupted"),
    });
  }

  /** Begins to work; until then changes are only collected. */
  start(): void {
    this.#started = true;
    this.#gatewayQueue.start();
    for (const queue of this.#keyQueues.values()) queue.start();
  }

  /** Ends what is under way and begins nothing more. */
  async drain(): Promise<void> {
    await Promise.all([this.#gatewayQueue.drain(), ...[...this.#keyQueues.values()].map((queue) => queue.drain())]);
  }

  /** Ends every connection to gateways, and with them the turns that still wait for one. */
  async close(): Promise<void> {
    await this.gateways.close();
  }

  queues(): readonly (readonly [string, QueueStats])[] {
    return [
      ["gateways", this.#gatewayQueue.stats()],
      ...[...this.#keyQueues].map(([title, queue]) => [title, queue.stats()] as const),
    ];
  }

  #queue(workers: number, work: (key: string) => Promise<{ at?: number }>, active = workers): Queue {
    const { log, now } = this.#options;
    return new Queue({
      workers,
      active,
      now,
      random: Math.random,
      timer: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      work: async (key) => {
        const { at } = await work(key);
        return at === undefined ? undefined : { at };
      },
      onError: (key, error, retryInMs) => log.error({ key, error, retryInMs }, "a turn failed and is repeated"),
    });
  }

  #keyQueue(title: string): Queue {
    const known = this.#keyQueues.get(title);
    if (known) return known;
    const { workers, connections } = this.#options.config;
    // Half as many turns as connections keep an API server busy. More make no key sooner: they only stand in line there,
    // where a key that has just been declared cannot overtake them.
    const queue = this.#queue(workers, (ref) => this.keys.reconcile(ref), Math.max(1, Math.ceil(connections / 2)));
    this.#keyQueues.set(title, queue);
    if (this.#started) queue.start();
    return queue;
  }

  #mark(ref: string, fresh = false): void {
    const title = this.index.gatewayOf(ref);
    if (title) this.#keyQueue(title).add(ref, fresh ? { priority: "new" } : {});
  }

  #changed(plural: string, ref: string, object: KubeObject | undefined): void {
    if (plural === "tokapikeys") this.#keyChanged(ref, object);
    else if (plural === "secrets") this.#secretChanged(ref, object);
    else if (plural === "tokmodelroutes") for (const key of this.index.ofRoute(ref)) this.#mark(key);
    else if (plural === "tokgateways") this.#gatewaySeen({ kind: "TokGateway", ...refOf(ref) }, object);
    else if (plural === "clustertokgateways") this.#clusterGatewayChanged(ref, object);
    else if (plural === "namespaces") this.#namespaceChanged(ref, object);
  }

  /** An operator of one namespace leaves a gateway alone that none of its keys uses: another one looks after it. */
  #clusterGatewayChanged(name: string, object: KubeObject | undefined): void {
    const gateway: GatewayRef = { kind: "ClusterTokGateway", name };
    const used = this.index.ofGateway(titleOf(gateway)).size > 0;
    if (used || !object || this.#options.config.watchNamespace === undefined) this.#gatewaySeen(gateway, object);
  }

  /**
   * What changes beside the spec is mostly the status, our own doing: the number of keys, while they are being made. Each turn
   * reads the credentials and writes the next number, so such changes are gathered.
   */
  #gatewaySeen(gateway: GatewayRef, object: KubeObject | undefined): void {
    const known = this.gateways.get(titleOf(gateway));
    const isSame = object && known && !known.removed && (object.metadata.generation ?? 0) === known.generation;
    this.#gatewayQueue.add(gatewayKey(gateway), isSame ? { at: this.#options.now() + statusMoment } : {});
  }

  /** Other labels may mean that other gateways serve the namespace. */
  #namespaceChanged(name: string, object: KubeObject | undefined): void {
    const before = this.#namespaceLabels.get(name);
    if (!object) return void this.#namespaceLabels.delete(name);
    const labels = JSON.stringify(object.metadata.labels ?? {});
    this.#namespaceLabels.set(name, labels);
    if (before === undefined || before === labels) return;
    for (const gateway of this.views.clusterGateways.store.keys()) {
      for (const ref of this.index.ofGateway(titleOf({ kind: "ClusterTokGateway", name: gateway })))
        if (ref.startsWith(`${name}/`)) this.#mark(ref);
    }
  }

  /** A deleted Secret no longer says whose it was, so those that ask for one of its name are looked at. */
  #secretChanged(ref: string, object: KubeObject | undefined): void {
    const owner = object?.metadata.annotations?.[ownerName];
    if (owner !== undefined) this.#mark(`${refOf(ref).namespace}/${owner}`);
    for (const key of this.index.ofSecret(ref)) this.#mark(key);
  }

  #keyChanged(ref: string, object: KubeObject | undefined): void {
    const before = this.index.gatewayOf(ref);
    if (!object) {
      if (before) this.#keyQueue(before).add(ref);
      this.index.set(ref, undefined);
      // The last user: a connection that was kept for it may go, and a status counts one less.
      if (before && this.index.ofGateway(before).size === 0) this.#gatewayQueue.add(gatewayKey(refOfTitle(before)));
      return;
    }
    this.index.set(ref, object);
    const { status } = object as { status?: { keys?: unknown[] } };
    this.#mark(ref, (status?.keys ?? []).length === 0);
    const title = this.index.gatewayOf(ref);
    // The gateway's first user: now its account has to be listed, and its status counts one more.
    if (before === undefined && title && this.index.ofGateway(title).size === 1)
      this.#gatewayQueue.add(gatewayKey(gatewayRefOfKey(object)));
  }

  #surroundings(): Surroundings {
    const { client, clusterId, announcer, metrics, fence, now } = this.#options;
    const cluster: Cluster = {
      client,
      key: (ref) => this.views.keys.store.get(ref),
      secret: (ref) => this.views.secrets.store.get(ref) as OwnSecret | undefined,
      secretsKnown: () => this.views.synced(),
      references: (resource) => this.#references(resource),
      wroteKey: (object) => {
        const last = object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).length === 0;
        if (!last) return this.views.keys.observe(object);
        this.views.keys.observeDeleted(object);
        // The watch will say nothing new about it.
        this.#keyChanged(keyOf(object.metadata), undefined);
      },
      wroteSecret: (object) => this.views.secrets.observe(object),
    };
    return {
      cluster,
      clusterId,
      announcer,
      meter: { rotation: (...given) => metrics().rotation(...given), action: (...given) => metrics().action(...given) },
      now,
      aside: (ref, wait) => {
        const title = this.index.gatewayOf(ref);
        return title === undefined ? wait() : this.#keyQueue(title).aside(wait);
      },
      fence,
    };
  }

  #references({ owner, spec }: KeyResource): References {
    const ref = `${owner.namespace}/${owner.name}`;
    const object = this.views.keys.store.get(ref);
    const title = object ? titleOf(gatewayRefOfKey(object)) : "The gateway";
    const gateway = this.gateways.get(title);
    const routes: References["routes"][number][] = [];
    const missingRoutes: string[] = [];
    for (const { name } of spec?.routeRefs ?? []) {
      const found = this.views.routes.store.get(`${owner.namespace}/${name}`);
      const parsed = found && parseTokModelRoute(found);
      if (!parsed?.ok) missingRoutes.push(name);
      else {
        const { description: _, ...route } = parsed.spec;
        routes.push({ name, version: parsed.metadata.resourceVersion, route });
      }
    }
    const olderKeys = gateway?.policy?.maxKeys === undefined ? 0 : this.index.olderThan(ref);
    return { gateway, gatewayTitle: title, routes, missingRoutes, olderKeys };
  }

  #gatewayReconciler(): GatewayReconciler {
    const { client, namespace, now, fence, metrics } = this.#options;
    const deps: Deps = {
      transport: undiciTransport,
      now,
      monotonic: () => performance.now(),
      sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
      random: Math.random,
      onRequest: (event) => metrics().gatewayRequest(event),
      fence,
      saveRefreshToken: (_token: Sensitive) => Promise.resolve(),
    };
    return new GatewayReconciler({
      client,
      deps,
      namespace,
      object: (ref) => this.#viewOf(ref).store.get(keyOf(ref)),
      namespaceLabels: (name) => this.views.namespaces.store.get(name)?.metadata.labels,
      users: (title) => this.index.ofGateway(title).size,
      wrote: (ref, object) => this.#viewOf(ref).observe(object),
      changed: (title, what) => this.#gatewayChanged(title, what),
      now,
      fence,
    });
  }

  #viewOf({ kind }: GatewayRef) {
    return kind === "TokGateway" ? this.views.gateways : this.views.clusterGateways;
  }

  /** A new link concerns every key of the gateway; a new listing only those about which it says something new. */
  #gatewayChanged(title: string, what: "link" | "inventory"): void {
    const inventory = this.gateways.get(title)?.link?.inventory;
    for (const ref of this.index.ofGateway(title)) {
      const memory = this.keys.memory(ref);
      if (what === "link" || !memory || !inventory || memory.isNews(inventory)) this.#mark(ref);
    }
  }
}
