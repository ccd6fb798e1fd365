import type { Profile } from "./profile.ts";
import type { Token } from "./tokens.ts";

/** A key's text as lists show it where keys are masked. */
function mask(key: string): string {
  if (key.length <= 4) return "*".repeat(key.length);
  if (key.length <= 8) return `${key.slice(0, 2)}****${key.slice(-2)}`;
  return `${key.slice(0, 4)}**********${key.slice(-4)}`;
}

/** A key as the management API shows it. */
export function describeToken(profile: Profile, token: Token): Record<string, unknown> {
  return {
    id: token.id,
    user_id: token.userId,
    key: profile.masked ? mask(token.key) : token.key,
    status: token.status,
    name: token.name,
    created_time: token.createdTime,
    accessed_time: token.accessedTime,
    expired_time: token.expiredTime,
    remain_quota: token.remainQuota,
    unlimited_quota: token.unlimitedQuota,
    model_limits_enabled: token.modelLimitsEnabled,
    model_limits: token.modelLimits,
    allow_ips: token.allowIPs,
    used_quota: token.usedQuota,
    group: token.group,
    ...(profile.crossGroupRetry === "absent" ? {} : { cross_group_retry: token.crossGroupRetry }),
    DeletedAt: null,
    ...(profile.autoGroupsField ? { auto_groups: token.autoGroups } : {}),
  };
}
