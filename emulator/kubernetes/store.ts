import type { Fields, KubeObject } from "./json.ts";
import { SortedKeys } from "./sorted-keys.ts";

/**
 * One stored version of one object. The JSON text is the truth: reads, lists and watches send it as it is, and nobody
 * can change an object behind the store's back.
 */
export interface Entry {
  /** `namespace/name`, or `name` for what is cluster-wide. */
  readonly key: string;
  readonly revision: number;
  readonly uid: string;
  readonly json: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** The uids of its owners. */
  readonly owners: readonly string[];
}

/** One change, in the order of `revision`. */
export interface StoreEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly revision: number;
  readonly entry: Entry;
  readonly previous: Entry | undefined;
  /** Serialised forms, filled by watches so that a change is rendered once however many watch it. */
  readonly rendered: Map<string, Buffer | undefined>;
}

export function parseEntry(entry: Entry): KubeObject {
  return JSON.parse(entry.json) as KubeObject;
}

/** Everything that is stored, and the one counter that orders its changes. */
export class Store {
  revision = 1;
  readonly #buckets = new Map<string, Bucket>();
  readonly #historySize: number;
  readonly #listeners = new Set<(bucket: string, event: StoreEvent) => void>();

  /** `historySize`: how many changes per resource a watch can resume from. */
  constructor(historySize: number) {
    this.#historySize = historySize;
  }

  bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = new Bucket(this, this.#historySize, (event) => {
        for (const listener of this.#listeners) listener(name, event);
      });
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  bucketNames(): string[] {
    return [...this.#buckets.keys()];
  }

  /** Calls `listener` after every change of every resource. */
  onChange(listener: (bucket: string, event: StoreEvent) => void): void {
    this.#listeners.add(listener);
  }

  next(): number {
    this.revision += 1;
    return this.revision;
  }
}

/** The objects of one resource, in key order, with the recent changes. */
export class Bucket {
  readonly #store: Store;
  readonly #entries = new Map<string, Entry>();
  readonly #keys = new SortedKeys();
  readonly #history: StoreEvent[] = [];
  readonly #historySize: number;
  readonly #watchers = new Set<(event: StoreEvent) => void>();
  readonly #changed: (event: StoreEvent) => void;
  #oldest: number;

  constructor(store: Store, historySize: number, changed: (event: StoreEvent) => void) {
    this.#store = store;
    this.#historySize = historySize;
    this.#changed = changed;
    this.#oldest = 0;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Stores `object` under a new revision, which is also written into it. */
  put(key: string, object: KubeObject): Entry {
    const previous = this.#entries.get(key);
    const entry = this.#entryOf(key, object);
    this.#entries.set(key, entry);
    if (!previous) this.#keys.add(key);
    this.#record(previous ? "MODIFIED" : "ADDED", entry, previous);
    return entry;
  }

  /** Removes the object; `last` is what watchers are told it was. */
  remove(key: string, last: KubeObject): Entry {
    const previous = this.#entries.get(key);
    const entry = this.#entryOf(key, last);
    this.#entries.delete(key);
    this.#keys.delete(key);
    this.#record("DELETED", entry, previous);
    return entry;
  }

  /** Objects with `start <= key < end`, in key order, as they were at `revision` (now, when undefined). */
  *range(start: string, end: string, revision?: number): Generator<Entry> {
    const before = revision === undefined ? undefined : this.#since(revision);
    if (!before || before.size === 0) {
      for (const key of this.#keys.range(start, end)) yield this.#entries.get(key)!;
      return;
    }
    const gone = [...before.entries()].filter(
      ([key, entry]) => entry && key >= start && key < end && !this.#entries.has(key),
    );
    gone.sort(([a], [b]) => (a < b ? -1 : 1));
    let next = 0;
    for (const key of this.#keys.range(start, end)) {
      while (next < gone.length && gone[next]![0] < key) yield gone[next++]![1]!;
      const entry = before.has(key) ? before.get(key) : this.#entries.get(key);
      if (entry) yield entry;
    }
    while (next < gone.length) yield gone[next++]![1]!;
  }

  count(start: string, end: string): number {
    return this.#keys.rank(end) - this.#keys.rank(start);
  }

  /** The changes after `revision`, or undefined when they are no longer all known. */
  eventsSince(revision: number): StoreEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    const history = this.#history;
    let low = 0;
    let high = history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (history[middle]!.revision <= revision) low = middle + 1;
      else high = middle;
    }
    return history.slice(low);
  }

  /** Whether a list as of `revision` can still be given. */
  remembers(revision: number): boolean {
    return revision >= this.#oldest;
  }

  /** Forgets the history, as compaction does: older revisions are answered with 410 from now on. */
  compact(): void {
    this.#history.length = 0;
    this.#oldest = this.#store.revision;
  }

  watch(watcher: (event: StoreEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #since(revision: number): Map<string, Entry | undefined> | undefined {
    const before = new Map<string, Entry | undefined>();
    for (const event of this.eventsSince(revision) ?? []) {
      if (!before.has(event.entry.key)) before.set(event.entry.key, event.previous);
    }
    return before;
  }

  #entryOf(key: string, object: KubeObject): Entry {
    const revision = this.#store.next();
    object.metadata.resourceVersion = String(revision);
    return {
      key,
      revision,
      uid: object.metadata.uid ?? "",
      json: JSON.stringify(ordered(object)),
      labels: object.metadata.labels,
      owners: object.metadata.ownerReferences?.map((owner) => owner.uid) ?? [],
    };
  }

  #record(type: StoreEvent["type"], entry: Entry, previous: Entry | undefined): void {
    const event: StoreEvent = { type, revision: entry.revision, entry, previous, rendered: new Map() };
    this.#history.push(event);
    if (this.#history.length > 2 * this.#historySize) {
      const dropped = this.#history.splice(0, this.#history.length - this.#historySize);
      this.#oldest = dropped.at(-1)!.revision;
    }
    for (const watcher of this.#watchers) watcher(event);
    this.#changed(event);
  }
}

/** People read objects top down: what it is, who it is, what is wanted, what is. */
function ordered(object: KubeObject): Fields {
  const { apiVersion, kind, metadata, spec, status, ...rest } = object;
  return {
    apiVersion,
    kind,
    metadata,
    ...(spec === undefined ? {} : { spec }),
    ...rest,
    ...(status === undefined ? {} : { status }),
  };
}
