import { outerCacheMs } from "./auth-cache.ts";
import { changeSettings } from "./settings.ts";
import type { World } from "./world.ts";

/**
 * Applies what `POST /__emulator/state` asks for. Beside the settings (`database`, `redis`, `limits`, `compliance`,
 * `turnstile`, `backendMode`, `sessionBinding`, `ungroupedKeys`, `idempotencyRequired`, `simple`, `accessTokenMinutes`,
 * `keyPrefix`, `deleteRace`):
 *
 * - `revive: {text, afterSeconds?, seconds?}`: a revoked key is accepted again, from `afterSeconds` (0) on for
 *   `seconds` (300); only servers that lose revocations know this.
 * - `holdCreates: "before-insert" | "after-insert" | null`: creates wait there; null lets them go on. `holdUpdates` and
 *   `holdRefreshes` (true or false) do the same to PUTs of old servers between reading and writing, and to refreshes
 *   between finding and deleting. `heldCreates`, `heldUpdates`, `heldRefreshes` in the answer say how many wait.
 * - `dropHeld: true`: those that wait die; idempotency records of creates stay open for ever.
 * - `ageIdempotency: {key, hours}`: a record looks that much older.
 * - `flushRedis: true`: refresh tokens, half logins and all counters are gone.
 * - `newJwtSecret: true`: access tokens are invalid, refresh tokens go on.
 *
 * Throws an Error that names an unknown field.
 */
export function playTricks(world: World, change: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { revive, holdCreates, holdUpdates, holdRefreshes, dropHeld, ...others } = change;
  const { ageIdempotency, flushRedis, newJwtSecret, ...settings } = others;
  changeSettings(world.settings, settings);
  if (settings.simple === true) addPlatformGroups(world);
  if (revive !== undefined) reviveKey(world, revive as { text: string; afterSeconds?: number; seconds?: number });
  if (holdCreates !== undefined) holdCreatesAt(world, holdCreates);
  if (holdUpdates !== undefined) world.holds.set("before-update", holdUpdates === true);
  if (holdRefreshes !== undefined) world.holds.set("before-refresh", holdRefreshes === true);
  if (dropHeld === true) world.holds.drop();
  if (ageIdempotency !== undefined) {
    const { key, hours } = ageIdempotency as { key: string; hours: number };
    world.idempotency.age(key, hours);
  }
  if (flushRedis === true) {
    world.sessions.flush();
    world.limits.clear();
    world.cache.clear();
  }
  if (newJwtSecret === true) world.jwtSecret = world.hex(32);
  return {
    ...world.settings,
    heldCreates: world.holds.waiting("before-insert") + world.holds.waiting("after-insert"),
    heldUpdates: world.holds.waiting("before-update"),
    heldRefreshes: world.holds.waiting("before-refresh"),
    keys: world.keys.size,
    idempotencyRecords: world.idempotency.size,
  };
}

function holdCreatesAt(world: World, point: unknown): void {
  if (point !== null && point !== "before-insert" && point !== "after-insert") {
    throw new Error('holdCreates must be "before-insert", "after-insert" or null');
  }
  world.holds.set("before-insert", point === "before-insert");
  world.holds.set("after-insert", point === "after-insert");
}

/** What the server makes at its first start in simple mode: a group per platform. */
function addPlatformGroups(world: World): void {
  const names = [
    ["anthropic-default", "anthropic"],
    ["openai-default", "openai"],
    ["gemini-default", "gemini"],
    ["antigravity-default-1", "antigravity"],
    ["antigravity-default-2", "antigravity"],
    ...(world.profile.compositeGroups ? [["grok-default", "grok"]] : []),
  ] as [string, string][];
  for (const [name, platform] of names) {
    if (!world.groups.byName(name)) world.groups.add({ name, platform }, world.stamp());
  }
}

function reviveKey(world: World, revive: { text: string; afterSeconds?: number; seconds?: number }): void {
  if (world.profile.durableRevocation) {
    throw new Error(`revive: a server of version ${world.profile.version} does not lose revocations`);
  }
  const key = world.graveyard.get(revive.text) ?? world.keys.byText(revive.text);
  if (!key) throw new Error("revive: no key with that text was ever revoked");
  const from = world.clock.now() + (revive.afterSeconds ?? 0) * 1000;
  const until = from + (revive.seconds ?? outerCacheMs / 1000) * 1000;
  world.cache.revive({ key: { ...key, status: "active", windows: { ...key.windows } }, from, until });
}
