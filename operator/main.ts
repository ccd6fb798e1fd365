import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { minute } from "../core/time.ts";
import { ConfigError, type OperatorConfig, readConfig } from "./config.ts";
import { Controller } from "./controller.ts";
import { KubeClient } from "./kube/client.ts";
import { loadCluster } from "./kube/config.ts";
import { NAMESPACES } from "./kube/resource.ts";
import { elect } from "./leader.ts";
import { type Leader, LeadershipError } from "./leader-options.ts";
import { EventRecorder } from "./telemetry/events.ts";
import { createLog, type Log } from "./telemetry/log.ts";
import { Metrics, watchEventLoop } from "./telemetry/metrics.ts";
import { serveProbes } from "./telemetry/server.ts";

const leaseName = "tokapi-operator";
/** An event loop that stood still for so long can neither work nor renew its lease. */
const stuckAfterMs = 60_000;
/** After so long a process that leads has looked at every key once. */
const firstLook = minute;
/** Without word from the API server for so long we are blind. */
const blindAfterSeconds = 120;

/** A running operator. */
export interface RunningOperator {
  readonly controller: Controller;
  readonly httpPort: number;
  /** Ends well: finishes what is under way, gives the lease away. */
  stop(): Promise<void>;
  /** Settles when it has begun to work: it leads, and has seen the cluster. */
  readonly began: Promise<void>;
  /** Settles when it has ended by itself, with the reason; pending otherwise. */
  readonly ended: Promise<Error>;
}

/** Puts the operator together and lets it run. */
export async function startOperator(
  config: OperatorConfig,
  log: Log = createLog(config.logLevel),
): Promise<RunningOperator> {
  const cluster = await loadCluster({
    ...(config.kubeconfig === undefined ? {} : { kubeconfig: config.kubeconfig }),
    ...(config.context === undefined ? {} : { context: config.context }),
  });
  let metrics: Metrics | undefined;
  const client = new KubeClient({
    cluster,
    connections: config.connections,
    userAgent: "tokapi-operator",
    onRequest: (report) => metrics?.kubeRequest(report),
  });
  const election = new KubeClient({
    cluster,
    connections: 1,
    userAgent: "tokapi-operator",
    onRequest: (report) => metrics?.kubeRequest(report),
  });
  const clusterId = await identify(client, log);
  const namespace = config.namespace ?? cluster.namespace ?? "tokapi-system";
  const announcer = new EventRecorder(client, log, config.identity);
  const abort = new AbortController();
  const ended = Promise.withResolvers<Error>();
  const began = Promise.withResolvers<void>();
  let leader: Leader | undefined;
  const controller = new Controller({
    client,
    config,
    clusterId,
    namespace,
    log,
    announcer,
    metrics: () => metrics!,
    fence: () => leader?.fence(),
    signal: abort.signal,
    now: Date.now,
  });
  metrics = new Metrics(observedOf(controller, announcer, () => leader));
  const loop = watchEventLoop();
  const http = await serveProbes(
    {
      alive: () => loop.stuckMs() < stuckAfterMs,
      ready: () =>
        controller.views.synced() &&
        controller.views.all().every(([, watch]) => (watch.stats().lastContactAgeSeconds ?? 0) < blindAfterSeconds),
      metrics,
    },
    config.httpHost,
    config.httpPort,
  );
  log.info({ httpPort: http.port, namespace, watch: config.watchNamespace ?? "all namespaces" }, "the operator runs");

  const begin = () => void controller.views.ready.then(() => controller.start()).then(began.resolve);
  if (config.leaderElection) {
    leader = elect({
      // A connection of its own: a renewal must never wait behind a storm of keys.
      client: election,
      lease: { namespace, name: leaseName },
      identity: config.identity,
      leaseDurationMs: config.leaseDuration,
      renewDeadlineMs: config.renewDeadline,
      retryPeriodMs: config.retryPeriod,
      signal: abort.signal,
      onStarted: () => {
        log.info({ identity: config.identity }, "this replica leads");
        begin();
      },
      // A process that has led and leads no more holds knowledge that may be old: only a new one begins with none.
      onLost: (error) => ended.resolve(error),
      onProblem: (error) => log.warn({ error }, "the lease could not be written"),
    });
  } else begin();

  const stop = async () => {
    await Promise.race([controller.drain(), sleep(config.drainTimeout, undefined, { ref: false })]);
    // What still waits for a gateway's budget must not act after the lease is given away.
    await controller.close();
    await announcer.flush(2_000);
    await leader?.release();
    abort.abort();
    loop.close();
    await http.close();
    await Promise.all([client.close(), election.close()]);
  };
  return { controller, httpPort: http.port, stop, began: began.promise, ended: ended.promise };
}

