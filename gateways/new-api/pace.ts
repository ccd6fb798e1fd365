import type { Milliseconds } from "../../core/time.ts";
import type { Budget, RateLimit } from "../budget.ts";

/**
 * What a call of the bucket is worth in waiting: nothing while at least half of the bucket is left; then ever more, up to
 * the time in which the gateway allows another one. Who shares a call waits until that much time is spent by all
 * together, so many set out at once and a single one leaves some calls to those that come later.
 */
export function worth(budget: Budget, bucket: string, limit: RateLimit | undefined): Milliseconds {
  const remaining = budget.remaining(bucket);
  if (!limit || remaining === Number.POSITIVE_INFINITY) return 0;
  return (limit.windowMs / limit.limit) * Math.max(0, 1 - (2 * remaining) / limit.limit);
}
