import { createServer, type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { effectOf, readOf, type Side } from "./effects.ts";
import type { Tripwire } from "./tripwire.ts";

/** A reverse proxy between an operator and one of the servers that it changes. */
export interface ReverseProxy {
  /** `http://127.0.0.1:PORT`, also where the server speaks TLS. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a proxy for the server at `url`. Effects go by the tripwire that `wireOf` names for their path, whole: request and
 * answer are read to their end before they are passed on. Everything else streams, watches too. `ca` (PEM) is for a server
 * that speaks TLS.
 */
export async function startProxy(
  side: Side,
  url: string,
  wireOf: (path: string) => Tripwire | undefined,
  ca?: string,
): Promise<ReverseProxy> {
  const target = new URL(url);
  const agent = ca === undefined ? new PlainAgent({ keepAlive: true }) : new TlsAgent({ keepAlive: true, ca });
  const send = ca === undefined ? plainRequest : tlsRequest;
  const open = (message: IncomingMessage, body: Buffer) => {
    const { host: _, "content-length": __, "transfer-encoding": ___, ...headers } = message.headers;
    const length = message.method === "GET" ? {} : { "content-length": body.length };
    const outward = send(new URL(message.url ?? "/", target), {
      agent,
      method: message.method,
      headers: { ...headers, ...length },
    });
    outward.end(body);
    return outward;
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, async (message, response) => {
    response.on("error", () => undefined);
    const body = await bodyOf(message).catch(() => undefined);
    if (body === undefined) return response.destroy();
    const { method = "GET", url: path = "/" } = message;
    const tripwire = wireOf(path);
    const effect = effectOf(side, method, path) ?? (tripwire?.reads ? readOf(side, method, path) : undefined);
    if (effect === undefined || !tripwire) {
      const outward = open(message, body);
      outward.on("error", () => response.destroy());
      outward.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.on("error", () => response.destroy());
        answer.pipe(response);
      });
      response.on("close", () => outward.destroy());
      return;
    }
    const passing = await tripwire.pass(effect);
    if (passing.stopped) return response.destroy();
    // From here on it happens, whether or not the one who asked is still there.
    try {
      const answer = await answerTo(open(message, body));
      const status = answer.head.statusCode ?? 502;
      if ((await passing.answered(status)).stopped) return response.destroy();
      const { "transfer-encoding": _, ...headers } = answer.head.headers;
      response.writeHead(status, { ...headers, "content-length": answer.body.length });
      response.end(answer.body);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answerTo(outward: ReturnType<typeof plainRequest>): Promise<{ head: IncomingMessage; body: Buffer }> {
  const head = await new Promise<IncomingMessage>((resolve, reject) => {
    outward.once("response", resolve);
    outward.once("error", reject);
  });
  return { head, body: await bodyOf(head) };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
