import type { Clock } from "../clock.ts";
import type { Ledger } from "../ledger.ts";
import { createGhosts, type Ghosts } from "./ghosts.ts";
import { createLimits, type Limits } from "./limits.ts";
import type { Profile } from "./profile.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { createSettlement, type Settlement } from "./settlement.ts";
import { createSite, type Site } from "./site.ts";
import { createTokens, type Tokens } from "./tokens.ts";
import { createUsageLog, type UsageLog } from "./usage-log.ts";
import { createUsers, type Users } from "./users.ts";

/** Everything that one emulated server knows. */
export interface World {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly ghosts: Ghosts;
  readonly site: Site;
  readonly log: UsageLog;
  readonly sessions: Sessions;
  readonly limits: Limits;
  readonly settlement: Settlement;
  readonly conditions: Conditions;
}

/** Circumstances outside the server's own data; admin tricks change them. */
export interface Conditions {
  databaseUp: boolean;
  redis: "none" | "up" | "down";
  /** Load of the machine in per cent, which the performance guard compares with its threshold. */
  cpu: number;
  /** How long the stub streams an answer to a prompt with LONG, in milliseconds. */
  longStreamMs: number;
  /** How long after an answer its price is booked, in milliseconds. */
  settleMs: number;
  /** How long a revoked key lives on in the cache, in milliseconds; only with Redis. */
  revokeLagMs: number;
  startTime: number;
}

/** A server before its set-up. */
export function createWorld(profile: Profile, clock: Clock, ledger: Ledger): World {
  const users = createUsers();
  const site = createSite(profile);
  const log = createUsageLog();
  const conditions: Conditions = {
    databaseUp: true,
    redis: "none",
    cpu: 5,
    longStreamMs: 4_000,
    settleMs: 10,
    revokeLagMs: 0,
    startTime: clock.seconds(),
  };
  return {
    profile,
    clock,
    ledger,
    users,
    site,
    log,
    tokens: createTokens(ledger, (id) => users.byId(id)?.username ?? String(id), clock.now),
    ghosts: createGhosts(clock.now, () => (conditions.redis === "none" ? 0 : conditions.revokeLagMs)),
    sessions: createSessions(users, clock),
    limits: createLimits(profile, clock.seconds),
    settlement: createSettlement(profile, site, log, clock, () => conditions.settleMs),
    conditions,
  };
}
