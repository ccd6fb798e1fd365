import { createServer, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { AddressInfo } from "node:net";

/** One request as it went over the wire to the API server. */
export interface RecordedRequest {
  /** `get`, `list`, `watch`, `create`, `patch`, `update` or `delete`. */
  readonly verb: string;
  /** The plural, with the subresource if there is one: `tokapikeys/status`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** As it was sent; empty for Secrets, which must hold keys. */
  readonly body: string;
  /** 0 until it is answered. */
  status: number;
}

/** A reverse proxy in front of an API server that writes down every request of the client behind it. */
export interface ApiRecorder {
  readonly url: string;
  readonly requests: RecordedRequest[];
  close(): Promise<void>;
}

/** Starts a recorder for the server at `url`. `ca` is for a server that speaks TLS. */
export async function startApiRecorder(url: string, ca: string | undefined): Promise<ApiRecorder> {
  const target = new URL(url);
  const agent = ca === undefined ? new PlainAgent({ keepAlive: true }) : new TlsAgent({ keepAlive: true, ca });
  const send = ca === undefined ? plainRequest : tlsRequest;
  const requests: RecordedRequest[] = [];
  // Longer than any client keeps an idle connection: else one is cut at the moment at which it is used again.
  const server = createServer({ keepAliveTimeout: 600_000 }, async (message, response) => {
    response.on("error", () => undefined);
    const body = await bodyOf(message).catch(() => undefined);
    if (body === undefined) return response.destroy();
    const entry = recordOf(message.method ?? "GET", message.url ?? "/", body);
    requests.push(entry);
    const { host: _, "content-length": __, ...headers } = message.headers;
    const outward = send(
      new URL(message.url ?? "/", target),
      { agent, method: message.method, headers: { ...headers, "content-length": body.length } },
      (answer) => {
        entry.status = answer.statusCode ?? 0;
        response.writeHead(entry.status, answer.headers);
        response.flushHeaders();
        answer.on("error", () => response.destroy());
        answer.pipe(response);
      },
    );
    outward.on("error", () => response.destroy());
    response.on("close", () => outward.destroy());
    outward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const verbs: Readonly<Record<string, string>> = { POST: "create", PATCH: "patch", PUT: "update", DELETE: "delete" };

function recordOf(method: string, url: string, body: Buffer): RecordedRequest {
  const { pathname, searchParams } = new URL(url, "http://server");
  const parts = pathname.split("/").slice(1).map(decodeURIComponent);
  const [, , ...rest] = parts[0] === "api" ? ["", ...parts] : parts.slice(1).length > 0 ? parts.slice(1) : parts;
  const path = parts[0] === "api" ? parts.slice(2) : rest;
  const inNamespace = path[0] === "namespaces" && path.length > 2;
  const [resource = "", name = "", subresource = ""] = inNamespace ? path.slice(2) : path;
  const read = name === "" ? (searchParams.has("watch") ? "watch" : "list") : "get";
  return {
    verb: verbs[method] ?? read,
    resource: subresource === "" ? resource : `${resource}/${subresource}`,
    namespace: inNamespace ? path[1]! : "",
    name,
    body: resource === "secrets" ? "" : body.toString("utf8"),
    status: 0,
  };
}
