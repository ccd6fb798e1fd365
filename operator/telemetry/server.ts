import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";

/** What the kubelet and Prometheus ask for. */
export interface Probes {
  /** False: the process is stuck and should be restarted. */
  alive(): boolean;
  /** False: not in sync with the cluster yet, or no longer. */
  ready(): boolean;
  readonly metrics: { readonly type: string; text(): AsyncIterable<string> };
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
    response.writeHead(200, { "content-type": probes.metrics.type, "cache-control": "no-store" });
    // A scrape that ends early is the scraper's business.
    pipeline(probes.metrics.text(), response).catch(() => response.destroy());
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
