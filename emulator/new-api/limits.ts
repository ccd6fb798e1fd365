import type { Answer } from "../http.ts";
import type { Profile } from "./profile.ts";

/** Buckets: global per address, web pages and unknown routes per address, critical per address, search and PAT per user. */
export type Bucket = "GA" | "GW" | "CT" | "SR" | "UC";

/** Environment variables of the server that matter here; the names are the server's. */
export type Environment = Readonly<Record<string, string>>;

/** The server's rate limits. */
export interface Limits {
  /** Counts a request against a bucket: undefined if it may pass, else the refusal. */
  take(bucket: Bucket, who: string): Answer | undefined;
  /** A restart with this environment. Buckets in memory are emptied; buckets in Redis survive. */
  restart(env: Environment, redis: boolean): void;
  /** Whether Redis answers; if not, every limiter that is on fails. */
  setRedisUp(up: boolean): void;
}

interface Rule {
  on: boolean;
  limit: number;
  seconds: number;
}

/** What to set in order to switch every limit off that a server lets its owner switch off. */
export const noLimits: Environment = {
  GLOBAL_API_RATE_LIMIT_ENABLE: "false",
  GLOBAL_WEB_RATE_LIMIT_ENABLE: "false",
  CRITICAL_RATE_LIMIT_ENABLE: "false",
  SEARCH_RATE_LIMIT_ENABLE: "false",
};

const prefixes: Readonly<Record<Bucket, string>> = {
  GA: "GLOBAL_API_RATE_LIMIT",
  GW: "GLOBAL_WEB_RATE_LIMIT",
  CT: "CRITICAL_RATE_LIMIT",
  UC: "CRITICAL_RATE_LIMIT",
  SR: "SEARCH_RATE_LIMIT",
};

const sweepAbove = 10_000;

/** Limits with the defaults of the profile. `seconds` is the current time in whole seconds, as the servers count. */
export function createLimits(profile: Profile, seconds: () => number): Limits {
  const defaults: Readonly<Record<Bucket, Rule>> = {
    GA: { on: true, limit: profile.globalLimit, seconds: 180 },
    GW: { on: true, limit: profile.webLimit, seconds: 180 },
    CT: { on: true, limit: 20, seconds: 1200 },
    UC: { on: profile.patLimited, limit: 20, seconds: 1200 },
    SR: { on: profile.patternSearch, limit: 10, seconds: 60 },
  };
  let rules = defaults;
  let redis = false;
  let redisUp = true;
  /** In memory: times of granted calls, oldest first. In Redis: first is the window's start, length the count. */
  const buckets = new Map<string, number[]>();
  const longest = () => Math.max(...Object.values(rules).map((rule) => rule.seconds));

  function refusal(retryAfter: number): Answer {
    const headers: Record<string, string> = profile.retryAfter ? { "Retry-After": String(retryAfter) } : {};
    return { status: 429, headers, body: "", ok: false };
  }

  function sweep(now: number): void {
    if (buckets.size < sweepAbove) return;
    for (const [key, times] of buckets) if (now - (times.at(-1) ?? 0) > longest()) buckets.delete(key);
  }

  return {
    take(bucket, who) {
      const rule = rules[bucket];
      if (!rule.on) return undefined;
      if (redis && !redisUp) return { status: 500, body: "", ok: false };
      const now = seconds();
      const key = `${bucket} ${who}`;
      let times = buckets.get(key);
      if (!times) {
        sweep(now);
        times = [];
        buckets.set(key, times);
      }
      if (redis) {
        const start = times[0];
        if (start !== undefined && now - start >= rule.seconds) times.length = 0;
        else if (start !== undefined && times.length >= rule.limit) return refusal(rule.seconds - (now - start));
      } else {
        while (times.length > 0 && now - (times[0] as number) >= rule.seconds) times.shift();
        if (times.length >= rule.limit) return refusal(rule.seconds);
      }
      times.push(now);
      return undefined;
    },
    restart(env, withRedis) {
      const read = (bucket: Bucket): Rule => {
        const prefix = prefixes[bucket];
        const rule = defaults[bucket];
        return {
          on: rule.on && env[`${prefix}_ENABLE`] !== "false",
          limit: Number(env[prefix] ?? rule.limit),
          seconds: Number(env[`${prefix}_DURATION`] ?? rule.seconds),
        };
      };
      rules = { GA: read("GA"), GW: read("GW"), CT: read("CT"), UC: read("UC"), SR: read("SR") };
      if (!(withRedis && redis)) buckets.clear();
      redis = withRedis;
      redisUp = true;
    },
    setRedisUp(up) {
      redisUp = up;
    },
  };
}
