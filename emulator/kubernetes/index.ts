import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { builtinResources } from "./builtin.ts";
import { Cluster } from "./cluster.ts";
import { Controllers } from "./controllers.ts";
import { Faults } from "./faults.ts";
import { handle, type Serving } from "./handler.ts";
import { RequestLog } from "./request-log.ts";
import { Rollouts } from "./rollouts.ts";
import { StatusError } from "./status.ts";
import type { LiveWatch } from "./watch.ts";
import { storeNew } from "./writes.ts";

export interface KubernetesOptions {
  /** 0, the default, takes a free port. Only loopback is served. */
  port?: number;
  /** Milliseconds since the epoch, for timestamps; the machine's clock unless given. */
  now?: () => number;
  /** The bearer token of its only user; random unless given. */
  token?: string;
  /** How many changes per resource a watch can resume from; 10,000 unless given. */
  historySize?: number;
  /** 60,000 unless given. */
  bookmarkEveryMs?: number;
  /** Roll workloads out (in their status only) this long after each change; left alone unless given. */
  rolloutDelayMs?: number;
  /** How many requests `requests.latest()` keeps; 1,000 unless given. */
  logSize?: number;
}

/** A running API server. */
export interface EmbeddedKubernetes {
  /** `http://127.0.0.1:PORT` */
  url: string;
  token: string;
  /** YAML for kubectl and client libraries. */
  kubeconfig(): string;
  /** Ends every watch and connection, and resolves when the port is free. */
  close(): Promise<void>;
  faults: Faults;
  requests: RequestLog;
}

const MOST_BODY_BYTES = 3 * 1024 * 1024;

/** Starts an API server in this process that holds everything in memory. */
export async function startKubernetes(options: KubernetesOptions = {}): Promise<EmbeddedKubernetes> {
  const cluster = new Cluster(options.now ?? Date.now, options.historySize ?? 10_000);
  for (const resource of builtinResources()) cluster.registry.add(resource);
  const controllers = new Controllers(cluster);
  const rollouts = options.rolloutDelayMs === undefined ? undefined : new Rollouts(cluster, options.rolloutDelayMs);
  for (const name of ["default", "kube-system", "kube-public", "kube-node-lease"]) createNamespace(cluster, name);
  const token = options.token ?? randomBytes(16).toString("hex");
  const watches = new Set<LiveWatch>();
  const compact = (): void => {
    for (const name of cluster.store.bucketNames()) cluster.store.bucket(name).compact();
  };
  const serving: Serving = {
    cluster,
    token,
    faults: new Faults(watches, compact),
    log: new RequestLog(options.logSize ?? 1000),
    watches,
    watchSettings: { bookmarkEveryMs: options.bookmarkEveryMs ?? 60_000, mostBufferedBytes: 64 * 1024 * 1024 },
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
    readAll(message)
      .then((body) => handle(serving, message, body, response))
      .catch((error: unknown) => {
        if (response.headersSent || response.destroyed) return response.destroy();
        const status =
          error instanceof StatusError ? error : new StatusError(400, "BadRequest", "the body could not be read");
        response.writeHead(status.code, { "content-type": "application/json", connection: "close" });
        response.end(JSON.stringify(status.body));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token,
    kubeconfig: () => kubeconfigText(url, token),
    faults: serving.faults,
    requests: serving.log,
    close: () =>
      new Promise((resolve) => {
        controllers.stop();
        rollouts?.stop();
        for (const watch of watches) watch.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createNamespace(cluster: Cluster, name: string): void {
  const resource = cluster.registry.find("v1", "namespaces")!;
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  resource.rules.defaults?.(object);
  const writer = {
    manager: "kube-apiserver",
    apiVersion: "v1",
    subresource: "",
    ignored: ["status"],
    time: cluster.timestamp(),
  };
  storeNew(cluster, resource, object, writer, false);
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) {
      throw new StatusError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${MOST_BODY_BYTES}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function kubeconfigText(url: string, token: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: embedded
  cluster:
    server: ${url}
users:
- name: admin
  user:
    token: ${token}
contexts:
- name: embedded
  context:
    cluster: embedded
    user: admin
    namespace: default
current-context: embedded
`;
}
