import type { KubeClient } from "../../operator/kube/client.ts";
import type { KubeObject } from "../../operator/kube/resource.ts";
import { TOK_API_KEYS } from "../../operator/resources/addresses.ts";
import { watchResource } from "../../operator/watch.ts";
import type { ResourceWatch } from "../../operator/watch-options.ts";
import { untilStopped } from "../until-stopped.ts";
import { type Application, play } from "./applications.ts";
import type { Part } from "./cast.ts";
import { type OperatorProcess, startOperatorProcess } from "./operator-process.ts";
import { frame, Screen } from "./screen.ts";
import { clearTheStage, installKinds, type Services, setTheStage, startServices } from "./stage.ts";
import { RotationCount, statusOf, type Tally, tally } from "./tally.ts";

export interface PerformanceOptions {
  readonly client: KubeClient;
  readonly environment: Readonly<Record<string, string>>;
  readonly kubectl: string;
  readonly keep: boolean;
  readonly namespace: string;
  readonly forMs: number | undefined;
  readonly json: boolean;
  readonly plain: boolean;
}

const newsLines = 6;

/** One run of the demo, from the empty stage to the last line. */
export class Performance {
  readonly #options: PerformanceOptions;
  readonly #abort = new AbortController();
  readonly #rotations = new RotationCount();
  readonly #objects = new Map<string, KubeObject>();
  readonly #news: string[] = [];
  /** When the process began, in milliseconds since 1970. */
  readonly #began = performance.timeOrigin;
  #firstReadyMs: number | undefined;
  #applications: readonly Application[] = [];
  #services: Services | undefined;

  constructor(options: PerformanceOptions) {
    this.#options = options;
  }

  async run(): Promise<number> {
    const { client, namespace, environment, forMs, keep } = this.#options;
    // The operator is a process and takes longest to start, so it goes first.
    const starting = startServices();
    await installKinds(client);
    const operator = this.#startOperator(environment, namespace);
    const services = await starting;
    this.#services = services;
    const parts = await setTheStage(client, namespace, services);
    const watch = this.#follow();
    this.#applications = parts.map((part) => play(client, namespace, part, this.#abort.signal));
    const show = this.#show();
    const end = await Promise.race([untilStopped(forMs), operator.ended]);
    show.stop();
    // From here on somebody who does not want to wait must not leave the operator behind: exit handlers stop it.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
    const result = await this.#finish(operator, watch, parts, services, keep);
    if (end !== "signal" && end !== "time") process.stderr.write(`tokapi demo: ${end}\n`);
    const good = result.failed === 0 && result.leaked === 0 && (end === "signal" || end === "time");
    this.#say(result, good);
    return good ? 0 : 1;
  }

  #startOperator(environment: Readonly<Record<string, string>>, namespace: string): OperatorProcess {
    const env = {
      ...environment,
      TOKAPI_WATCH_NAMESPACE: namespace,
      TOKAPI_NAMESPACE: namespace,
      TOKAPI_LEADER_ELECTION: "false",
      TOKAPI_HTTP_HOST: "127.0.0.1",
      TOKAPI_HTTP_PORT: "0",
    };
    return startOperatorProcess(env, (line) => this.#tell(line));
  }

  #follow(): ResourceWatch {
    const { client, namespace } = this.#options;
    return watchResource(client, {
      resource: TOK_API_KEYS,
      selector: { namespace },
      signal: this.#abort.signal,
      onEvent: (_, object) => {
        if (!object) return;
        this.#objects.set(object.metadata.name, object);
        this.#rotations.see(object);
        const ready = statusOf(object).conditions?.some(({ type, status }) => type === "Ready" && status === "True");
        if (ready && this.#firstReadyMs === undefined) {
          this.#firstReadyMs = Date.now() - this.#began;
          this.#plain(`first key Ready after ${(this.#firstReadyMs / 1000).toFixed(1)} s`);
        }
      },
    });
  }

  /** A line of the operator's log: an event of a key is news, anything that went wrong is too. */
  #tell(line: string): void {
    let entry: { key?: string; reason?: string; msg?: string; level?: string };
    try {
      entry = JSON.parse(line);
    } catch {
      entry = { msg: line, level: "error" };
    }
    if (!entry.key && entry.level === "info") return;
    const text = `${new Date().toISOString().slice(11, 19)}  ${(entry.key ?? "operator").replace(/^.*\//, "").padEnd(22)} ${entry.msg ?? ""}`;
    this.#news.push(text);
    if (this.#news.length > newsLines) this.#news.shift();
    this.#plain(text);
  }

  #plain(text: string): void {
    const { plain, json } = this.#options;
    if (plain || !process.stdout.isTTY) (json ? process.stderr : process.stdout).write(`${text}\n`);
  }

  #tally(): Tally {
    return tally(this.#rotations, this.#applications, [...this.#objects.values()], this.#services!);
  }

  #show(): { stop(): void } {
    const { plain, kubectl, namespace } = this.#options;
    const hints = [
      `${kubectl}`,
      `kubectl get tokapikeys -n ${namespace} -w      (describe, edit, delete: all of it works)`,
      "^C ends the demo.",
    ];
    if (plain || !process.stdout.isTTY) {
      for (const hint of hints.slice(0, 2)) this.#plain(hint);
      return { stop: () => undefined };
    }
    const screen = new Screen(process.stdout);
    const draw = () => {
      const scene = {
        objects: this.#objects,
        applications: this.#applications,
        tally: this.#tally(),
        elapsedMs: Date.now() - this.#began,
        now: Date.now(),
        hints,
        news: this.#news,
      };
      return frame(scene, process.stdout.columns ?? 120);
    };
    const timer = setInterval(() => screen.draw(draw()), 200);
    return {
      stop: () => {
        clearInterval(timer);
        screen.close(draw());
      },
    };
  }

  /** Ends the applications, then the operator, and adds up when nothing moves any more. */
  async #finish(
    operator: OperatorProcess,
    watch: ResourceWatch,
    parts: readonly Part[],
    services: Services,
    keep: boolean,
  ): Promise<Tally> {
    const { client, namespace } = this.#options;
    if (keep) {
      const result = this.#tally();
      this.#abort.abort();
      await clearTheStage(client, namespace, parts);
      await operator.stop();
      await close(services);
      return result;
    }
    await operator.stop();
    const { items } = await client.list(TOK_API_KEYS, { namespace });
    for (const item of items) this.#rotations.see(item);
    const result = tally(this.#rotations, this.#applications, items, services);
    this.#abort.abort();
    await watch.done;
    await close(services);
    return result;
  }

  #say(result: Tally, good: boolean): void {
    if (this.#options.json) {
      process.stdout.write(`${JSON.stringify(result)}\n`);
      return;
    }
    const { rotations, requests, failed, keysCreated, keysLive, leaked, p99RotationSeconds } = result;
    process.stdout.write(
      `${rotations} rotations, ${requests} requests, ${failed} failed; ${keysCreated} keys made, ${keysLive} live, ${leaked} leaked; ` +
        `99 of 100 rotations within ${p99RotationSeconds} s${good ? "" : "  <- not as it should be"}\n`,
    );
    for (const { part, lastFailure } of this.#applications)
      if (lastFailure) process.stdout.write(`  ${part.name}: ${lastFailure}\n`);
  }
}

async function close({ tokmodel, tokenforme }: Services): Promise<void> {
  await Promise.all([tokmodel.close(), tokenforme.close()]);
}
