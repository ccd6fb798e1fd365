import { readFileSync } from "node:fs";
import {
  Agent,
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { type Duplex, pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import type { OpenTransport } from "../../gateways/transport.ts";
import { nodeTransport } from "../../gateways/transports/node-transport.ts";
import { undiciTransport } from "../../gateways/transports/undici-transport.ts";

/** Every transport there is. */
export const transports: Readonly<Record<string, OpenTransport>> = { undici: undiciTransport, node: nodeTransport };

/** A certificate or key of test/gateways/tls. */
export const pem = (name: string) => readFileSync(new URL(`tls/${name}`, import.meta.url), "utf8");

/** How a server is reached: another address for it, and what a transport must be told. */
export interface Way extends AsyncDisposable {
  readonly url: string;
  readonly caBundle?: string;
  readonly proxy?: string;
  /** From here on connections are new, and somebody else answers them; with TLS only. */
  changeCertificate?(): void;
}

/** The ways to a plain HTTP server on this machine. */
export const ways: Readonly<Record<string, (url: string) => Promise<Way>>> = {
  http: async (url) => ({ url, [Symbol.asyncDispose]: async () => {} }),
  https: async (url) => {
    const front = await tlsFront(Number(new URL(url).port));
    return {
      url: `https://127.0.0.1:${front.port}`,
      caBundle: pem("ca.pem"),
      changeCertificate: front.changeCertificate,
      [Symbol.asyncDispose]: front.close,
    };
  },
  "http over a proxy": async (url) => {
    const proxy = await startProxy();
    return { url, proxy: `http://127.0.0.1:${proxy.port}`, [Symbol.asyncDispose]: proxy.close };
  },
  "https over a proxy": async (url) => {
    const [front, proxy] = await Promise.all([tlsFront(Number(new URL(url).port)), startProxy()]);
    return {
      url: `https://127.0.0.1:${front.port}`,
      caBundle: pem("ca.pem"),
      proxy: `http://127.0.0.1:${proxy.port}`,
      changeCertificate: front.changeCertificate,
      async [Symbol.asyncDispose]() {
        await Promise.all([front.close(), proxy.close()]);
      },
    };
  },
};

interface Listening {
  readonly port: number;
  /** Ends every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** Listens on a port of its own; closing cuts every connection. */
export async function listen(server: Server): Promise<Listening> {
  const open = new Set<Socket>();
  for (const event of ["connection", "secureConnection"])
    server.on(event, (socket: Socket) => {
      open.add(socket);
      socket.on("close", () => open.delete(socket)).on("error", () => {});
    });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

/** Takes TLS off, byte for byte. */
export async function tlsFront(target: number): Promise<Listening & { changeCertificate(): void }> {
  const server = createTlsServer({ key: pem("server.key"), cert: pem("server.pem") }, (socket) =>
    join(socket, connect(target)),
  );
  const listening = await listen(server);
  return {
    ...listening,
    changeCertificate() {
      server.setSecureContext({ key: pem("stranger.key"), cert: pem("stranger.pem") });
      listening.cut();
    },
  };
}

/** A proxy that tunnels, or forwards absolute URLs, and notes what it was asked. */
export async function startProxy({
  refuse,
}: {
  refuse?: number;
} = {}): Promise<Listening & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const note = ({ method, url, headers }: IncomingMessage) =>
    asked.push(`${method} ${url} ${headers["proxy-authorization"] ?? ""}`.trim());
  const server: HttpServer = createServer((incoming, response) => {
    note(incoming);
    if (refuse) return void response.writeHead(refuse).end();
    forward(incoming, response);
  });
  server.on("connect", (incoming: IncomingMessage, socket: Duplex) => {
    note(incoming);
    if (refuse) return void socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const upstream = connect(Number(port), hostname, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    join(socket, upstream);
  });
  return { ...(await listen(server)), asked };
}

/** One connection upstream for each one that comes in, and no longer than it. */
const upstreams = new WeakMap<Socket, Agent>();

function upstreamOf(socket: Socket): Agent {
  const known = upstreams.get(socket);
  if (known) return known;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  upstreams.set(socket, agent);
  socket.on("close", () => agent.destroy());
  return agent;
}

function forward(incoming: IncomingMessage, response: ServerResponse): void {
  const { "proxy-authorization": _, ...headers } = incoming.headers;
  const cut = () => incoming.socket.destroy();
  const upstream = request(
    incoming.url!,
    { method: incoming.method!, headers, agent: upstreamOf(incoming.socket) },
    (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      pipeline(answer, response, (error) => error && cut());
    },
  );
  upstream.on("error", cut).on("upgrade", cut);
  incoming.pipe(upstream);
}

/** Passes on what comes on either side, and its end. */
function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  one.on("error", () => {}).on("close", () => other.destroy());
  other.on("error", () => {}).on("close", () => one.destroy());
}
