import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What the kubelet and Prometheus ask for. */
export interface Probes {
  /** False: the process is stuck and should be restarted. */
  alive(): boolean;
  /** False: not in sync with the cluster yet, or no longer. */
  ready(): boolean;
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
}

/** Serves /healthz, /readyz and /metrics. */
export async function serveProbes(
  probes: Probes,
  host: string,
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const answer = (status: number, text: string, type = "text/plain; charset=utf-8") => {
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(text);
    };
    const path = request.url?.split("?")[0];
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, "only GET\n");
    if (path === "/healthz" || path === "/livez") return probes.alive() ? answer(200, "ok\n") : answer(503, "stuck\n");
    if (path === "/readyz") return probes.ready() ? answer(200, "ok\n") : answer(503, "not in sync\n");
    if (path !== "/metrics") return answer(404, "try /healthz, /readyz or /metrics\n");
    probes.metrics().then(
      ({ type, text }) => answer(200, text, type),
      () => answer(500, "the metrics could not be collected\n"),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
