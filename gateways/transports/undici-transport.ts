import { Agent, type Dispatcher, Pool, ProxyAgent } from "undici";
import type { Transport, TransportOptions } from "../transport.ts";
import { transportOver } from "./exchange.ts";

/** A transport over undici: the least work per request, for a process that makes many. */
export function undiciTransport(options: TransportOptions): Transport {
  const dispatcher = dispatcherFor(options);
  return transportOver({
    async send({ url, method, body }, headers, signal) {
      const { origin, pathname, search } = new URL(url);
      const answer = await dispatcher.request({
        origin,
        path: pathname + search,
        method,
        headers,
        body: body ?? null,
        signal,
        // The whole exchange has a deadline.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body };
    },
    close: () => dispatcher.close(),
  });
}

function dispatcherFor(options: TransportOptions): Dispatcher {
  const tls = options.caBundle === undefined ? {} : { ca: options.caBundle };
  const common = {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    // Shorter than what servers and load balancers keep, so that a POST seldom meets a connection just being closed.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
  };
  if (options.proxy === undefined) {
    return new Agent({ ...common, connect: { timeout: options.connectTimeoutMs, ...tls } });
  }
  return new ProxyAgent({
    ...common,
    uri: options.proxy,
    // Without tunnels undici would open as many connections as it likes, and keep them for ever.
    factory: (origin, given) => new Pool(origin, { ...common, ...given }),
    requestTls: { timeout: options.connectTimeoutMs, ...tls },
    connect: { timeout: options.connectTimeoutMs },
  });
}
