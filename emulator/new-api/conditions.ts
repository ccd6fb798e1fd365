import { noLimits } from "./limits.ts";
import type { World } from "./world.ts";

/**
 * Admin tricks without an HTTP API of their own, as fields of one object; unknown fields are refused.
 *
 * - `database`: "up" or "down"
 * - `redis`: "none", "up" or "down"; changing to or from "none" is a restart
 * - `cpu`: load in per cent, for the performance guard
 * - `longStreamMs`: how long a LONG answer streams
 * - `revokeLagMs`: how long a deleted or disabled key still works, if there is Redis
 * - `settleMs`: how long after an answer its price is booked
 * - `settle`: true books what is pending now, but for batches
 * - `limits`: true restarts with the default limits, false without any
 * - `restart`: an object of environment variables to restart with
 */
export function changeConditions(world: World, change: Readonly<Record<string, unknown>>): Record<string, unknown> {
  for (const [field, value] of Object.entries(change)) apply(world, field, value);
  const { databaseUp, startTime: _start, ...rest } = world.conditions;
  return { profile: world.profile.version, database: databaseUp ? "up" : "down", ...rest };
}

function apply(world: World, field: string, value: unknown): void {
  const { conditions, limits, settlement } = world;
  switch (field) {
    case "database":
      conditions.databaseUp = oneOf(field, value, ["up", "down"]) === "up";
      return;
    case "redis": {
      const next = oneOf(field, value, ["none", "up", "down"]);
      if ((next === "none") !== (conditions.redis === "none")) limits.restart({}, next !== "none");
      conditions.redis = next;
      limits.setRedisUp(next !== "down");
      return;
    }
    case "cpu":
    case "longStreamMs":
    case "settleMs":
    case "revokeLagMs":
      if (typeof value !== "number") throw new Error(`${field} must be a number`);
      conditions[field] = value;
      return;
    case "settle":
      settlement.settle();
      return;
    case "limits":
      limits.restart(value === true ? {} : noLimits, conditions.redis !== "none");
      return;
    case "restart":
      restart(world, (value ?? {}) as Record<string, string>);
      return;
    default:
      throw new Error(`unknown field ${field}`);
  }
}

function restart(world: World, env: Record<string, string>): void {
  const redis = (env.REDIS_CONN_STRING ?? "") !== "";
  world.settlement.flush();
  world.settlement.batch(env.BATCH_UPDATE_ENABLED === "true" ? Number(env.BATCH_UPDATE_INTERVAL ?? 5) : 0);
  world.limits.restart(env, redis);
  world.conditions.redis = redis ? "up" : "none";
  world.conditions.startTime = world.clock.seconds();
}

function oneOf<const T extends string>(field: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`${field} must be one of ${allowed.join(", ")}`);
  return found;
}
