import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Child } from "./child.ts";

/** Counts by label text, such as `verb="patch",resource="secrets",code="200"`. */
export type Counts = ReadonlyMap<string, number>;

/** The operator in a process of its own, and what its metrics say. */
export class OperatorChild {
  readonly child: Child;
  readonly port: number;
  readonly log: string;
  /** From the start of the process until it had seen the whole cluster. */
  readonly syncedMs: number;

  private constructor(child: Child, port: number, log: string, syncedMs: number) {
    this.child = child;
    this.port = port;
    this.log = log;
    this.syncedMs = syncedMs;
  }

  static async start(
    env: Readonly<Record<string, string>>,
    log: string,
    flags: readonly string[],
  ): Promise<OperatorChild> {
    const port = await freePort();
    const began = performance.now();
    const http = { TOKAPI_HTTP_PORT: String(port), TOKAPI_HTTP_HOST: "127.0.0.1" };
    const child = Child.tokapi(["operator"], { env: { ...http, ...env }, log, flags });
    const late = began + 120_000;
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return new OperatorChild(child, port, log, performance.now() - began);
      if (child.process.exitCode !== null || performance.now() > late)
        throw new Error(`the operator did not start; see ${log}`);
      await sleep(20);
    }
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
  }

  /** Whether it has become the leader. Its log says so; metrics of ten thousand keys would cost it what we measure. */
  leads(): boolean {
    return readFileSync(this.log, "utf8").includes('"msg":"this replica leads"');
  }

  /** Requests so far to the API server or to gateways. */
  async requests(to: "kube" | "gateway"): Promise<Counts> {
    const counts = new Map<string, number>();
    const pattern = new RegExp(`^tokapi_${to}_request_duration_seconds_count\\{(.*)\\} (\\d+)$`, "gm");
    for (const [, labels = "", count] of (await this.metrics()).matchAll(pattern)) counts.set(labels, Number(count));
    return counts;
  }

  /** The metric of one name without labels. */
  async gauge(name: string): Promise<number> {
    return Number(new RegExp(`^${name} (.*)$`, "m").exec(await this.metrics())?.[1] ?? Number.NaN);
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    if (this.child.process.exitCode === null && this.child.process.signalCode === null) await this.child.stop(signal);
  }
}

/** How many requests were made in between, those for which `test` holds. */
export function between(before: Counts, after: Counts, test: (labels: string) => boolean = () => true): number {
  let sum = 0;
  for (const [labels, count] of after) if (test(labels)) sum += count - (before.get(labels) ?? 0);
  return sum;
}

/** Writes of keys and their Secrets. Events are for people and count apart, as do the lease and the gateways' status. */
export function isWrite(labels: string): boolean {
  return /verb="(create|patch|update|delete)"/.test(labels) && isOfKeys(labels);
}

export function isRead(labels: string): boolean {
  return /verb="(get|list)"/.test(labels) && isOfKeys(labels);
}

function isOfKeys(labels: string): boolean {
  return /resource="(tokapikeys|secrets)"/.test(labels);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
