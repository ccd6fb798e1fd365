// HTTP to one API server: shared connections, credentials, deadlines, retries. Knows nothing of kinds.
import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";
import type { Cluster } from "./cluster.ts";
import { Connections } from "./connections.ts";
import { type Asked, errorFromAnswer, KubeError, subject } from "./error.ts";

/** One HTTP exchange, told after its answer (for a watch: after its first byte). Retries are exchanges of their own. */
export interface RequestReport {
  /** As RBAC names it: get, list, watch, create, update, patch, delete. */
  readonly verb: string;
  readonly resource: string;
  /** HTTP status, or a KubeErrorCode where there was no answer. */
  readonly code: number | string;
  readonly seconds: number;
}

export interface TransportOptions {
  readonly cluster: Cluster;
  /** Most connections for requests; watches have their own, one each. */
  readonly connections?: number;
  /** For a call with all its retries, where the call names none. */
  readonly deadlineMs?: number;
  /** An answer larger than this is refused while it arrives. */
  readonly maxResponseBytes?: number;
  readonly userAgent?: string;
  readonly onRequest?: (report: RequestReport) => void;
  /** 0 ≤ random() < 1 */
  readonly random?: () => number;
  /** Milliseconds on a clock that never goes back. */
  readonly monotonic?: () => number;
  /** Milliseconds since 1970, for a Retry-After that is a date. */
  readonly now?: () => number;
}

