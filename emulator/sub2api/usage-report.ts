import { exhausted, hasWindows, type Key, windowLength } from "./key.ts";
import type { Opened } from "./key-auth.ts";
import { tidy } from "./money.ts";
import { day, rfc3339, type Stamp, toMs } from "./stamp.ts";
import { leftOf, spentNow } from "./subscriptions.ts";
import { noTotals, type Totals } from "./usage-log.ts";
import type { World } from "./world.ts";

/** The body of `GET /v1/usage`. It says `isValid` of expired and exhausted keys too. */
export function usageReport(world: World, opened: Opened): Record<string, unknown> {
  const { key } = opened;
  const { usage } = key;
  const today = usage?.days.get(day(world.clock.now())) ?? noTotals();
  const limited = key.quota > 0 || hasWindows(key);
  const models = [...(usage?.models ?? [])].map(([model, totals]) => modelStats(model, totals));
  return {
    mode: limited ? "quota_limited" : "unrestricted",
    isValid: true,
    ...(limited ? limits(world, key) : wallet(world, opened)),
    ...(world.profile.dailyUsage
      ? { daily_usage: [...(usage?.days ?? [])].map(([date, one]) => dayUsage(date, one)) }
      : {}),
    ...(models.length > 0 ? { model_stats: models } : {}),
    usage: { today: sums(today), total: sums(usage?.total ?? noTotals()), average_duration_ms: 0, rpm: 0, tpm: 0 },
  };
}

function limits(world: World, key: Key): Record<string, unknown> {
  const remaining = Math.max(0, tidy(key.quota - key.quotaUsed));
  const quota = { limit: key.quota, used: key.quotaUsed, remaining, unit: "USD" };
  const rates = rateLimits(key, world.stamp());
  const left = key.expiresAt === null ? 0 : toMs(key.expiresAt) - world.clock.now();
  return {
    status: key.status,
    ...(key.quota > 0 ? { quota, remaining: exhausted(key) ? 0 : remaining, unit: "USD" } : {}),
    ...(rates.length > 0 ? { rate_limits: rates } : {}),
    ...(key.expiresAt === null
      ? {}
      : { expires_at: rfc3339(key.expiresAt), days_until_expiry: Math.max(0, Math.floor(left / 86_400_000)) }),
  };
}

function rateLimits(key: Key, now: Stamp): Record<string, unknown>[] {
  const { windows } = key;
  const one = (window: string, limit: number, spent: number, start: Stamp | null, length: bigint) => {
    const running = start !== null && now < start + length;
    const used = running ? spent : 0;
    return {
      window,
      limit,
      used,
      remaining: Math.max(0, tidy(limit - used)),
      ...(running ? { window_start: rfc3339(start), reset_at: rfc3339(start + length) } : {}),
    };
  };
  return [
    one("5h", windows.limit5h, windows.used5h, windows.start5h, windowLength.h5),
    one("1d", windows.limit1d, windows.used1d, windows.start1d, windowLength.d1),
    one("7d", windows.limit7d, windows.used7d, windows.start7d, windowLength.d7),
  ].filter((rate) => rate.limit > 0);
}

function wallet(world: World, { user, group }: Opened): Record<string, unknown> {
  if (!group?.subscription) {
    return { balance: user.balance, remaining: user.balance, planName: "钱包余额", unit: "USD" };
  }
  const now = world.stamp();
  const subscription = world.subscriptions.find(user.id, group.id, now);
  if (!subscription) return { planName: group.name, unit: "USD" };
  const { daily, weekly, monthly } = subscription;
  return {
    planName: group.name,
    unit: "USD",
    remaining: leftOf(subscription, group, now) ?? -1,
    subscription: {
      daily_limit_usd: group.dailyLimit,
      daily_usage_usd: spentNow(daily, now),
      weekly_limit_usd: group.weeklyLimit,
      weekly_usage_usd: spentNow(weekly, now),
      monthly_limit_usd: group.monthlyLimit,
      monthly_usage_usd: spentNow(monthly, now),
      expires_at: rfc3339(subscription.expiresAt),
      weekly_window_start: maybe(weekly.since),
    },
  };
}

const maybe = (stamp: Stamp | null) => (stamp === null ? null : rfc3339(stamp));

const tokens = (totals: Totals) => ({
  requests: totals.requests,
  input_tokens: totals.inputTokens,
  output_tokens: totals.outputTokens,
  cache_read_tokens: 0,
  total_tokens: totals.inputTokens + totals.outputTokens,
  cost: totals.cost,
  actual_cost: totals.actualCost,
});

const sums = (totals: Totals) => ({ ...tokens(totals), cache_creation_tokens: 0 });

function modelStats(model: string, totals: Totals): Record<string, unknown> {
  return { model, ...sums(totals), account_cost: totals.cost };
}

/** One day of a key, as `/v1/usage` and the panel show it. */
export function dayUsage(date: string, totals: Totals): Record<string, unknown> {
  return { date, ...tokens(totals), cache_write_tokens: 0 };
}
