import type { KubeClient } from "../operator/kube/client.ts";
import { TOK_API_KEYS } from "../operator/resources/addresses.ts";

/** Sees when each key of a namespace becomes Ready for the first time. The same observer stands beside the floor. */
export class ReadyWatch {
  readonly #abort = new AbortController();
  readonly #readyAt = new Map<string, number>();
  readonly #done: Promise<void>;
  #failure: unknown;
  #changed: (() => void) | undefined;

  private constructor(client: KubeClient, namespace: string, resourceVersion: string) {
    this.#done = this.#follow(client, namespace, resourceVersion).catch((error: unknown) => {
      this.#failure = error;
      this.#changed?.();
    });
  }

  static async open(client: KubeClient, namespace: string): Promise<ReadyWatch> {
    const { resourceVersion } = await client.list(TOK_API_KEYS, { namespace });
    return new ReadyWatch(client, namespace, resourceVersion);
  }

  /** When a key was seen to be Ready, as milliseconds since 1970. */
  readyAt(name: string): number | undefined {
    return this.#readyAt.get(name);
  }

  get count(): number {
    return this.#readyAt.size;
  }

  /** The moment at which so many keys are Ready. */
  async until(count: number, ms = 600_000): Promise<number> {
    const late = setTimeout(() => this.#changed?.(), ms);
    const end = Date.now() + ms;
    try {
      while (this.#readyAt.size < count) {
        if (this.#failure) throw this.#failure;
        if (Date.now() >= end) throw new Error(`only ${this.#readyAt.size} of ${count} keys were Ready after ${ms} ms`);
        await new Promise<void>((resolve) => (this.#changed = resolve));
      }
    } finally {
      clearTimeout(late);
    }
    return Math.max(
      ...[...this.#readyAt.values()]
        .sort((a, b) => a - b)
        .slice(0, count)
        .slice(-1),
    );
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#done;
  }

  async #follow(client: KubeClient, namespace: string, from: string): Promise<void> {
    let resourceVersion = from;
    while (!this.#abort.signal.aborted) {
      const options = { namespace, resourceVersion, timeoutSeconds: 300, signal: this.#abort.signal };
      try {
        for await (const { object } of client.watch(TOK_API_KEYS, options)) {
          resourceVersion = object.metadata.resourceVersion ?? resourceVersion;
          const { conditions = [] } = (object.status ?? {}) as { conditions?: { type: string; status: string }[] };
          const { name } = object.metadata;
          if (this.#readyAt.has(name) || !conditions.some(({ type, status }) => type === "Ready" && status === "True"))
            continue;
          this.#readyAt.set(name, Date.now());
          this.#changed?.();
        }
      } catch (error) {
        if (!this.#abort.signal.aborted) throw error;
      }
    }
  }
}
