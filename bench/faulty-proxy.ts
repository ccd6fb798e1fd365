import { createServer, type ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import type { AddressInfo } from "node:net";

/** A proxy in front of an API server, over which watches break in the ways in which networks and servers break them. */
export interface FaultyProxy {
  readonly url: string;
  /** The connection of every watch under way is reset, in the middle of whatever is said. */
  reset(): void;
  /** Every watch under way is told that its version is too old, and ends. */
  expire(): void;
  /** Nothing more is heard on any watch under way, and nothing ends it: as behind a load balancer that forgot it. */
  freeze(): void;
  close(): Promise<void>;
}

const tooOld = {
  kind: "Status",
  apiVersion: "v1",
  status: "Failure",
  code: 410,
  reason: "Expired",
  message: "too old",
};

/** Starts one. Whoever calls it shows the token of the server behind it. */
export async function startFaultyProxy({
  url,
  ca,
}: {
  readonly url: string;
  readonly ca: string;
}): Promise<FaultyProxy> {
  const agent = new Agent({ keepAlive: true, ca });
  const watches = new Map<ServerResponse, { frozen: boolean }>();
  const server = createServer({ keepAliveTimeout: 600_000 }, (asked, answer) => {
    const target = new URL(asked.url ?? "/", url);
    const { host: _, ...headers } = asked.headers;
    const outward = request(target, { agent, method: asked.method, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      answer.flushHeaders();
      if (target.searchParams.get("watch") !== "true") return void from.pipe(answer);
      const watch = { frozen: false };
      watches.set(answer, watch);
      from.on("data", (chunk) => watch.frozen || answer.write(chunk));
      from.on("end", () => watch.frozen || answer.end());
      from.on("error", () => watch.frozen || answer.destroy());
    });
    outward.on("error", () => answer.destroy());
    answer.on("error", () => undefined);
    answer.on("close", () => {
      watches.delete(answer);
      outward.destroy();
    });
    asked.pipe(outward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reset() {
      for (const answer of watches.keys()) answer.socket?.resetAndDestroy();
    },
    expire() {
      for (const answer of watches.keys()) answer.end(`${JSON.stringify({ type: "ERROR", object: tooOld })}\n`);
    },
    freeze() {
      for (const watch of watches.values()) watch.frozen = true;
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
