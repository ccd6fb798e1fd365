import { exhausted, hasWindows, type Windows, windowLength } from "./key.ts";
import type { Opened } from "./key-auth.ts";
import { priceOf } from "./models.ts";
import { tidy, toColumn } from "./money.ts";
import { fromMs, midnight, type Stamp, stored } from "./stamp.ts";
import { charge } from "./subscriptions.ts";
import { book, createKeyUsage } from "./usage-log.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

/** A call on a model that has been answered. */
export interface ModelCall {
  readonly model: string;
  readonly endpoint: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly stream: boolean;
  readonly ip: string;
  readonly userAgent: string;
}

/** The multiplier that counts: the user's own for the group, else the group's. */
export function multiplierOf(user: User, group: Opened["group"]): number {
  return group ? (user.groupRates.get(group.id) ?? group.rateMultiplier) : 1;
}

/** Which spend window is used up, if one is. */
export function usedUpWindow(windows: Windows, now: Stamp): "5小时" | "日" | "7天" | undefined {
  const full = (limit: number, used: number, start: Stamp | null, length: bigint) =>
    limit > 0 && start !== null && now < start + length && used >= limit;
  if (full(windows.limit5h, windows.used5h, windows.start5h, windowLength.h5)) return "5小时";
  if (full(windows.limit1d, windows.used1d, windows.start1d, windowLength.d1)) return "日";
  return full(windows.limit7d, windows.used7d, windows.start7d, windowLength.d7) ? "7天" : undefined;
}

/** Books a call: on the key's quota and windows, and on the owner's wallet or subscription. */
export function bill(world: World, { key, user, group }: Opened, call: ModelCall): void {
  const [inPrice, outPrice] = priceOf(call.model);
  const inputCost = tidy(call.inputTokens * inPrice);
  const outputCost = tidy(call.outputTokens * outPrice);
  const cost = tidy(inputCost + outputCost);
  const multiplier = multiplierOf(user, group);
  const actualCost = tidy(cost * multiplier);
  const now = world.stamp();
  const subscription = group?.subscription ? world.subscriptions.find(user.id, group.id, now) : undefined;

  if (subscription) charge(subscription, actualCost, now);
  else if (!world.settings.simple) user.balance = tidy(user.balance - actualCost);

  if (key.quota > 0) {
    key.quotaUsed = toColumn(key.quotaUsed + actualCost);
    if (key.status === "active" && exhausted(key)) key.status = "quota_exhausted";
    key.updatedAt = stored(now);
  }
  if (hasWindows(key)) {
    count(key.windows, actualCost, stored(now), world.clock.now());
    key.updatedAt = stored(now);
  }
  key.lastUsedIp = call.ip;
  key.usage ??= createKeyUsage();
  world.usageRecords += 1;
  book(key.usage, {
    ...call,
    id: world.usageRecords,
    keyId: key.id,
    at: world.clock.now(),
    groupId: group?.id ?? null,
    inputCost,
    outputCost,
    cost,
    actualCost,
    multiplier,
    subscriptionId: subscription?.id ?? null,
  });
}

/** The 5 h window begins with the first call in it, the longer ones at midnight. */
function count(windows: Windows, amount: number, now: Stamp, nowMs: number): void {
  const today = fromMs(midnight(nowMs));
  if (windows.start5h === null || now >= windows.start5h + windowLength.h5) {
    Object.assign(windows, { start5h: now, used5h: 0 });
  }
  if (windows.start1d === null || now >= windows.start1d + windowLength.d1) {
    Object.assign(windows, { start1d: today, used1d: 0 });
  }
  if (windows.start7d === null || now >= windows.start7d + windowLength.d7) {
    Object.assign(windows, { start7d: today, used7d: 0 });
  }
  windows.used5h = toColumn(windows.used5h + amount);
  windows.used1d = toColumn(windows.used1d + amount);
  windows.used7d = toColumn(windows.used7d + amount);
}
