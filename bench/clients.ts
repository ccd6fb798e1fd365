import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import type { KubeClient } from "../operator/kube/client.ts";
import { SECRETS } from "../operator/kube/resource.ts";
import { secretLabel } from "../operator/reconcile/marks.ts";
import { entryOf } from "../operator/reconcile/secret-body.ts";

/** A kubelet shows a changed Secret so much later at most. */
const mountDelayMs = 2_000;

/**
 * Applications that call the data plane with what their mounted Secret says, one key after the other, `perSecond` calls
 * in all. Each change of a Secret reaches them 0 to 2 s late.
 */
export class Clients {
  calls = 0;
  failed = 0;
  readonly #mounted = new Map<string, string>();
  readonly #abort = new AbortController();
  readonly #agent = new Agent({ connections: 50 });
  readonly #dataURL: string;
  readonly #work: Promise<unknown>;

  constructor(client: KubeClient, namespace: string, dataURL: string, perSecond: number) {
    this.#dataURL = dataURL;
    this.#work = Promise.all([this.#mount(client, namespace), this.#use(perSecond)]);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#work.catch((error: unknown) => {
      if (!(error instanceof Error && error.name === "AbortError")) throw error;
    });
    await this.#agent.close();
  }

  async #mount(client: KubeClient, namespace: string): Promise<void> {
    const { signal } = this.#abort;
    const { items, resourceVersion: listed } = await client.list(SECRETS, { namespace, labelSelector: secretLabel });
    for (const item of items) this.#mounted.set(item.metadata.name, entryOf(item, "apiKey") ?? "");
    let resourceVersion = listed;
    while (!signal.aborted) {
      const options = { namespace, labelSelector: secretLabel, resourceVersion, timeoutSeconds: 300, signal };
      try {
        for await (const { type, object } of client.watch(SECRETS, options)) {
          resourceVersion = object.metadata.resourceVersion ?? resourceVersion;
          const text = entryOf(object, "apiKey");
          if (type === "BOOKMARK" || type === "DELETED" || text === undefined) continue;
          setTimeout(() => this.#mounted.set(object.metadata.name, text), Math.random() * mountDelayMs).unref();
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  }

  async #use(perSecond: number): Promise<void> {
    const { signal } = this.#abort;
    for (let turn = 0; !signal.aborted; turn++) {
      const names = [...this.#mounted.keys()];
      const tenth = Math.max(1, Math.round(perSecond / 10));
      const chosen =
        names.length === 0 ? [] : Array.from({ length: tenth }, (_, at) => names[(turn * tenth + at) % names.length]!);
      await Promise.all([...chosen.map((name) => this.#call(name)), sleep(100, undefined, { signal })]);
    }
  }

  async #call(name: string): Promise<void> {
    const headers = { authorization: `Bearer ${this.#mounted.get(name)}` };
    const { statusCode, body } = await request(`${this.#dataURL}/v1/models`, { dispatcher: this.#agent, headers });
    await body.dump();
    this.calls += 1;
    if (statusCode !== 200) this.failed += 1;
  }
}
