import { smallestQuota } from "../../../core/budget.ts";
import type { KeySpec } from "../../../core/key.ts";
import type { Restrictions } from "../../../core/restrictions.ts";
import { type Instant, parseDuration } from "../../../core/time.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import { inHcl } from "../attribute-path.ts";
import type { ConfiguredClient } from "../client.ts";
import { fail, refusals } from "../failure.ts";
import { insist } from "../insist.ts";

/**
 * What one key of the declaration may do, in the gateway's terms. Throws diagnostics for what the gateway would not
 * enforce. `others`: USD of the budget that is not for this key; `issuedAt`: where its lifetime begins.
 */
export async function desired(
  client: ConfiguredClient,
  spec: KeySpec,
  { others, issuedAt }: { readonly others: number; readonly issuedAt: Instant },
  call: Call,
): Promise<Restrictions> {
  const gateway = await client.gateway();
  const resolution = await insist(client.world, call, "reading groups and models", (signal) =>
    gateway.resolve(spec, { signal }),
  ).catch((error: unknown) => fail("Reading the gateway's groups and models", error));
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
