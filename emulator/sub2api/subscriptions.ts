import { groupView } from "./group-view.ts";
import type { Group } from "./groups.ts";
import { rfc3339, type Stamp, stored } from "./stamp.ts";

/** A user's paid access to a subscription group. */
export interface Subscription {
  readonly id: number;
  readonly userId: number;
  readonly groupId: number;
  readonly startsAt: Stamp;
  readonly expiresAt: Stamp;
  status: "active" | "revoked";
  usedUsd: number;
  updatedAt: Stamp;
  firstUseAt?: Stamp;
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
        usedUsd: 0,
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
  const first = subscription.firstUseAt;
  const start = first === undefined ? null : rfc3339(stored(first));
  return {
    id: subscription.id,
    user_id: subscription.userId,
    group_id: subscription.groupId,
    starts_at: rfc3339(stored(subscription.startsAt)),
    expires_at: rfc3339(stored(subscription.expiresAt)),
    status: subscription.status,
    daily_window_start: start,
    weekly_window_start: start,
    monthly_window_start: start,
    daily_usage_usd: subscription.usedUsd,
    weekly_usage_usd: subscription.usedUsd,
    monthly_usage_usd: subscription.usedUsd,
    created_at: rfc3339(stored(subscription.startsAt)),
    updated_at: rfc3339(stored(subscription.updatedAt)),
    ...(group ? { group: groupView(group) } : {}),
  };
}
