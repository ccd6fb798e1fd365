import { innerCacheMs, outerCacheMs } from "./auth-cache.ts";
import type { Key } from "./key.ts";
import type { World } from "./world.ts";

/**
 * To be called before a key is disabled or deleted. On a healthy server the revocation takes effect with the next call.
 * Servers without a durable queue lose it when the cache is out of reach, or in a race with a reader: the key is dead
 * for as long as the inner cache remembers, and then good again until the outer one forgets.
 */
export function beforeRevocation(world: World, key: Key): void {
  const now = world.clock.now();
  world.cache.forget(key.text);
  if (world.profile.durableRevocation || key.status !== "active") return;
  const warm = now - key.cachedAt < outerCacheMs;
  const cutOff = world.settings.redis === "down";
  if (!warm || !(cutOff || world.settings.deleteRace)) return;
  world.cache.revive({
    key: { ...key, windows: { ...key.windows } },
    from: cutOff ? now + innerCacheMs : now,
    until: now + outerCacheMs,
  });
}
