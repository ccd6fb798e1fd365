import { setTimeout as sleep } from "node:timers/promises";
import { SECRETS } from "../../operator/kube/resource.ts";
import { delivery } from "../../operator/reconcile/marks.ts";
import { entryOf } from "../../operator/reconcile/secret-body.ts";
import type { CrashWorld } from "./crash-world.ts";

/** How often it reads and calls. */
const everyMs = 50;
/** A read and a call that took longer together prove nothing about one moment. */
const oneMomentMs = 500;
/** How long a slow reader goes on with what it has read, and how long an old key must work after a delivery has begun. */
const lagMs = 600;
const overlapMs = 1_000;

export interface ConsumerOptions {
  /** Where the Secret may be, the likeliest first. */
  readonly secrets: readonly string[];
  /** Being refused with a key that the Secret no longer holds is no fault. */
  readonly hurried: boolean;
}

/**
 * An application that reads its key from the Secret and calls the data plane with it, again and again, past the proxies; and
 * one beside it that learns of a new key late, as from a mounted Secret.
 */
export class Consumer {
  readonly #world: CrashWorld;
  readonly #options: ConsumerOptions;
  readonly #faults: string[] = [];
  #calls = 0;
  readonly #read: { readonly text: string; readonly at: number }[] = [];
  /** When the delivery of what the Secret holds began. */
  #deliveredAt = 0;
  #hadKey = false;
  #over = false;
  #running: Promise<void> = Promise.resolve();

  constructor(world: CrashWorld, options: ConsumerOptions) {
    this.#world = world;
    this.#options = options;
  }

  /** Calls that were made. */
  get calls(): number {
    return this.#calls;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Answers what went wrong. */
  async stop(): Promise<readonly string[]> {
    this.#over = true;
    await this.#running;
    return this.#faults;
  }

  /** The key that the Secret holds at this moment. */
  async key(): Promise<string | undefined> {
    for (const name of this.#options.secrets) {
      const secret = await this.#world.find(SECRETS, name);
      const text = secret && entryOf(secret, "apiKey");
      if (!text) continue;
      this.#deliveredAt = Date.parse(secret.metadata.annotations?.[delivery.deliveredAt] ?? "") || 0;
      return text;
    }
    return undefined;
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      await this.#once();
      await sleep(everyMs);
    }
  }

  async #slowReader(text: string, now: number): Promise<void> {
    this.#read.push({ text, at: now });
    while (this.#read[1] && this.#read[1].at <= now - lagMs) this.#read.shift();
    const before = this.#read[0]!;
    if (before.text === text || this.#options.hurried) return;
    const status = await this.#world.console.use(before.text);
    if (status !== 401 || Date.now() - this.#deliveredAt >= overlapMs) return;
    const { name = "an unknown key" } = this.#world.console.emulator.ledger.byText(before.text) ?? {};
    this.#faults.push(`dead moment: ${name} was refused to a client that had read it ${lagMs} ms before`);
  }

  async #once(): Promise<void> {
    const began = performance.now();
    const text = (await this.key()) ?? (this.#hadKey ? await this.key() : undefined);
    if (text === undefined) {
      if (this.#hadKey) this.#faults.push("dead moment: no Secret holds a key any more");
      return;
    }
    this.#hadKey = true;
    this.#calls += 1;
    await this.#slowReader(text, began);
    if ((await this.#world.console.use(text)) !== 401) return;
    const { name = "an unknown key" } = this.#world.console.emulator.ledger.byText(text) ?? {};
    if ((await this.key()) === text) this.#faults.push(`dead moment: the Secret holds ${name}, which is refused`);
    else if (!this.#options.hurried && performance.now() - began < oneMomentMs)
      this.#faults.push(`dead moment: ${name} was refused to a client that had just read it from the Secret`);
  }
}
