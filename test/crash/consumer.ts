import { setTimeout as sleep } from "node:timers/promises";
import { SECRETS } from "../../operator/kube/resource.ts";
import { entryOf } from "../../operator/reconcile/secret-body.ts";
import type { CrashWorld } from "./crash-world.ts";

/** How often it reads and calls. */
const everyMs = 50;
/** A read and a call that took longer together prove nothing about one moment. */
const oneMomentMs = 500;

export interface ConsumerOptions {
  /** Where the Secret may be, the likeliest first. */
  readonly secrets: readonly string[];
  /** Being refused with a key that the Secret no longer holds is no fault. */
  readonly hurried: boolean;
}

/** An application that reads its key from the Secret and calls the data plane with it, again and again, past the proxies. */
export class Consumer {
  readonly #world: CrashWorld;
  readonly #options: ConsumerOptions;
  readonly #faults: string[] = [];
  #calls = 0;
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
      if (text) return text;
    }
    return undefined;
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      await this.#once();
      await sleep(everyMs);
    }
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
    if ((await this.#world.console.use(text)) !== 401) return;
    const { name = "an unknown key" } = this.#world.console.emulator.ledger.byText(text) ?? {};
    if ((await this.key()) === text) this.#faults.push(`dead moment: the Secret holds ${name}, which is refused`);
    else if (!this.#options.hurried && performance.now() - began < oneMomentMs)
      this.#faults.push(`dead moment: ${name} was refused to a client that had just read it from the Secret`);
  }
}
