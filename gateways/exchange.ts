import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import type { Milliseconds } from "../core/time.ts";
import { type Trouble, troubleOf } from "./transport.ts";

/** A whole answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly content: string;
  readonly bytes: number;
}

/** No whole answer. */
export interface NoAnswer {
  readonly trouble: Trouble | "aborted" | "not-sent";
  /** An error's code, or what was exceeded. */
  readonly detail: string;
}

export type Exchange = RawAnswer | NoAnswer;

/** One request and its answer, within `timeoutMs` to the last byte. Never throws. */
export async function exchange(
  transport: Dispatcher,
  request: {
    readonly url: string;
    readonly method: Dispatcher.HttpMethod;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
    readonly timeoutMs: Milliseconds;
    readonly maxBytes: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Exchange> {
  const { signal, timeoutMs, maxBytes } = request;
  if (signal?.aborted) return { trouble: "not-sent", detail: "the caller gave up" };
  const stop = new AbortController();
  let timedOut = false;
  const abort = () => stop.abort();
  signal?.addEventListener("abort", abort, { once: true });
  // Sockets live in real time, whatever clock the caller brings.
  const timer = setTimeout(() => {
    timedOut = true;
    stop.abort();
  }, timeoutMs);
  try {
    const { origin, pathname, search } = new URL(request.url);
    const answer = await transport.request({
      origin,
      path: pathname + search,
      method: request.method,
      headers:
        request.body === undefined ? request.headers : { "content-type": "application/json", ...request.headers },
      body: request.body ?? null,
      signal: stop.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        stop.abort();
        return { trouble: "too-large", detail: `more than ${maxBytes} bytes` };
      }
      chunks.push(chunk);
    }
    const content = Buffer.concat(chunks).toString("utf8");
    return { status: answer.statusCode, headers: answer.headers, content, bytes };
  } catch (error) {
    if (timedOut) return { trouble: "timeout", detail: `no whole answer within ${Math.round(timeoutMs)} ms` };
    if (signal?.aborted) return { trouble: "aborted", detail: "the caller gave up" };
    return troubleOf(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
