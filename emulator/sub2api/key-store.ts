import type { Key } from "./key.ts";

/** The keys of one server, by id, by text and by owner. Deleted keys are gone: only a tombstone was left of their text. */
export interface KeyStore {
  nextId(): number;
  /** False if the text is taken. */
  insert(key: Key): boolean;
  get(id: number): Key | undefined;
  byText(text: string): Key | undefined;
  /** Keys of a user, oldest first. Not to be changed. */
  of(userId: number): readonly Key[];
  remove(key: Key): void;
  all(): Iterable<Key>;
  readonly size: number;
}

/** An empty table; ids count from 1. */
export function createKeyStore(): KeyStore {
  const byId = new Map<number, Key>();
  const byText = new Map<string, Key>();
  const byUser = new Map<number, Key[]>();
  let last = 0;

  return {
    nextId() {
      last += 1;
      return last;
    },
    insert(key) {
      if (byText.has(key.text)) return false;
      byId.set(key.id, key);
      byText.set(key.text, key);
      const own = byUser.get(key.userId) ?? [];
      byUser.set(key.userId, own);
      // Creates may finish in another order than they took their numbers.
      own.splice(position(own, key.id), 0, key);
      return true;
    },
    get: (id) => byId.get(id),
    byText: (text) => byText.get(text),
    of: (userId) => byUser.get(userId) ?? [],
    remove(key) {
      byId.delete(key.id);
      byText.delete(key.text);
      const own = byUser.get(key.userId) ?? [];
      const at = position(own, key.id);
      if (own[at] === key) own.splice(at, 1);
    },
    all: () => byId.values(),
    get size() {
      return byId.size;
    },
  };
}

/** Where the id stands, or belongs, in a list sorted by id. */
function position(keys: readonly Key[], id: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as Key).id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
