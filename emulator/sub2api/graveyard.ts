import type { Key } from "./key.ts";

/** Keys that were deleted lately: what a stale cache could still know of them. */
export interface Graveyard {
  bury(key: Key): void;
  get(text: string): Key | undefined;
}

/** Remembers the newest thousand. */
export function createGraveyard(most = 1000): Graveyard {
  const keys = new Map<string, Key>();
  return {
    bury(key) {
      keys.delete(key.text);
      keys.set(key.text, key);
      if (keys.size > most) keys.delete(keys.keys().next().value as string);
    },
    get: (text) => keys.get(text),
  };
}