/** One call. `body` is JSON text. */
export interface Call {
  readonly asked: Asked;
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly accept?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
  /** Doing it twice is doing it once, so it may be repeated when nobody knows whether it took effect. */
  readonly idempotent: boolean;
  /** False: one exchange (and one more after a 401), no waiting. Default true. */
  readonly retry?: boolean | undefined;
}

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** The exchanges of a KubeClient. See there for what is repeated when. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #cluster: Cluster;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #monotonic: () => number;
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #connections: Connections;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#cluster = options.cluster;
    const url = new URL(options.cluster.url);
    this.#origin = url.origin;
    this.#prefix = url.pathname.replace(/\/+$/, "");
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#random = options.random ?? Math.random;
    this.#now = options.now ?? Date.now;
    const { connections = 24, maxResponseBytes = 128 * 1024 * 1024 } = options;
    this.#connections = new Connections(options.cluster.proxyUrl, { connections, maxResponseBytes });
  }

  /** The parsed JSON of a successful answer (undefined where it is empty). @throws KubeError */
  async send(call: Call): Promise<unknown> {
    const deadlineMs = call.deadlineMs ?? this.#options.deadlineMs ?? 30_000;
    const until = this.#monotonic() + deadlineMs;
    const ends = new AbortController();
    const timer = setTimeout(() => ends.abort(LATE), deadlineMs);
    const cancel = () => ends.abort(call.signal?.reason);
    if (call.signal?.aborted) cancel();
    call.signal?.addEventListener("abort", cancel, { once: true });
    try {
      return await this.#attempts(call, until, ends.signal);
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener("abort", cancel);
    }
  }

  /** Opens a stream and answers its body once the server has accepted. Never retried but for a 401. @throws KubeError */
  async open(call: Call): Promise<AsyncIterable<Uint8Array> & { destroy(error?: Error): unknown }> {
    const signal = call.signal ?? new AbortController().signal;
    for (let renewed = false; ; renewed = true) {
      const { answer, error } = await this.#exchange(call, signal, "watches");
      if (answer) return answer.body;
      if (renewed || error.code !== "unauthorized" || !error.sent) throw error;
      this.#cluster.refresh();
    }
  }

  /** Ends all connections; calls that are under way fail. */
  close(): Promise<void> {
    return this.#connections.close();
  }

  async #attempts(call: Call, until: number, signal: AbortSignal): Promise<unknown> {
    let renewed = false;
    for (let attempt = 1; ; ) {
      const { answer, error } = await this.#exchange(call, signal, "requests");
      if (answer) return answer.json;
      if (error.code === "unauthorized" && error.sent && !renewed) {
        // Tokens expire and are replaced while we run; the server has done nothing with this request.
        renewed = true;
        this.#cluster.refresh();
        continue;
      }
      const waitMs = call.retry === false || attempt >= ATTEMPTS ? undefined : this.#wait(call, error, attempt);
      if (waitMs === undefined || this.#monotonic() + waitMs >= until) throw error;
      attempt += 1;
      await sleep(waitMs, undefined, { signal }).catch(() => {
        throw failure(call.asked, signal.reason, signal);
      });
    }
  }

  /** How long to wait before the same call may be sent again, or undefined when it must not. */
  #wait(call: Call, error: KubeError, attempt: number): number | undefined {
    const turnedAway =
      error.code === "rate-limited" || (error.status === 503 && error.retryAfterMs !== undefined) || !error.sent;
    const unsure = error.code === "unavailable" || error.code === "network" || error.code === "timeout";
    if (error.code === "unauthorized" || !(turnedAway || (unsure && call.idempotent))) return undefined;
    const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + this.#random() / 2);
    // Never before the server's time, and not all clients at that very moment.
    return error.retryAfterMs === undefined ? backoff : error.retryAfterMs + this.#random() * FIRST_WAIT_MS;
  }

  async #exchange(
    call: Call,
    signal: AbortSignal,
    pool: "requests" | "watches",
  ): Promise<
    | { answer: { body: Dispatcher.ResponseData["body"]; json: unknown }; error?: never }
    | { answer?: never; error: KubeError }
  > {
    const started = this.#monotonic();
    let code: number | string = "network";
    try {
      const { headers, tls } = await this.#credentials(call.asked);
      const answer = await this.#connections.for(tls)[pool].request({
        origin: this.#origin,
        path: this.#prefix + call.path,
        method: call.method,
        headers: {
          ...headers,
          accept: call.accept ?? "application/json",
          "user-agent": this.#options.userAgent ?? "tokapi",
          ...(call.body === undefined ? {} : { "content-type": call.contentType ?? "application/json" }),
        },
        ...(call.body === undefined ? {} : { body: call.body }),
        signal,
      });
      code = answer.statusCode;
      const ok = answer.statusCode >= 200 && answer.statusCode < 300;
      if (ok && pool === "watches") return { answer: { body: answer.body, json: undefined } };
      const json = parse(await answer.body.text());
      if (ok && json !== NOT_JSON) return { answer: { body: answer.body, json } };
      if (ok)
        throw new KubeError("unavailable", `${subject(call.asked)}: the answer is not JSON; is a proxy in between?`);
      const retryAfter = answer.headers["retry-after"];
      const said = { status: answer.statusCode, body: json, retryAfter: first(retryAfter) };
      return { error: errorFromAnswer(call.asked, said, this.#now()) };
    } catch (error) {
      const kube = failure(call.asked, error, signal);
      if (code === "network") code = kube.code;
      return { error: kube };
    } finally {
      const { verb, resource } = call.asked;
      this.#options.onRequest?.({ verb, resource, code, seconds: (this.#monotonic() - started) / 1000 });
    }
  }

  async #credentials(asked: Asked) {
    try {
      return await this.#cluster.credentials();
    } catch (error) {
      const why = (error as Partial<Error> | undefined)?.message ?? "unknown reason";
      throw new KubeError("unauthorized", `${subject(asked)}: no credentials: ${why}`, { sent: false, cause: error });
    }
  }
}

const LATE = Symbol("deadline");
const NOT_JSON = Symbol("not JSON");

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

// Failures of these kinds happen before a request is written.
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/;

/** What went wrong where there was no answer, as a KubeError. */
export function failure(asked: Asked, error: unknown, signal: AbortSignal): KubeError {
  if (error instanceof KubeError) return error;
  if (signal.aborted) {
    return signal.reason === LATE
      ? new KubeError("timeout", `${subject(asked)}: no answer within the deadline`)
      : new KubeError("aborted", `${subject(asked)}: stopped by the caller`);
  }
  const code = errorCode(error);
  const what = code ?? "no reason given";
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") {
    return new KubeError("timeout", `${subject(asked)}: the server went silent (${code})`, { cause: error });
  }
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    return new KubeError("unavailable", `${subject(asked)}: the answer is larger than we accept`, { cause: error });
  }
  const sent = !NEVER_SENT.test(code ?? "");
  return new KubeError("network", `${subject(asked)}: ${sent ? "connection lost" : "cannot connect"} (${what})`, {
    cause: error,
    sent,
  });
}

// Not `instanceof Error`: an error of Node's own is of another realm where code runs in a vm, as under Jest.
function errorCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 4; depth++) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === "string") return code;
    at = cause;
  }
  return undefined;
}
