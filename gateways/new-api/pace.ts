import type { Milliseconds } from "../../core/time.ts";
import type { Budget, RateLimit } from "../budget.ts";

/**
 * How long a shared call should wait for company. Nothing while at least half of the bucket is left; then the rest is
 * spread over the window, so that later keys need not wait for a whole one; and never before there is room.
 */
export function pace(budget: Budget, bucket: string, limit: RateLimit | undefined): Milliseconds {
  const remaining = budget.remaining(bucket);
  if (!limit || remaining === Number.POSITIVE_INFINITY) return 0;
  const scarcity = Math.max(0, 1 - (2 * remaining) / limit.limit);
  return Math.max(budget.wait(bucket), (limit.windowMs / limit.limit) * scarcity);
}
