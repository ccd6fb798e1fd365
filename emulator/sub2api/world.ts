import { randomBytes } from "node:crypto";
import { type Clock, createClock } from "../clock.ts";
import { createLedger, type Ledger } from "../ledger.ts";
import { type AuthCache, createAuthCache } from "./auth-cache.ts";
import { type CompositeRoutes, createCompositeRoutes } from "./composite-routes.ts";
import { createGraveyard, type Graveyard } from "./graveyard.ts";
import { createGroups, type Groups } from "./groups.ts";
import { createHolds, type Holds } from "./holds.ts";
import { createIdempotency, type Idempotency } from "./idempotency.ts";
import { initialSecret } from "./jwt.ts";
import { createKeyStore, type KeyStore } from "./key-store.ts";
import { createLimits, type Limits } from "./limits.ts";
import type { Profile } from "./profile.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { defaultSettings, type Settings } from "./settings.ts";
import { createStamps, type Stamp } from "./stamp.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";
import { createUsers, type Users } from "./users.ts";

/** Everything one emulated server knows. */
export interface World {
  readonly profile: Profile;
  readonly settings: Settings;
  readonly clock: Clock;
  /** The present moment; never the same twice. */
  readonly stamp: () => Stamp;
  readonly users: Users;
  readonly groups: Groups;
  readonly subscriptions: Subscriptions;
  readonly routes: CompositeRoutes;
  readonly keys: KeyStore;
  readonly sessions: Sessions;
  readonly idempotency: Idempotency;
  readonly limits: Limits;
  readonly cache: AuthCache;
  /** Lately deleted keys, for scripted returns from the dead. */
  readonly graveyard: Graveyard;
  readonly holds: Holds;
  readonly ledger: Ledger;
  jwtSecret: string;
  /** The one global key for admin routes. */
  adminKey: string | undefined;
  /** Usage records written so far: the next one's id. */
  usageRecords: number;
  /** Random text in lower-case hexadecimal. */
  hex(bytes: number): string;
}

/** What a world gets from outside. */
interface WorldOptions {
  now?: (() => number) | undefined;
  /** Source of key texts and tokens; default the system's. */
  random?: ((bytes: number) => Buffer) | undefined;
  limits: boolean;
}

/** A server with neither users nor groups. */
export function createWorld(profile: Profile, options: WorldOptions): World {
  const random = options.random ?? randomBytes;
  const clock = createClock(options.now);
  const settings = defaultSettings(options.limits);
  return {
    profile,
    settings,
    clock,
    stamp: createStamps(clock.now),
    users: createUsers(profile.emailIgnoresCase),
    groups: createGroups(),
    subscriptions: createSubscriptions(),
    routes: createCompositeRoutes(),
    keys: createKeyStore(),
    sessions: createSessions(),
    idempotency: createIdempotency(clock.now, () => settings.idempotencyRequired),
    limits: createLimits(),
    cache: createAuthCache(),
    graveyard: createGraveyard(),
    holds: createHolds(),
    ledger: createLedger(),
    jwtSecret: initialSecret,
    adminKey: undefined,
    usageRecords: 0,
    hex: (bytes) => random(bytes).toString("hex"),
  };
}
