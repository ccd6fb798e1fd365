import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Fault, Faults } from "./faults.ts";
import { answerBadly } from "./misbehave.ts";

const compress = promisify(gzip);
const maxBody = 16 * 1024 * 1024;

/** A request as an emulator sees it: the body read, nothing interpreted. */
export interface Request {
  readonly method: string;
  /** Percent-decoded nowhere: the path as sent, without the query. */
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly search: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Address of the peer, or what `forwardedAddress` made of X-Forwarded-For. */
  readonly remoteAddress: string;
  /** What `:name` segments of the route matched; filled by the router. */
  params: Record<string, string>;
}

/** What goes back. `stream` takes the place of `body`: it writes until it returns. */
export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  stream?: (write: (chunk: string) => void, gone: AbortSignal) => Promise<void>;
  /** Compress if the client accepts gzip. */
  gzip?: boolean;
  /** False when the answer reports a failure under a status below 400. For counting only. */
  ok?: boolean;
  /** Cut the connection instead of answering: the server died, or lost interest, in the middle. */
  cut?: boolean;
}

/** A JSON answer. `headers` win over the content type given here. */
export function json(status: number, value: unknown, headers: Record<string, string | string[]> = {}): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** How a server is started. */
export interface ServeOptions {
  /** 0 = any free port. */
  port: number;
  faults: Faults;
  handle(request: Request): Answer | Promise<Answer>;
  /** Called before a fault strikes. */
  onFault?(fault: Fault, method: string, pathAndQuery: string): void;
  /** Turns the peer's address and the headers into the client's address. Default: the peer's. */
  clientAddress?(peer: string, headers: IncomingHttpHeaders): string;
  /** Paths that faults leave alone. Default: below `/__emulator/`. */
  exempt?(path: string): boolean;
}

/** A listening server. */
export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. An exception in `handle` becomes a 500 that says so: it is a mistake of the emulator. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { faults, handle, exempt = (path: string) => path.startsWith("/__emulator/") } = options;

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    if (body === undefined) {
      incoming.socket.destroy();
      return;
    }
    const url = incoming.url ?? "/";
    const cut = url.indexOf("?");
    const path = cut < 0 ? url : url.slice(0, cut);
    const search = cut < 0 ? "" : url.slice(cut + 1);
    const method = incoming.method ?? "GET";
    const peer = (incoming.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, "");
    const request: Request = {
      method,
      path,
      search,
      query: new URLSearchParams(search),
      headers: incoming.headers,
      body,
      remoteAddress: options.clientAddress?.(peer, incoming.headers) ?? peer,
      params: {},
    };
    const fault = exempt(path) ? undefined : faults.take(method, url);
    if (!fault) {
      await send(incoming, response, await handle(request));
      return;
    }
    options.onFault?.(fault, method, url);
    const answer = fault.effect ? await handle(request) : undefined;
    if (fault.kind === "delay" && answer) {
      await pause(fault.delayMs ?? 0);
      await send(incoming, response, answer);
    } else await answerBadly(fault, answer, response);
  }

  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (incoming, response) => {
    respond(incoming, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "Content-Type": "text/plain" }).end(`emulator error: ${String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

const nothing = Buffer.alloc(0);

/** Plain events instead of `for await`: with thousands of small requests the iterator is a third of the time. */
function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBody) resolve(undefined);
      else chunks.push(chunk);
    });
    incoming.on("end", () => resolve(chunks.length === 0 ? nothing : Buffer.concat(chunks)));
    incoming.on("error", () => resolve(undefined));
    incoming.on("close", () => resolve(undefined));
  });
}

async function send(incoming: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.cut) {
    response.socket?.resetAndDestroy();
    return;
  }
  if (answer.stream) {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    response.writeHead(answer.status, answer.headers);
    response.flushHeaders();
    await answer.stream((chunk) => response.write(chunk), gone.signal);
    response.end();
    return;
  }
  let body = typeof answer.body === "string" ? Buffer.from(answer.body) : (answer.body ?? Buffer.alloc(0));
  const headers = { ...answer.headers };
  if (answer.gzip && /\bgzip\b/.test(incoming.headers["accept-encoding"] ?? "")) {
    body = await compress(body);
    headers["Content-Encoding"] = "gzip";
    headers.Vary = "Accept-Encoding";
  }
  if (answer.status !== 204 && answer.status !== 304) headers["Content-Length"] = String(body.length);
  response.writeHead(answer.status, headers);
  response.end(body);
}
