import type { IncomingHttpHeaders } from "node:http";
import type { Milliseconds } from "../core/time.ts";

/** How a server is reached. */
export interface TransportOptions {
  /** PEM; when given, only certificates that these authorities signed are trusted. */
  readonly caBundle?: string;
  /** URL of an HTTP proxy. Without it nothing is proxied; the environment is not looked at. */
  readonly proxy?: string;
  readonly connectTimeoutMs: Milliseconds;
  /** Most connections that are kept. Callers send no more requests than this at once. */
  readonly connections: number;
}

/** One request. */
export interface TransportRequest {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; undefined for none. */
  readonly body: string | undefined;
  /** To the last byte of the answer. */
  readonly timeoutMs: Milliseconds;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** A whole answer as it came, whatever its status. */
export interface RawAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly content: string;
  readonly bytes: number;
}

/** What a failed exchange was, as far as it can be told. From `timeout` on, the request may have reached the server. */
export type Trouble =
  | "not-sent"
  | "unreachable"
  | "certificate"
  | "timeout"
  | "connection-lost"
  | "too-large"
  | "aborted";

/** No whole answer. */
export interface NoAnswer {
  readonly trouble: Trouble;
  /** An error's code, or what was exceeded. */
  readonly detail: string;
}

export type Exchange = RawAnswer | NoAnswer;

/** Kept-alive HTTP/1.1 connections. It follows no redirect and repeats nothing. */
export interface Transport {
  /** One request and its answer. Never throws. */
  send(request: TransportRequest): Promise<Exchange>;
  /** Lets what is under way end, then closes every connection. A later request is `not-sent`. */
  close(): Promise<void>;
}

/** Opens the connections of one server: `undiciTransport` or `nodeTransport`, beside here in transports/. */
export type OpenTransport = (options: TransportOptions) => Transport;
