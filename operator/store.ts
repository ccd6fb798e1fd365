// What a watch knows: the newest version of each object, whoever told us of it.
import { compareVersions, type KubeObject, keyOf } from "./kube/resource.ts";

/** A change that somebody should look at. */
export type Changed = (key: string, object: KubeObject | undefined) => void;

/**
 * The newest known version of each object, by "namespace/name".
 *
 * Two sources write to it: the watch, and the answers to our own writes, which arrive before the watch tells of them.
 * Without the second a reconciler decides on a state that it has itself made obsolete, and issues a key twice. So an
 * event older than what is stored is dropped. That compares resourceVersions, as Kubernetes promises they may be
 * (see `compareVersions`); where they do not compare, the event is believed.
 */
export class Store {
  readonly #objects = new Map<string, KubeObject>();
  /** uids of objects that we know to be deleted and that the watch still shows, by key. */
  readonly #deleted = new Map<string, string>();
  readonly #shrink: (object: KubeObject) => KubeObject;
  readonly #changed: Changed;
  /** All events of this kind up to here are in the store. */
  #seen = "";

  constructor(shrink: (object: KubeObject) => KubeObject, changed: Changed) {
    this.#shrink = shrink;
    this.#changed = changed;
  }

  get objects(): ReadonlyMap<string, KubeObject> {
    return this.#objects;
  }

  /** The version from which a watch goes on; "" before the first list. */
  get seen(): string {
    return this.#seen;
  }

  /** The watch says: the object exists so. */
  upsert(object: KubeObject): void {
    const key = keyOf(object.metadata);
    this.#put(key, object);
    this.advance(object.metadata.resourceVersion);
  }

  /** The watch says: the object is gone. */
  remove(object: KubeObject): void {
    const key = keyOf(object.metadata);
    const known = this.#objects.get(key);
    if (this.#deleted.get(key) === object.metadata.uid) this.#deleted.delete(key);
    const compared = known && order(object, known);
    // A negative order: a newer object has taken the name, and we know it from our own write.
    if (compared === undefined || compared >= 0) this.#drop(key);
    this.advance(object.metadata.resourceVersion);
  }

  /** A bookmark, or the version of any event. */
  advance(version: string | undefined): void {
    if (version !== undefined && version !== "") this.#seen = version;
  }

  /**
   * A whole list, page by page, as of `version`; `done` ends it, and what the list does not hold is deleted. Objects that
   * were written after the list was taken stay. A server whose versions are *behind* what we saw was restored from a
   * backup: then only its list counts.
   */
  relist(): { page(items: readonly KubeObject[], version: string): void; done(version: string): { rewound: boolean } } {
    const present = new Set<string>();
    let rewound: boolean | undefined;
    return {
      page: (items, version) => {
        rewound ??= isBehind(version, this.#seen);
        for (const item of items) {
          const key = keyOf(item.metadata);
          present.add(key);
          if (rewound) this.#deleted.delete(key);
          this.#put(key, item, rewound);
        }
      },
      done: (version) => {
        for (const [key, object] of this.#objects) {
          if (present.has(key)) continue;
          const later = compareVersions(object.metadata.resourceVersion ?? "", version);
          if (rewound || later === undefined || later <= 0) this.#drop(key);
        }
        for (const key of this.#deleted.keys()) if (!present.has(key)) this.#deleted.delete(key);
        this.#seen = version;
        return { rewound: rewound === true };
      },
    };
  }

  /**
   * The answer of our own write is the newest truth there is: puts it in place, without telling anybody. Only for objects
   * that the watch selects. When the watch is already past that version, its word stands: the object may have been
   * changed or deleted since, and no further event would put that right.
   */
  observe(object: KubeObject): void {
    const { resourceVersion, uid } = object.metadata;
    const key = keyOf(object.metadata);
    const ahead = compareVersions(resourceVersion ?? "", this.#seen);
    if (ahead === undefined ? this.#seen !== "" : ahead <= 0) return;
    if (uid !== undefined && this.#deleted.get(key) === uid) return;
    if (stale(object, this.#objects.get(key))) return;
    this.#objects.set(key, this.#shrink(object));
  }

  /** We deleted this very object, for good: it is gone now, whatever late events still say. */
  observeDeleted(object: KubeObject): void {
    const key = keyOf(object.metadata);
    const { uid } = object.metadata;
    const known = this.#objects.get(key);
    if (uid === undefined || known?.metadata.uid !== uid) return;
    this.#objects.delete(key);
    this.#deleted.set(key, uid);
  }

  #put(key: string, object: KubeObject, whatever = false): void {
    const known = this.#objects.get(key);
    if (!whatever && stale(object, known)) return;
    const { uid } = object.metadata;
    if (uid !== undefined && this.#deleted.get(key) === uid) return;
    const small = this.#shrink(object);
    this.#objects.set(key, small);
    if (known?.metadata.resourceVersion !== object.metadata.resourceVersion) this.#changed(key, small);
  }

  #drop(key: string): void {
    if (this.#objects.delete(key)) this.#changed(key, undefined);
  }
}

/** Negative when `a` is the older version; undefined when nobody can say, and then the newcomer is believed. */
function order(a: KubeObject, b: KubeObject): number | undefined {
  return compareVersions(a.metadata.resourceVersion ?? "", b.metadata.resourceVersion ?? "");
}

/** Whether `newcomer` tells nothing new beside what is `known`. */
function stale(newcomer: KubeObject, known: KubeObject | undefined): boolean {
  const compared = known && order(newcomer, known);
  return compared !== undefined && compared <= 0;
}

function isBehind(version: string, seen: string): boolean {
  const compared = seen === "" ? undefined : compareVersions(version, seen);
  return compared !== undefined && compared < 0;
}
