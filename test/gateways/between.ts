import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request on its way to the emulator. */
export interface Passing {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
}

/**
 * A proxy in front of an emulator. `before` sees each request before the emulator does, may do things meanwhile, and may
 * answer in its place.
 */
export async function between(
  target: string,
  before: (request: Passing) => Promise<string | undefined> | string | undefined,
): Promise<{ url: string; seen: Passing[]; [Symbol.asyncDispose](): Promise<void> }> {
  const seen: Passing[] = [];
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const request = { method: incoming.method ?? "", url: incoming.url ?? "", body: Buffer.concat(chunks).toString() };
    seen.push(request);
    const instead = await before(request);
    if (instead !== undefined) {
      response.writeHead(200, { "content-type": "application/json" }).end(instead);
      return;
    }
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = incoming.headers;
    const answer = await fetch(target + request.url, {
      method: request.method,
      headers: headers as Record<string, string>,
      ...(request.body === "" ? {} : { body: request.body }),
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
    response.end(await answer.text());
  }

  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
