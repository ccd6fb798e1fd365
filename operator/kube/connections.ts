// The connections to one API server: a bounded pool for requests, and one connection for each watch.
import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from "undici";
import type { TlsOptions } from "./cluster.ts";

// Node probes each second after this and gives up after ten: a peer that vanished is noticed in under half a minute.
const KEEP_ALIVE_MS = 15_000;

export interface Pools {
  readonly requests: Dispatcher;
  readonly watches: Dispatcher;
}

/** Pools that last as long as the TLS options stay the same object. */
export class Connections {
  readonly #proxyUrl: string | undefined;
  readonly #limits: { readonly connections: number; readonly maxResponseBytes: number };
  #open: (Pools & { readonly tls: TlsOptions }) | undefined;

  constructor(
    proxyUrl: string | undefined,
    limits: { readonly connections: number; readonly maxResponseBytes: number },
  ) {
    this.#proxyUrl = proxyUrl;
    this.#limits = limits;
  }

  /** The pools for these options. Others are let go: new certificates need new connections; what is under way may end. */
  for(tls: TlsOptions): Pools {
    const old = this.#open;
    if (old?.tls === tls) return old;
    const { connections, maxResponseBytes } = this.#limits;
    this.#open = {
      tls,
      requests: dispatcher(this.#proxyUrl, tls, {
        connections,
        maxResponseSize: maxResponseBytes,
        bodyTimeout: 30_000,
      }),
      // A watch is silent while nothing changes: its reader has a watchdog, so no timeout here.
      watches: dispatcher(this.#proxyUrl, tls, { bodyTimeout: 0 }),
    };
    for (const pool of [old?.requests, old?.watches]) pool?.close().catch(() => {});
    return this.#open;
  }

  /** Ends all connections at once. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await Promise.all([open?.requests.destroy(), open?.watches.destroy()]);
  }
}

interface PoolLimits {
  readonly connections?: number;
  readonly maxResponseSize?: number;
  readonly bodyTimeout: number;
}

function dispatcher(proxyUrl: string | undefined, tls: TlsOptions, limits: PoolLimits): Dispatcher {
  const { ca, cert, key, serverName, insecure } = tls;
  const target = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(insecure ? { rejectUnauthorized: false } : {}),
  };
  const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
  // HTTP/2 stays off: node:http2 has leaked memory under watches, and HTTP/1.1 measures faster here.
  const common = { ...limits, allowH2: false, keepAliveTimeout: 30_000, headersTimeout: 60_000 };
  if (proxyUrl === undefined) return new Agent({ ...common, connect: { ...target, ...keepAlive } });
  if (/^socks5h?:/.test(proxyUrl)) return new Socks5ProxyAgent(proxyUrl, { ...common, requestTls: target });
  return new ProxyAgent({ ...common, uri: proxyUrl, requestTls: target, connect: keepAlive });
}
