import type { Token } from "./tokens.ts";

/** Keys that a cache still takes for good although they were deleted or switched off. */
export interface Ghosts {
  /** Remembers a key as it was, for as long as the cache lags behind. */
  add(token: Token): void;
  byKey(key: string): Token | undefined;
}

/** No ghosts yet. `lagMs` says how far the cache lags behind; 0 = not at all. Times are milliseconds. */
export function createGhosts(now: () => number, lagMs: () => number): Ghosts {
  const ghosts = new Map<string, { token: Token; until: number }>();
  return {
    add(token) {
      if (lagMs() <= 0) return;
      for (const [key, { until }] of ghosts) if (until <= now()) ghosts.delete(key);
      ghosts.set(token.key, { token: { ...token }, until: now() + lagMs() });
    },
    byKey(key) {
      const ghost = ghosts.get(key);
      return ghost && now() < ghost.until ? ghost.token : undefined;
    },
  };
}
