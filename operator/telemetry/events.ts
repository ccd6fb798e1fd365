import type { KubeClient } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { EVENTS } from "../kube/resource.ts";
import type { Announcer } from "../reconcile/context.ts";
import type { KeyResource } from "../reconcile/key-resource.ts";
import { group, version } from "../resources/definition.ts";
import type { Log } from "./log.ts";

/** Holds no resource: ten thousand that wait would keep as many old versions in memory. */
interface Pending {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly note: string;
  readonly at: Date;
}

/** Beyond this many unsent events the oldest are dropped: they are told for people, and keys go first. */
const mostPending = 10_000;
const senders = 2;

/**
 * Sends events in the background, two at a time, so that a storm of keys is never slowed down by them. What cannot be sent
 * is counted and dropped; everything is in the log as well.
 */
export class EventRecorder implements Announcer {
  readonly #client: KubeClient;
  readonly #log: Log;
  readonly #instance: string;
  readonly #pending: Pending[] = [];
  #sending = 0;
  #serial = 0;
  #idle: (() => void) | undefined;
  dropped = 0;

  constructor(client: KubeClient, log: Log, instance: string) {
    this.#client = client;
    this.#log = log;
    this.#instance = instance;
  }

  announce(resource: KeyResource, type: "Normal" | "Warning", reason: string, note: string): void {
    const { namespace, name, uid } = resource.owner;
    const { resourceVersion } = resource.metadata;
    this.#log[type === "Normal" ? "info" : "warn"]({ key: `${namespace}/${name}`, reason }, note);
    if (this.#pending.length >= mostPending) {
      this.#pending.shift();
      this.dropped += 1;
    }
    this.#pending.push({ namespace, name, uid, resourceVersion, type, reason, note, at: new Date() });
    if (this.#sending < senders) void this.#send();
  }

  /** Settles when nothing is left to send, or after `ms`. */
  async flush(ms: number): Promise<void> {
    if (this.#sending === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([new Promise<void>((resolve) => (this.#idle = resolve)), late]);
    clearTimeout(timer);
  }

  async #send(): Promise<void> {
    this.#sending += 1;
    for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
      try {
        await this.#tell(this.#body(next));
      } catch (error) {
        this.dropped += 1;
        this.#log.debug({ error }, "an event could not be sent");
      }
    }
    this.#sending -= 1;
    if (this.#sending === 0) this.#idle?.();
  }

  /** An event has a name of its own, so one whose answer was lost may be sent again. */
  async #tell(event: Record<string, unknown>): Promise<void> {
    const once = () => this.#client.create(EVENTS, event, { retry: false, deadlineMs: 5_000 });
    try {
      await once();
    } catch (error) {
      if (!KubeError.is(error, "network")) throw error;
      await once().catch((again: unknown) => {
        if (!KubeError.is(again, "already-exists")) throw again;
      });
    }
  }

  #body({ namespace, name, uid, resourceVersion, type, reason, note, at }: Pending) {
    this.#serial += 1;
    return {
      metadata: { namespace, name: `${name}.${at.getTime().toString(16)}${this.#serial.toString(16)}` },
      eventTime: `${at.toISOString().slice(0, -1)}000Z`,
      reportingController: "tokapi.dev/operator",
      reportingInstance: this.#instance,
      action: reason,
      reason,
      type,
      note: note.slice(0, 1_000),
      regarding: {
        apiVersion: `${group}/${version}`,
        kind: "TokApiKey",
        namespace,
        name,
        uid,
        resourceVersion,
      },
    };
  }
}
