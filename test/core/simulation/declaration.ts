import fc from "fast-check";
import type { QuotaReset } from "../../../core/key.ts";
import type { Rotation } from "../../../core/policy.ts";
import type { Restrictions } from "../../../core/restrictions.ts";
import { day, hour, type Instant, type Milliseconds, minute } from "../../../core/time.ts";
import type { GatewayView, Want } from "../../../core/world.ts";
import type { KeyText } from "./gateway-model.ts";

/** What the resource of a history says, and what kind of gateway it names. */
export interface Declaration {
  readonly keyText: KeyText;
  readonly lastUse: boolean;
  readonly deathProof: Milliseconds;
  readonly rotation: RotationName;
  readonly lifetime: boolean;
  readonly quota: number;
  readonly reset: boolean;
  readonly models: number;
  readonly content: number;
  readonly enabled: boolean;
  readonly suspended: boolean;
  readonly refused: boolean;
  readonly unready: boolean;
  readonly restarts: boolean;
  readonly previousKey: boolean;
  readonly adopt: "no" | "id" | "name";
  readonly policy: "Revoke" | "Retain";
}

export type RotationName = "never" | "fast" | "daily" | "monthly" | "cron" | "windowed";

const gentle = { retireWhenIdleFor: 15 * minute, maxOverlap: 7 * day, atMaxOverlap: "Keep" } as const;

export const rotations: Readonly<Record<RotationName, Rotation>> = {
  never: { ...gentle, overlap: hour, disableBeforeDelete: day },
  fast: { ...gentle, every: 10 * minute, overlap: minute, retireWhenIdleFor: 0, disableBeforeDelete: 0 },
  daily: {
    every: day,
    overlap: hour,
    retireWhenIdleFor: 15 * minute,
    maxOverlap: 6 * hour,
    atMaxOverlap: "Revoke",
    disableBeforeDelete: hour,
  },
  monthly: { ...gentle, every: 30 * day, overlap: hour, disableBeforeDelete: day },
  cron: {
    ...gentle,
    schedule: { pattern: "0 3 * * *", timeZone: "UTC" },
    overlap: 10 * minute,
    disableBeforeDelete: 30 * minute,
  },
  windowed: {
    ...gentle,
    every: 2 * day,
    overlap: hour,
    disableBeforeDelete: 0,
    window: { opens: { pattern: "0 22 * * *", timeZone: "UTC" }, length: 4 * hour },
  },
};

const often = fc.integer({ min: 0, max: 9 });
const rarely = often.map((number) => number === 9);

export const declarations: fc.Arbitrary<Declaration> = fc.record({
  keyText: fc.constantFrom<KeyText>("ours", "revealable", "revealable", "ours", "once"),
  lastUse: often.map((number) => number < 7),
  deathProof: fc.constantFrom(0, 0, 330_000),
  rotation: fc.constantFrom<RotationName>(
    ...([
      "never",
      "fast",
      "daily",
      "monthly",
      "daily",
      "fast",
      "daily",
      "never",
      "monthly",
      "cron",
      "windowed",
    ] as const),
  ),
  lifetime: rarely,
  quota: fc.constantFrom(0, 0, 10, 100),
  reset: rarely,
  models: fc.constantFrom(0, 1),
  content: fc.constant(0),
  enabled: rarely.map((off) => !off),
  suspended: rarely,
  refused: rarely,
  unready: fc.constant(false),
  restarts: fc.constantFrom(false, false, true),
  previousKey: fc.constantFrom(false, false, true),
  adopt: fc.constantFrom("no", "no", "no", "no", "no", "no", "id", "name"),
  policy: fc.constantFrom("Revoke", "Revoke", "Revoke", "Retain"),
});

export const marker = "k3f9x2ab";
export const lifetime = 3 * day;

/** What the declaration allows a key to do. */
export function restrictionsOf(declaration: Declaration): Restrictions {
  const reset: QuotaReset = "Daily";
  return {
    group: "GPT Standard",
    models: declaration.models === 0 ? ["gpt-5"] : ["gpt-5", "gpt-5-mini"],
    allowedIPs: [],
    ...(declaration.quota === 0
      ? {}
      : { quota: { amount: declaration.quota, ...(declaration.reset ? { reset } : {}) } }),
  };
}

/** What people have written on the resource besides its spec. */
export interface Annotations {
  rotate?: { readonly reason: "Requested" | "Compromised"; readonly id: string };
  restore?: number;
  abandon: boolean;
  deletedAt?: Instant;
}

/** The declaration as `decide` is asked about it. */
export function wantOf(declaration: Declaration, annotations: Annotations): Want {
  const { rotate, restore, abandon, deletedAt } = annotations;
  return {
    name: "prod-api-server",
    marker,
    restrictions: restrictionsOf(declaration),
    enabled: declaration.enabled,
    rotation: rotations[declaration.rotation],
    ...(declaration.lifetime ? { lifetime } : {}),
    previousKey: declaration.previousKey,
    content: `content-${declaration.content}`,
    restarts: declaration.restarts,
    ...(declaration.adopt === "no" ? {} : { adopt: declaration.adopt === "id" ? { id: "1" } : { name: "legacy" } }),
    ...(deletedAt === undefined ? {} : { deletion: { policy: declaration.policy, since: deletedAt, abandon } }),
    suspended: declaration.suspended,
    ...(declaration.refused ? { refusal: { reason: "ModelUnknown", message: "no such model" } } : {}),
    ...(rotate ? { rotate } : {}),
    ...(restore === undefined ? {} : { restore }),
    gateway: gatewayView(declaration),
  };
}

function gatewayView(declaration: Declaration): GatewayView {
  if (declaration.unready) return { kind: "not-ready", reason: "GatewayNotReady", message: "wrong credentials" };
  const { keyText, lastUse, deathProof } = declaration;
  return { kind: "ready", keyText, lastUse, deathProof };
}
