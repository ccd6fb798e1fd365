import { groupView } from "./group-view.ts";
import type { Group } from "./groups.ts";
import { tidy } from "./money.ts";
import { rfc3339, type Stamp, stored } from "./stamp.ts";

/** A user's paid access to a subscription group. */
export interface Subscription {
  readonly id: number;
  readonly userId: number;
  readonly groupId: number;
  readonly startsAt: Stamp;
  readonly expiresAt: Stamp;
  status: "active" | "revoked";
  readonly daily: Spent;
  readonly weekly: Spent;
  readonly monthly: Spent;
  updatedAt: Stamp;
}

/** What was spent since a window began; null = no window is open. */
interface Spent {
  usd: number;
  since: Stamp | null;
  readonly length: bigint;
}

const dayNanos = 86_400_000_000_000n;
const unspent = (days: bigint): Spent => ({ usd: 0, since: null, length: days * dayNanos });

/** What counts of a window now: nothing once it is over. */
export function spentNow({ usd, since, length }: Spent, now: Stamp): number {
  return since !== null && now < since + length ? usd : 0;
}

/** Books a call. The day begins at midnight, the longer windows with their first call. */
export function charge(subscription: Subscription, usd: number, now: Stamp): void {
  const { daily, weekly, monthly } = subscription;
  for (const window of [daily, weekly, monthly]) {
    const open = window.since !== null && now < window.since + window.length;
    if (!open) window.since = window === daily ? now - (now % dayNanos) : now;
    window.usd = tidy(open ? window.usd + usd : usd);
  }
  subscription.updatedAt = now;
}

/** How much of the group's limits is left in USD, by the tightest one; undefined if there is no limit. */
export function leftOf(subscription: Subscription, group: Group, now: Stamp): number | undefined {
  const { daily, weekly, monthly } = subscription;
  const limits = [
    [group.dailyLimit, daily],
    [group.weeklyLimit, weekly],
    [group.monthlyLimit, monthly],
  ] as const;
  const left = limits.flatMap(([limit, spent]) => (limit === null ? [] : [tidy(limit - spentNow(spent, now))]));
  return left.length === 0 ? undefined : Math.max(0, Math.min(...left));
}

/** Who has subscribed to what. */
export interface Subscriptions {
  add(userId: number, groupId: number, from: Stamp, until: Stamp): Subscription;
  /** The subscription in force. */
  find(userId: number, groupId: number, now: Stamp): Subscription | undefined;
  all(): readonly Subscription[];
}

/** No subscriptions yet; ids count from 1. */
export function createSubscriptions(): Subscriptions {
  const subscriptions: Subscription[] = [];
  return {
    add(userId, groupId, from, until) {
      const subscription: Subscription = {
        id: subscriptions.length + 1,
        userId,
        groupId,
        startsAt: from,
        expiresAt: until,
        status: "active",
        daily: unspent(1n),
        weekly: unspent(7n),
        monthly: unspent(30n),
        updatedAt: from,
      };
      subscriptions.push(subscription);
      return subscription;
    },
    find: (userId, groupId, now) =>
      subscriptions.find(
        (one) => one.userId === userId && one.groupId === groupId && one.status === "active" && one.expiresAt > now,
      ),
    all: () => subscriptions,
  };
}

/** The subscription as its holder sees it. */
export function subscriptionView(subscription: Subscription, group: Group | undefined): Record<string, unknown> {
  const { daily, weekly, monthly } = subscription;
  const start = ({ since }: Spent) => (since === null ? null : rfc3339(stored(since)));
  return {
    id: subscription.id,
    user_id: subscription.userId,
    group_id: subscription.groupId,
    starts_at: rfc3339(stored(subscription.startsAt)),
    expires_at: rfc3339(stored(subscription.expiresAt)),
    status: subscription.status,
    daily_window_start: start(daily),
    weekly_window_start: start(weekly),
    monthly_window_start: start(monthly),
    daily_usage_usd: daily.usd,
    weekly_usage_usd: weekly.usd,
    monthly_usage_usd: monthly.usd,
    created_at: rfc3339(stored(subscription.startsAt)),
    updated_at: rfc3339(stored(subscription.updatedAt)),
    ...(group ? { group: groupView(group) } : {}),
  };
}
