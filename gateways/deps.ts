import type { Sensitive } from "../core/sensitive.ts";
import type { Instant, Milliseconds } from "../core/time.ts";
import type { Transport, TransportOptions } from "./transport.ts";

/** One request to a gateway, for metrics. Holds no path, no name and no secret. */
export interface RequestEvent {
  /** What the driver was doing: `create`, `list`, `reveal`, … */
  readonly operation: string;
  /** The first rate bucket that the request counts against; "" if none. */
  readonly bucket: string;
  /** The answer's status, or "network" when there was no whole answer. */
  readonly status: number | "network";
  readonly seconds: number;
}

/** The world, as far as drivers need it. Nothing else is read: no environment, no system clock, no global fetch. */
export interface Deps {
  /** Opens the connections to one server; the ways there are stand in transports/. */
  transport(options: TransportOptions): Transport;
  now(): Instant;
  /** Milliseconds that never jump, for waits and durations. Default: `now`. */
  monotonic?(): Milliseconds;
  /** Resolves after `ms`; rejects (with anything) when the signal aborts. */
  sleep(ms: Milliseconds, signal?: AbortSignal): Promise<void>;
  /** Evenly spread in [0, 1). */
  random(): number;
  onRequest?(event: RequestEvent): void;
  /**
   * Called at the last moment before a request that may change something, after every wait for a budget or a connection.
   * What it throws is thrown instead of the request being sent: by a leader that has lost its lease meanwhile.
   */
  fence?(): void;
  /** A rotating credential has been renewed and must be kept; the driver waits for it before the next call. */
  saveRefreshToken?(token: Sensitive): Promise<void>;
}

/** The clock for waits and durations: it never jumps where the world has one that does not. */
export function steadyClock(deps: Pick<Deps, "now" | "monotonic">): () => Milliseconds {
  return () => deps.monotonic?.() ?? deps.now();
}