/** The command `tokapi operator`: runs until SIGTERM or ^C. Answers the exit code. */
export async function runOperator(env: Readonly<Record<string, string | undefined>>): Promise<number> {
  let config: OperatorConfig;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  keepMemorySmall();
  const log = createLog(config.logLevel);
  const operator = await startOperator(config, log);
  void operator.began.then(() => sleep(firstLook, undefined, { ref: false })).then(markInSteps);
  const signal = new Promise<string>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve(name));
  });
  const why = await Promise.race([signal, operator.ended]);
  if (why instanceof LeadershipError || why instanceof Error) {
    // At once: whatever we would still do, another replica may be doing.
    log.fatal({ error: why }, "leadership is lost; the process ends");
    return 1;
  }
  log.info({ signal: why }, "the operator stops");
  await operator.stop();
  return 0;
}

/**
 * V8 trades memory for time as on a desktop. The young generation may grow to 128 MiB on a large machine, more than
 * everything else in this process: frozen as it is after the start (8 MiB) it costs more and shorter collections, in sum as
 * much time. The old one may grow fourfold before it is collected: a third is enough, and costs a twentieth of the time.
 *
 * Marking in steps takes so long beside other work that a first list, and the first look at what it holds, fill the heap to
 * twice what is alive meanwhile; at once, it stands still for 60 ms with ten thousand keys and costs less in sum. To optimize undici's HTTP parser, which is
 * WebAssembly, takes 14 MiB that malloc never gives back, for less than a hundredth of our time.
 */
function keepMemorySmall(): void {
  for (const flag of [
    "--semi-space-growth-factor=1",
    "--heap-growing-percent=30",
    "--no-incremental-marking",
    // Either alone still optimizes.
    "--no-wasm-tier-up",
    "--no-wasm-dynamic-tiering",
  ])
    setFlagsFromString(flag);
}

/**
 * After the first look it is the other way round: while five thousand keys rotate within a minute, steps keep the peak at
 * 200 MiB, and marking at once lets it come to 260.
 */
function markInSteps(): void {
  setFlagsFromString("--incremental-marking");
}

/** The uid of kube-system stands for the cluster in remote names, so that two clusters can share one account. */
async function identify(client: KubeClient, log: Log): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { metadata } = await client.get(NAMESPACES, { name: "kube-system" }, { metadataOnly: true });
      return metadata.uid ?? "";
    } catch (error) {
      log.warn({ error, attempt }, "the API server does not answer yet");
      if (attempt >= 30) throw error;
      await sleep(Math.min(attempt * 500, 5_000));
    }
  }
}

function observedOf(
  controller: Controller,
  announcer: EventRecorder,
  leader: () => Leader | undefined,
): ConstructorParameters<typeof Metrics>[0] {
  return {
    *keys() {
      for (const [ref, object] of controller.views.keys.store) {
        const { namespace = "", name } = object.metadata;
        yield {
          namespace,
          name,
          gateway: controller.index.gatewayOf(ref) ?? "",
          status: (object as { status?: object }).status ?? {},
        };
      }
    },
    *gateways() {
      for (const { title, link } of controller.gateways.all()) {
        const markers = new Set(
          [...controller.index.ofGateway(title)].map((ref) => controller.keys.memory(ref)?.marker),
        );
        const orphans = [...(link?.inventory?.markers() ?? [])].filter((marker) => !markers.has(marker)).length;
        yield { gateway: title, ready: link?.state.kind === "ready", orphans };
      }
    },
    queues: () => controller.queues(),
    watches: () => controller.views.all().map(([name, watch]) => [name, watch.stats()] as const),
    leading: () => leader()?.isLeader() ?? true,
    droppedEvents: () => announcer.dropped,
  };
}
