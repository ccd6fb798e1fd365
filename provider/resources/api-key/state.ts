import type { RemoteKey, Restrictions } from "../../../core/restrictions.ts";
import { formatInstant, type Instant, parseDuration, parseInstant, second } from "../../../core/time.ts";
import type { Value, ValueMap } from "../../protocol/value.ts";

/** An earlier key that still works. */
export interface RetiringKey {
  readonly id: string;
  readonly remoteName: string;
  readonly revokeAfter: Instant;
}

/** The text of an attribute; undefined where it is null or not known. */
export function textOf(object: ValueMap | null, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === "string" ? value : undefined;
}

/** An attribute's value; null where there is none. */
export function at(object: ValueMap | null | undefined, name: string): Value {
  return object?.[name] ?? null;
}

/** The earlier keys in a state. */
export function retiringOf(state: ValueMap | null): readonly RetiringKey[] {
  const keys = state?.retiring_keys;
  if (!Array.isArray(keys)) return [];
  return (keys as readonly ValueMap[]).map((key) => ({
    id: String(key.id),
    remoteName: String(key.remote_name),
    revokeAfter: parseInstant(String(key.revoke_after)) ?? 0,
  }));
}

/** The same as a value. */
export function retiringValue(keys: readonly RetiringKey[]): Value {
  return keys.map(({ id, remoteName, revokeAfter }) => ({
    id,
    remote_name: remoteName,
    // Whole seconds, as all times here; never before the overlap is over.
    revoke_after: formatInstant(Math.ceil(revokeAfter / second) * second),
  }));
}

export function revisionOf(state: ValueMap | null): number {
  return Number(state?.revision ?? 0);
}

/** What the rotation block says, with its default. */
export function rotationOf(config: ValueMap | null): { readonly every: number | undefined; readonly overlap: number } {
  const rotation = (config?.rotation ?? null) as ValueMap | null;
  return {
    every: parseDuration(textOf(rotation, "every") ?? ""),
    overlap: parseDuration(textOf(rotation, "overlap") ?? "1h") ?? 0,
  };
}

/** When a key made at `issuedAt` is due for rotation, as far as it is declared. A third of a lifetime is kept for the overlap. */
export function rotateAfter(config: ValueMap | null, issuedAt: Instant): Instant | undefined {
  const lifetime = parseDuration(textOf(config, "lifetime") ?? "");
  const times = [rotationOf(config).every, lifetime === undefined ? undefined : (lifetime * 2) / 3].flatMap((length) =>
    length === undefined ? [] : [issuedAt + Math.floor(length)],
  );
  const due = Math.min(...times);
  const end = parseInstant(textOf(config, "expires_at") ?? "");
  return times.length === 0 || (end !== undefined && due >= end) ? undefined : due;
}

export function instantValue(instant: Instant | undefined): Value {
  return instant === undefined ? null : formatInstant(Math.floor(instant / second) * second);
}

/** The attributes that tell of one key at the gateway, as it is there. */
export function facts(key: Pick<RemoteKey, "id" | "name">, issuedAt: Instant, restrictions: Restrictions): ValueMap {
  return {
    id: key.id,
    remote_name: key.name,
    issued_at: instantValue(issuedAt),
    models: restrictions.models ? [...restrictions.models] : null,
    valid_until: instantValue(restrictions.expiresAt),
  };
}
