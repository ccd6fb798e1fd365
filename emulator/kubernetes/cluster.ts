import type { Resource } from "./resource.ts";
import { Registry } from "./resource.ts";
import { Store } from "./store.ts";

/** What every part of the API server works on. */
export class Cluster {
  readonly store: Store;
  readonly registry = new Registry();
  readonly #now: () => number;

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number, historySize: number) {
    this.#now = now;
    this.store = new Store(historySize);
  }

  now(): number {
    return this.#now();
  }

  /** The time as objects carry it: RFC 3339, whole seconds. */
  timestamp(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }

  bucket(resource: Resource) {
    return this.store.bucket(resource.storage);
  }
}
