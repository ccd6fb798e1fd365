import { differences, type RemoteKey } from "../../../core/restrictions.ts";
import { formatInstant, type Instant, parseInstant } from "../../../core/time.ts";
import type { Call, Stored } from "../../protocol/provider.ts";
import type { Value, ValueMap } from "../../protocol/value.ts";
import { type Client, type ConfiguredClient, configured } from "../client.ts";
import { fail } from "../failure.ts";
import { insist } from "../insist.ts";
import { spentByOthers } from "./budget.ts";
import { type Notes, readNotes, writeNotes } from "./notes.ts";
import { at, facts, instantValue, retiringOf, retiringValue, rotateAfter, textOf } from "./state.ts";

/**
 * What there really is: the key as the gateway has it, and what is due by the clock. A key is gone only when the gateway
 * says so of that very key; a listing without it is no proof.
 */
export async function read(client: Client, stored: Stored & { readonly state: ValueMap }, call: Call): Promise<Stored> {
  if (client.kind === "unknown") {
    call.report({
      severity: "warning",
      summary: "Keys were not refreshed",
      detail: `The provider block's ${client.attributes.join(", ")} will be known after apply only.`,
    });
    return stored;
  }
  const ready = configured(client);
  const { state } = stored;
  const retiring = retiringOf(state);
  const id = textOf(state, "id") ?? "";
  for (const own of [id, ...retiring.map((key) => key.id)]) ready.claims.have(own);
  const key = await find(ready, id, call);
  const notes = readNotes(stored.private);
  const remote = await Promise.all(retiring.map(({ id }) => find(ready, id, call)));
  const alive = retiring.filter((_, index) => remote[index] !== undefined);
  // With earlier keys alive the resource goes on: they are its own, and must not be forgotten.
  if (!key && alive.length === 0) return { state: null };
  const now = client.world.now();
  const others = spentByOthers(remote, notes, resetOf(state), now);
  const due = {
    ...(key ? {} : { lost: true }),
    rotate: now >= (parseInstant(textOf(state, "rotate_after") ?? "") ?? Number.POSITIVE_INFINITY),
    retire: alive.filter(({ revokeAfter }) => now >= revokeAfter).map(({ id }) => id),
  };
  const { replaces: _, ...kept } = notes;
  const fresh: Notes = { ...kept, others, due };
  return {
    state: {
      ...(key ? asFound(state, key, others, now) : state),
      base_url: at(state, "base_url") ?? ready.connection.dataURL,
      retiring_keys: retiringValue(alive),
    },
    private: writeNotes(fresh),
    identity: { id: at(state, "id"), panel_url: ready.connection.panelURL },
  };
}

/** A key by its id, from the run's one listing; asked for directly when that does not show it. */
export async function find(client: ConfiguredClient, id: string, call: Call): Promise<RemoteKey | undefined> {
  const listed = await client.listing.byId(id, call);
  if (listed) return listed;
  const gateway = await client.gateway(call);
  return insist(client.world, call, `reading key ${id}`, (signal) => gateway.get(id, { signal })).catch(
    (error: unknown) => fail(`Reading the key ${id}`, error),
  );
}

/** The state with every attribute as it is at the gateway; what means the same keeps the spelling it has. */
export function asFound(state: ValueMap, key: RemoteKey, others: number, now: Instant): ValueMap {
  const { restrictions } = key;
  const issuedAt = key.createdAt ?? parseInstant(textOf(state, "issued_at") ?? "") ?? now;
  const told = facts(key, issuedAt, restrictions);
  return {
    ...state,
    ...told,
    issued_at: at(state, "issued_at") ?? at(told, "issued_at"),
    rotate_after: at(state, "rotate_after") ?? instantValue(rotateAfter(state, issuedAt)),
    models: sameModels(state.models, restrictions.models) ? at(state, "models") : at(told, "models"),
    valid_until: sameTime(textOf(state, "valid_until"), restrictions.expiresAt)
      ? at(state, "valid_until")
      : at(told, "valid_until"),
    // A group that nobody declared is the account's affair.
    group: state.group === null ? null : (restrictions.group ?? null),
    quota: quotaAsFound(state.quota as ValueMap | null, restrictions.quota, others),
    expires_at: expiryAsFound(state, restrictions.expiresAt),
    allowed_ips: addressesAsFound(state.allowed_ips as Value, restrictions.allowedIPs),
    enabled: key.enabled,
  };
}

export function sameModels(state: Value | undefined, found: readonly string[] | undefined): boolean {
  if (!Array.isArray(state) || found === undefined) return (state ?? null) === null && found === undefined;
  const models = state as readonly string[];
  return differences({ models, allowedIPs: [] }, { models: found, allowedIPs: [] }).length === 0;
}

function sameTime(text: string | undefined, found: Instant | undefined): boolean {
  if (text === undefined || found === undefined) return text === undefined && found === undefined;
  return Math.abs((parseInstant(text) ?? 0) - found) <= 1_000;
}

function quotaAsFound(state: ValueMap | null, found: RemoteKey["restrictions"]["quota"], others: number): Value {
  if (!found) return null;
  const reset = found.reset ?? null;
  if (!state) return { amount: found.amount, reset };
  const amount = Number(state.amount);
  const want = { amount: Math.max(amount - others, 0), ...(state.reset ? { reset: state.reset as "Daily" } : {}) };
  if (differences({ quota: want, allowedIPs: [] }, { quota: found, allowedIPs: [] }).length === 0) return state;
  return { amount: Math.round((found.amount + others) * 1e6) / 1e6, reset };
}

/** The expiry of a lifetime is no declared expiry. */
function expiryAsFound(state: ValueMap, found: Instant | undefined): Value {
  const declared = textOf(state, "expires_at");
  if (textOf(state, "lifetime") !== undefined) return state.expires_at ?? null;
  if (found === undefined) return null;
  return sameTime(declared, found) ? declared! : formatInstant(found);
}

function addressesAsFound(state: Value, found: readonly string[]): Value {
  const declared = (Array.isArray(state) ? state : []) as readonly string[];
  const same = declared.length === found.length && declared.every((entry) => found.includes(entry));
  if (same) return state;
  return found.length === 0 ? null : [...found];
}

export function resetOf(state: ValueMap | null): "Daily" | "Weekly" | "Monthly" | undefined {
  const reset = textOf((state?.quota ?? null) as ValueMap | null, "reset");
  return reset as "Daily" | undefined;
}
