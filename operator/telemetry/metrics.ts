import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RequestEvent } from "../../gateways/deps.ts";
import type { RequestReport } from "../kube/transport.ts";
import type { QueueStats } from "../queue-options.ts";
import type { Meter } from "../reconcile/context.ts";
import type { WatchStats } from "../watch-options.ts";
import { keySeriesText, type ObservedKey } from "./key-series.ts";

/** What is looked at when somebody scrapes: nothing is kept in between, so no series outlives its object. */
export interface Observed {
  keys(): Iterable<ObservedKey>;
  gateways(): Iterable<{ readonly gateway: string; readonly ready: boolean; readonly orphans: number }>;
  queues(): Iterable<readonly [name: string, stats: QueueStats]>;
  watches(): Iterable<readonly [name: string, stats: WatchStats]>;
  leading(): boolean;
  droppedEvents(): number;
}

const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The operator's metrics. Labels are names of objects and closed sets; no value of a key is ever among them. */
export class Metrics implements Meter {
  readonly registry = new Registry();
  readonly #rotations: Histogram<"reason">;
  readonly #actions: Counter<"action" | "outcome">;
  readonly #gateway: Histogram<"operation" | "code">;
  readonly #cluster: Histogram<"verb" | "resource" | "code">;
  readonly #observed: Observed;

  constructor(observed: Observed) {
    this.#observed = observed;
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, prefix: "tokapi_" });
    this.#rotations = new Histogram({
      registers,
      buckets,
      name: "tokapi_rotation_duration_seconds",
      help: "From the plan of a key to its delivery.",
      labelNames: ["reason"],
    });
    this.#actions = new Counter({
      registers,
      name: "tokapi_actions_total",
      help: "Steps in the lives of keys.",
      labelNames: ["action", "outcome"],
    });
    this.#gateway = new Histogram({
      registers,
      buckets,
      name: "tokapi_gateway_request_duration_seconds",
      help: "Requests to gateways.",
      labelNames: ["operation", "code"],
    });
    this.#cluster = new Histogram({
      registers,
      buckets,
      name: "tokapi_kube_request_duration_seconds",
      help: "Requests to the API server.",
      labelNames: ["verb", "resource", "code"],
    });
    this.#observe();
  }

  rotation(reason: string, seconds: number): void {
    this.#rotations.observe({ reason }, Math.max(0, seconds));
  }

  action(action: string, outcome: "done" | "failed"): void {
    this.#actions.inc({ action, outcome });
  }

  gatewayRequest({ operation, status, seconds }: RequestEvent): void {
    this.#gateway.observe({ operation, code: String(status) }, seconds);
  }

  kubeRequest({ verb, resource, code, seconds }: RequestReport): void {
    this.#cluster.observe({ verb, resource, code: String(code) }, seconds);
  }

  get type(): string {
    return this.registry.contentType;
  }

  /** What a scrape is answered with, as it is at that moment. */
  async *text(): AsyncGenerator<string, void, void> {
    yield await this.registry.metrics();
    yield* keySeriesText(() => this.#observed.keys());
  }

  #observe(): void {
    const observed = this.#observed;
    const registers = [this.registry];
    const gauge = <L extends string>(
      name: string,
      help: string,
      labelNames: readonly L[],
      collect: (set: (labels: Record<L, string>, value: number) => void) => void,
    ) =>
      new Gauge<L>({
        registers,
        name,
        help,
        labelNames: [...labelNames],
        collect() {
          this.reset();
          collect((labels, value) => this.set(labels as never, value));
        },
      });
    gauge("tokapi_keys", "Issued keys by state.", ["state"], (set) => {
      const counts = new Map<string, number>();
      for (const { status } of observed.keys()) {
        for (const { state } of status.keys ?? []) counts.set(state, (counts.get(state) ?? 0) + 1);
      }
      for (const [state, count] of counts) set({ state }, count);
    });
    gauge("tokapi_gateway_ready", "1 when the gateway can be used.", ["gateway"], (set) => {
      for (const { gateway, ready } of observed.gateways()) set({ gateway }, ready ? 1 : 0);
    });
    gauge(
      "tokapi_orphaned_keys",
      "Keys at the gateway with a marker of this product and no resource in this cluster.",
      ["gateway"],
      (set) => {
        for (const { gateway, orphans } of observed.gateways()) set({ gateway }, orphans);
      },
    );
    gauge("tokapi_workqueue_depth", "Objects that are due.", ["queue"], (set) => {
      for (const [queue, stats] of observed.queues()) set({ queue }, stats.ready);
    });
    gauge("tokapi_workqueue_working", "Objects being worked on.", ["queue"], (set) => {
      for (const [queue, stats] of observed.queues()) set({ queue }, stats.working);
    });
    gauge("tokapi_workqueue_oldest_seconds", "How long the longest due object has waited.", ["queue"], (set) => {
      for (const [queue, stats] of observed.queues()) set({ queue }, stats.oldestReadyMs / 1000);
    });
    gauge(
      "tokapi_watch_last_contact_seconds",
      "Since the API server last told anything of this kind.",
      ["resource"],
      (set) => {
        for (const [resource, stats] of observed.watches())
          if (stats.lastContactAgeSeconds !== undefined) set({ resource }, stats.lastContactAgeSeconds);
      },
    );
    gauge("tokapi_watch_reconnects", "Watch streams opened again since the start.", ["resource", "reason"], (set) => {
      for (const [resource, stats] of observed.watches())
        for (const [reason, count] of Object.entries(stats.reconnects)) set({ resource, reason }, count);
    });
    gauge("tokapi_leader", "1 when this replica works.", [], (set) => set({}, observed.leading() ? 1 : 0));
    gauge("tokapi_events_dropped", "Events that could not be sent since the start.", [], (set) =>
      set({}, observed.droppedEvents()),
    );
  }
}

/** Whether the event loop has stood still: then neither work nor the lease goes on. */
export function watchEventLoop(): { stuckMs(): number; close(): void } {
  const delay = monitorEventLoopDelay({ resolution: 100 });
  delay.enable();
  return {
    stuckMs: () => {
      const longest = delay.max / 1e6;
      delay.reset();
      return longest;
    },
    close: () => delay.disable(),
  };
}
