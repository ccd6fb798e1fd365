import { smallestQuota } from "../../../core/budget.ts";
import type { KeySpec } from "../../../core/key.ts";
import { differences, type Restrictions } from "../../../core/restrictions.ts";
import { type Instant, parseDuration } from "../../../core/time.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import { isUnknown, type Value } from "../../protocol/value.ts";
import type { ConfiguredClient } from "../client.ts";
import { fail, refusals } from "../failure.ts";
import { inHcl } from "../in-hcl.ts";
import { insist } from "../insist.ts";

interface Circumstances {
  /** USD of the budget that is not for this key. */
  readonly others: number;
  /** Where its lifetime begins. */
  readonly issuedAt: Instant;
  /** How often a gateway that does not answer is asked. */
  readonly attempts?: number;
}

/**
 * What one key of the declaration may do, in the gateway's terms. Throws diagnostics for what the gateway would not
 * enforce.
 */
export async function desired(
  client: ConfiguredClient,
  spec: KeySpec,
  { others, issuedAt, ...patience }: Circumstances,
  call: Call,
): Promise<Restrictions> {
  const gateway = await client.gateway(call);
  const ask = (signal: AbortSignal) => gateway.resolve(spec, { signal });
  const resolution = await insist(client.world, call, "reading groups and models", ask, patience).catch(
    (error: unknown) => fail("Reading the gateway's groups and models", error),
  );
  if (resolution.problems.length > 0) throw new DiagnosticsError(refusals(resolution.problems));
  for (const warning of resolution.warnings)
    call.report({ severity: "warning", summary: "The gateway ignores a part of this key", detail: inHcl(warning) });
  const { quota, expiresAt } = resolution.restrictions;
  const lifetime = spec.lifetime === undefined ? undefined : parseDuration(spec.lifetime);
  const ends = Math.min(
    expiresAt ?? Number.POSITIVE_INFINITY,
    lifetime === undefined ? Number.POSITIVE_INFINITY : issuedAt + lifetime,
  );
  return {
    ...resolution.restrictions,
    ...(quota ? { quota: { ...quota, amount: Math.max(quota.amount - others, smallestQuota) } } : {}),
    ...(Number.isFinite(ends) ? { expiresAt: ends } : {}),
  };
}

/**
 * The models as they were planned, which is what must come out. Throws when the gateway offers others by now: then it is for
 * the user to agree.
 */
export function asPlanned(planned: Value | undefined, found: Restrictions["models"]): Value {
  if (isUnknown(planned)) return found ? [...found] : null;
  const models = (planned ?? null) as readonly string[] | null;
  const same = differences(
    { ...(models ? { models } : {}), allowedIPs: [] },
    { ...(found ? { models: found } : {}), allowedIPs: [] },
  );
  if (same.length === 0) return models;
  throw new DiagnosticsError([
    {
      severity: "error",
      summary: "The gateway's models have changed since the plan",
      detail: `Planned were ${models?.join(", ") ?? "all of the group"}; now it would be ${found?.join(", ") ?? "all of the group"}. Nothing was changed; plan again.`,
      path: ["routes"],
    },
  ]);
}
