import type { IncomingHttpHeaders } from "node:http";
import type { Milliseconds } from "../core/time.ts";
import { type Breaker, createBreaker } from "./breaker.ts";
import type { Budget } from "./budget.ts";
import { type Deps, steadyClock } from "./deps.ts";
import { GatewayError } from "./error.ts";
import { createGate } from "./gate.ts";
import { retryAfter } from "./retry-after.ts";
import type { Exchange, RawAnswer } from "./transport.ts";
import { userAgent } from "./user-agent.ts";
import * as verdict from "./verdict.ts";

/** How one gateway's server is spoken to. */
export interface HttpOptions {
  /** Where the API is; a path prefix is kept. */
  readonly baseURL: string;
  /** The setting that holds the URL, for messages: `panelURL`. */
  readonly setting: string;
  /** For a whole call with its retries; waiting for the rate budget is not part of it. */
  readonly timeoutMs: Milliseconds;
  /** PEM; when given, only certificates that these authorities signed are trusted. */
  readonly caBundle?: string;
  /** URL of an HTTP proxy; without it nothing is proxied. */
  readonly proxy?: string;
  /** Default: 8 MiB. */
  readonly maxResponseBytes?: number;
  /** Most connections at once. Default: 16. */
  readonly connections?: number;
  /** Retries of safe calls. Default: 2. */
  readonly retries?: number;
  readonly deps: Deps;
  readonly budget?: Budget;
  /** Takes secrets out of a text. */
  redact(text: string): string;
}

/** One call. */
export interface HttpRequest {
  /** For metrics and messages: `create`, `list`, … */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Begins with a slash; appended to the base URL. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** The rate buckets that the call counts against, the scarcest first. */
  readonly bucket?: string | readonly string[];
  /** True: doing it twice is as good as once, so it may be retried, and a lost answer is no riddle. Default: GET only. */
  readonly safe?: boolean;
  /** `json` (default): only JSON answers with a status below 500 are returned. `any`: every answer that came is. */
  readonly accept?: "json" | "any";
  readonly signal?: AbortSignal | undefined;
  readonly urgent?: boolean | undefined;
  /** Goes before everything in the rate budget: a shared call that completes many urgent ones. */
  readonly first?: boolean | undefined;
}

/** What came back. 429, redirects, and with `accept: "json"` also 5xx and other forms than JSON, are thrown instead. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON; undefined for an empty body, and for what is no JSON where `accept` allowed that. */
  readonly body: unknown;
  /** At most 256 characters of the body without secrets, good for a message. */
  readonly text: string;
}

