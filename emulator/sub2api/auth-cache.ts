import type { Key } from "./key.ts";

/** How long the cache outside the process believes a key, and how long the one inside does, in milliseconds. */
export const outerCacheMs = 300_000;
export const innerCacheMs = 15_000;

/** A revoked key that the data plane will accept again for a while. */
interface Revival {
  /** The key as it was when it was still good. */
  readonly key: Key;
  /** Milliseconds since the epoch; also needs the cache to be within reach. */
  readonly from: number;
  readonly until: number;
}

/**
 * The stale side of the data plane's cache. A healthy server looks every key up freshly (a change is seen by the next
 * call), so nothing is kept here but keys that old servers bring back after a revocation.
 */
export interface AuthCache {
  revive(revival: Revival): void;
  /** The old row, if the text is alive again. */
  revived(text: string, now: number): Key | undefined;
  /** A later write on the same text clears what the cache held. */
  forget(text: string): void;
  clear(): void;
}

const most = 10_000;

/** An empty cache. */
export function createAuthCache(): AuthCache {
  const revivals = new Map<string, Revival>();
  return {
    revive(revival) {
      revivals.set(revival.key.text, revival);
      if (revivals.size > most) revivals.delete(revivals.keys().next().value as string);
    },
    revived(text, now) {
      const revival = revivals.get(text);
      if (!revival || now < revival.from) return undefined;
      if (now < revival.until) return revival.key;
      revivals.delete(text);
      return undefined;
    },
    forget: (text) => {
      revivals.delete(text);
    },
    clear: () => revivals.clear(),
  };
}
