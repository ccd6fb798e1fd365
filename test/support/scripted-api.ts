// An API server of which each answer is written by the test: for what a real one does only on bad days.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came. `n` counts requests of this kind (list, watch or other) from 1. */
export interface Received {
  readonly kind: "list" | "watch" | "other";
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request. What it throws is answered with 500. */
export type Script = (request: Received, answer: Answer) => void;

/** The ways in which an API server answers. */
export class Answer {
  readonly raw: ServerResponse;

  constructor(raw: ServerResponse) {
    this.raw = raw;
  }

  json(body: unknown, status = 200, headers: Record<string, string> = {}): void {
    this.raw.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  }

  /** A list with objects made by {@link thing}. */
  list(resourceVersion: string, items: readonly unknown[], next = ""): void {
    this.json({ kind: "List", apiVersion: "v1", metadata: { resourceVersion, continue: next }, items });
  }

  status(code: number, reason: string, message = reason, headers: Record<string, string> = {}): void {
    this.json({ kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message }, code, headers);
  }

  /** Accepts a watch and leaves it open. */
  open(): this {
    this.raw.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    return this;
  }

  event(type: string, object: unknown): this {
    this.raw.write(`${JSON.stringify({ type, object })}\n`);
    return this;
  }

  bookmark(resourceVersion: string): this {
    return this.event("BOOKMARK", { kind: "ConfigMap", apiVersion: "v1", metadata: { resourceVersion } });
  }

  write(bytes: string | Uint8Array): this {
    this.raw.write(bytes);
    return this;
  }

  end(): void {
    this.raw.end();
  }

  /** Cuts the connection in the middle of whatever it was doing. */
  reset(): void {
    (this.raw.socket as { resetAndDestroy(): void } | null)?.resetAndDestroy();
  }
}

export interface ScriptedApi {
  readonly url: string;
  readonly received: readonly Received[];
  /** Connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

/** Serves `script` on a free port of 127.0.0.1. */
export async function scriptedApi(script: Script): Promise<ScriptedApi> {
  const received: Received[] = [];
  const counts = { list: 0, watch: 0, other: 0 };
  let connections = 0;
  const server = createServer((incoming, raw) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const url = new URL(incoming.url ?? "/", "http://server");
      const collection = incoming.method === "GET" && /\/(configmaps|secrets)$/.test(url.pathname);
      const kind = !collection ? "other" : url.searchParams.get("watch") === "true" ? "watch" : "list";
      counts[kind] += 1;
      const request: Received = {
        kind,
        n: counts[kind],
        method: incoming.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      received.push(request);
      const answer = new Answer(raw);
      try {
        script(request, answer);
      } catch (error) {
        answer.status(500, "InternalError", String(error));
      }
    });
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A ConfigMap in namespace "ns" at a version. */
export function thing(name: string, resourceVersion: number | string, data: Record<string, string> = {}) {
  const metadata = { name, namespace: "ns", uid: `uid-${name}`, resourceVersion: String(resourceVersion) };
  return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
}
