import { Agent, type Dispatcher, ProxyAgent } from "undici";
import type { Milliseconds } from "../core/time.ts";

/** How a gateway is reached. */
export interface TransportOptions {
  /** PEM; when given, only certificates that these authorities signed are trusted. */
  readonly caBundle?: string;
  /** URL of an HTTP proxy. Without it nothing is proxied; the environment is not looked at. */
  readonly proxy?: string;
  readonly connectTimeoutMs: Milliseconds;
  /** Most connections at once. */
  readonly connections: number;
}

/** One pool of kept-alive HTTP/1.1 connections. */
export function createTransport(options: TransportOptions): Dispatcher {
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
    requestTls: { timeout: options.connectTimeoutMs, ...tls },
    connect: { timeout: options.connectTimeoutMs },
  });
}

/** What a failed exchange was, as far as it can be told. */
export type Trouble = "unreachable" | "certificate" | "timeout" | "connection-lost" | "too-large";

const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_PRX_TLS",
]);
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS|ERR_SSL/;

interface Failure {
  readonly code?: unknown;
  readonly message?: string;
  readonly cause?: Failure;
  readonly errors?: readonly Failure[];
}

/** Sorts the errors of undici and of Node's sockets. `connection-lost` and later may have reached the server. */
export function troubleOf(error: unknown): { trouble: Trouble; detail: string } {
  const codes: string[] = [];
  let message = "";
  let at = error as Failure | undefined;
  for (let depth = 0; at && depth < 4; at = at.cause, depth++) {
    if (typeof at.code === "string") codes.push(at.code);
    message ||= at.message ?? "";
    // Happy eyeballs: one error for each address that was tried.
    for (const inner of at.errors ?? []) if (typeof inner.code === "string") codes.push(inner.code);
  }
  const detail = codes.find((code) => !code.startsWith("UND_ERR")) ?? codes[0] ?? message;
  const of = (trouble: Trouble) => ({ trouble, detail });
  if (codes.some((code) => beforeSending.has(code))) return of("unreachable");
  if (codes.some((code) => certificate.test(code))) return of("certificate");
  if (codes.some((code) => code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT")) return of("timeout");
  // A proxy that refuses the tunnel has passed nothing on.
  if (/^Proxy response/.test(message)) return { trouble: "unreachable", detail: message };
  return of("connection-lost");
}
