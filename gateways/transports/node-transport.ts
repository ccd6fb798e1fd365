import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import type { Milliseconds } from "../../core/time.ts";
import type { Transport, TransportOptions } from "../transport.ts";
import { type Incoming, transportOver } from "./exchange.ts";
import { notConnectedError } from "./trouble.ts";
import { proxyCredentials, tunnel } from "./tunnel.ts";

/** Shorter than what servers and load balancers keep, so that a POST seldom meets a connection just being closed. */
const idle: Milliseconds = 4_000;

/** How a request begins. */
interface Start {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A transport over Node's own HTTP client: nothing to install or to bundle. */
export function nodeTransport(options: TransportOptions): Transport {
  const { connections, connectTimeoutMs } = options;
  const proxy = options.proxy === undefined ? undefined : new URL(options.proxy);
  const tls = options.caBundle === undefined ? {} : { ca: options.caBundle };
  const pool = { keepAlive: true, maxSockets: connections, timeout: idle };
  const plain = proxy?.protocol === "https:" ? new https.Agent(pool) : new http.Agent(pool);
  const secure = new https.Agent({ ...pool, ...tls });
  if (proxy) secure.createConnection = tunnel(proxy, { ...tls, timeoutMs: connectTimeoutMs });

  function start(url: URL, how: Start): http.ClientRequest {
    if (url.protocol === "https:") return https.request(url, { ...how, agent: secure });
    if (!proxy) return http.request(url, { ...how, agent: plain });
    // Without TLS a proxy takes the whole address instead of a tunnel.
    const headers = { ...how.headers, host: url.host, ...proxyCredentials(proxy) };
    const client = proxy.protocol === "https:" ? https : http;
    return client.request(proxy, { ...how, headers, auth: null, path: url.href, agent: plain });
  }

  return transportOver({
    send: ({ url: address, method, body }, headers, stop) =>
      new Promise<Incoming>((resolve, reject) => {
        const url = new URL(address);
        const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
        const request = start(url, { method, headers: { ...headers, ...length } });
        // Not its option `signal`: that throws through a socket whose answer is complete, where nobody can catch it.
        stop.addEventListener("abort", () => request.destroy());
        let answered = false;
        request.on("socket", (socket) => limitConnecting(socket, connectTimeoutMs));
        request.on("response", (answer) => {
          answered = true;
          if (proxy && answer.statusCode === 407) {
            reject(notConnectedError("the proxy answered 407"));
            request.destroy();
          }
          // Whoever reads the body is told; one that is given up unread has nobody who listens.
          answer.on("error", () => {});
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer });
        });
        request.on("error", reject);
        // Some ends are no error to Node, such as an answer that switches protocols.
        request.on("close", () => answered || reject(new Error("the connection was closed")));
        request.end(body);
      }),
    async close() {
      plain.destroy();
      secure.destroy();
    },
  });
}

/** Node waits for a connection, and for its TLS, as long as the system does. Kept ones are connected already. */
function limitConnecting(socket: Socket, timeoutMs: Milliseconds): void {
  if (!socket.connecting) return;
  const late = setTimeout(() => socket.destroy(notConnectedError(`no connection within ${timeoutMs} ms`)), timeoutMs);
  const over = () => clearTimeout(late);
  socket.once("encrypted" in socket ? "secureConnect" : "connect", over);
  socket.once("close", over);
}
