import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Deps, RequestEvent } from "../../gateways/deps.ts";
import { undiciTransport } from "../../gateways/transports/undici-transport.ts";

/** The real world, with every event kept. */
export function realDeps(): Deps & { readonly events: RequestEvent[] } {
  const events: RequestEvent[] = [];
  return {
    events,
    transport: undiciTransport,
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) => pause(ms, undefined, signal ? { signal } : {}),
    random: () => Math.random(),
    onRequest: (event) => {
      events.push(event);
    },
  };
}

/** A world whose clock stands still until somebody sleeps: then the earliest sleeper's time comes at once. */
export function fakeDeps(
  start = 1_800_000_000_000,
): Omit<Deps, "transport"> & { clock(): number; advance(ms: number): Promise<void> } {
  let at = start;
  const sleepers = new Set<{ due: number; wake(): void }>();
  return {
    now: () => at,
    monotonic: () => at - start,
    random: () => 0.5,
    clock: () => at,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { due: at + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          reject(new Error("aborted"));
        });
      }),
    async advance(ms) {
      const end = at + ms;
      for (;;) {
        await settle();
        const next = [...sleepers].sort((a, b) => a.due - b.due)[0];
        if (!next || next.due > end) break;
        at = Math.max(at, next.due);
        sleepers.delete(next);
        next.wake();
      }
      at = end;
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A small server that says what a test wants. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; requests: string[]; [Symbol.asyncDispose](): Promise<void> }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    handle(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