/** One server of a gateway. */
export interface Http {
  /** Throws only {@link GatewayError}: see {@link ./verdict.ts} for which code means what. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const firstPause = 200;

/** The only way of drivers to the network: one pool of connections, one circuit breaker, no redirects followed. */
export function createHttp(options: HttpOptions): Http {
  const { deps, budget } = options;
  const base = options.baseURL.replace(/\/+$/, "");
  const connections = options.connections ?? 16;
  const transport = deps.transport({
    ...(options.caBundle === undefined ? {} : { caBundle: options.caBundle }),
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    connectTimeoutMs: Math.min(options.timeoutMs, 10_000),
    connections,
  });
  const gate = createGate(connections);
  const breaker = createBreaker(deps);
  const clock = steadyClock(deps);
  const maxBytes = options.maxResponseBytes ?? 8 * 1024 * 1024;
  const retries = options.retries ?? 2;

  async function attempt(call: HttpRequest, url: string, buckets: readonly string[], left: () => number) {
    const releases: (() => void)[] = [];
    try {
      for (const bucket of buckets) {
        const place = {
          urgent: call.urgent ?? false,
          first: call.first ?? false,
          ...(call.signal ? { signal: call.signal } : {}),
        };
        if (budget) releases.push(await budget.acquire(bucket, place));
      }
      const notSent = { trouble: "not-sent", detail: "the caller gave up" } as const;
      const place = await gate.enter(call).catch(() => undefined);
      if (!place) return notSent;
      releases.push(place);
      if (call.method !== "GET") deps.fence?.();
      const closedFor = breaker.enter();
      if (closedFor > 0) throw verdict.circuitOpen(context(call, options), deps.now() + closedFor);
      const started = clock();
      const result = await transport.send({
        url,
        method: call.method,
        headers: { "user-agent": userAgent, accept: "application/json", ...call.headers },
        body: call.json === undefined ? undefined : JSON.stringify(call.json),
        timeoutMs: left(),
        maxBytes,
        signal: call.signal,
      });
      learn(breaker, result);
      const status = "status" in result ? result.status : "network";
      deps.onRequest?.({
        operation: call.operation,
        bucket: buckets[0] ?? "",
        status,
        seconds: (clock() - started) / 1000,
      });
      return result;
    } finally {
      for (const release of releases) release();
    }
  }

  async function request(call: HttpRequest): Promise<HttpAnswer> {
    const safe = call.safe ?? call.method === "GET";
    const buckets = call.bucket === undefined ? [] : typeof call.bucket === "string" ? [call.bucket] : call.bucket;
    const url = base + call.path + queryString(call.query);
    const ctx = context(call, options);
    let deadline: number | undefined;
    const left = () => {
      deadline ??= clock() + options.timeoutMs;
      return Math.max(1, deadline - clock());
    };
    for (let tried = 0; ; tried++) {
      const result = await attempt(call, url, buckets, left);
      const outcome = judge(call, ctx, safe, result, buckets);
      if (!(outcome instanceof GatewayError)) return outcome;
      const pause = safe && tried < retries ? pauseBefore(outcome, result, tried) : undefined;
      if (pause === undefined || pause >= left()) throw outcome;
      await deps.sleep(pause, call.signal).catch(() => {
        throw outcome;
      });
    }
  }

  function judge(call: HttpRequest, ctx: verdict.Context, safe: boolean, result: Exchange, buckets: readonly string[]) {
    if ("trouble" in result) return verdict.noAnswer(ctx, safe, result);
    const { status } = result;
    if (status === 429) {
      const wait = retryAfter(single(result, "retry-after"), deps.now());
      // The scarcest bucket is the likeliest to be empty; which one it was is not said.
      const until =
        budget && buckets[0] !== undefined ? budget.observe429(buckets[0], wait) : deps.now() + (wait ?? 60_000);
      return verdict.rateLimited(ctx, until);
    }
    if (status >= 300 && status < 400) return verdict.redirected(ctx, safe, result, base);
    const answer = readable(result, options.redact);
    if (call.accept === "any") return answer;
    if (status >= 500) return verdict.serverError(ctx, safe, status, answer.text);
    return result.bytes > 0 && answer.body === undefined ? verdict.notJson(ctx, safe, status, answer.text) : answer;
  }

  function pauseBefore(error: GatewayError, result: Exchange, tried: number): Milliseconds | undefined {
    const told = "trouble" in result ? undefined : retryAfter(single(result, "retry-after"), deps.now());
    if (error.reason === "RateLimited") return error.until === undefined ? undefined : error.until - deps.now();
    if (error.code !== "retry" || error.reason === "Aborted" || error.reason === "AnswerTooLarge") return undefined;
    return told ?? firstPause * 2 ** tried * (0.5 + deps.random());
  }

  return { request, close: () => transport.close() };
}

function context(call: HttpRequest, options: HttpOptions): verdict.Context {
  const { operation, method, path } = call;
  return { operation, method, path, baseURL: options.baseURL, setting: options.setting, redact: options.redact };
}

function learn(breaker: Breaker, result: Exchange): void {
  if ("status" in result) {
    if (result.status >= 500) breaker.failure();
    else breaker.success();
  } else if (result.trouble === "aborted" || result.trouble === "not-sent") breaker.neutral();
  else breaker.failure();
}

function readable(raw: RawAnswer, redact: (text: string) => string): HttpAnswer {
  return {
    status: raw.status,
    headers: raw.headers,
    body: parse(raw.content),
    get text() {
      // Masked before it is cut: half a secret has no shape any more.
      return redact(raw.content.slice(0, 4_096)).slice(0, 256);
    },
  };
}

function parse(content: string): unknown {
  try {
    return content === "" ? undefined : JSON.parse(content);
  } catch {
    return undefined;
  }
}

function single(raw: RawAnswer, name: string): string | undefined {
  const value = raw.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function queryString(query: HttpRequest["query"]): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
