import type { Exchange, RawAnswer, Transport, TransportRequest } from "../transport.ts";
import { troubleOf } from "./trouble.ts";

/** An answer that is coming in. */
export interface Incoming extends Pick<RawAnswer, "status" | "headers"> {
  readonly body: AsyncIterable<Uint8Array>;
}

/** What an HTTP client does for a transport; the rest is the same for all of them. */
export interface Client {
  /** Sends the request and answers as soon as headers have come. Fails, and ends the body, when `stop` aborts. */
  send(request: TransportRequest, headers: Readonly<Record<string, string>>, stop: AbortSignal): Promise<Incoming>;
  /** Nothing is under way any more. */
  close(): Promise<void>;
}

/** A transport over a client: deadline, size limit, giving up, closing, and what a failure means. */
export function transportOver(client: Client): Transport {
  const underWay = new Set<Promise<Exchange>>();
  let closing: Promise<void> | undefined;

  async function end(): Promise<void> {
    await Promise.all(underWay);
    await client.close();
  }

  return {
    async send(request) {
      if (closing) return { trouble: "not-sent", detail: "the connections are closed" };
      const run = exchange(client, request);
      underWay.add(run);
      try {
        return await run;
      } finally {
        underWay.delete(run);
      }
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}

async function exchange(client: Client, request: TransportRequest): Promise<Exchange> {
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
    const type = request.body === undefined ? {} : { "content-type": "application/json" };
    const { status, headers, body } = await client.send(request, { ...type, ...request.headers }, stop.signal);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        stop.abort();
        return { trouble: "too-large", detail: `more than ${maxBytes} bytes` };
      }
      chunks.push(chunk);
    }
    return { status, headers, content: Buffer.concat(chunks).toString("utf8"), bytes };
  } catch (error) {
    if (timedOut) return { trouble: "timeout", detail: `no whole answer within ${Math.round(timeoutMs)} ms` };
    if (signal?.aborted) return { trouble: "aborted", detail: "the caller gave up" };
    return troubleOf(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
