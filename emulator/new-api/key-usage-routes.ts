import { type Answer, json, type Request } from "../http.ts";
import { failure, success } from "./answers.ts";
import { type Bearer, findOwner } from "./key-auth.ts";
import { describeRow } from "./log-routes.ts";
import { type Token, tokenStatus } from "./tokens.ts";
import type { World } from "./world.ts";

/** `GET /v1/dashboard/billing/subscription` with a key. */
export function subscription(world: World, _request: Request, { token }: Bearer): Answer {
  const usd = token.unlimitedQuota ? 100_000_000 : (token.remainQuota + token.usedQuota) / world.site.quotaPerUnit();
  return json(200, {
    object: "billing_subscription",
    has_payment_method: true,
    soft_limit_usd: usd,
    hard_limit_usd: usd,
    system_hard_limit_usd: usd,
    access_until: Math.max(0, token.expiredTime),
  });
}

/** `GET /v1/dashboard/billing/usage` with a key, in US cents. */
export function billingUsage(world: World, _request: Request, { token }: Bearer): Answer {
  return json(200, { object: "list", total_usage: (token.usedQuota / world.site.quotaPerUnit()) * 100 });
}

/** `GET /api/usage/token/` with a key. Expired and exhausted keys may ask. */
export function tokenUsage(world: World, request: Request): { answer: Answer; token?: Token } {
  const header = request.headers.authorization ?? "";
  if (header === "") return { answer: failure("No Authorization header", 401) };
  const words = header.split(" ");
  if (words.length !== 2 || words[0]?.toLowerCase() !== "bearer") {
    return { answer: failure("Invalid Bearer token", 401) };
  }
  const found = readable(world, words[1] as string);
  if (!("key" in found)) return found;
  const token = found;
  const limits = token.modelLimits === "" ? [] : token.modelLimits.split(",");
  const data = {
    expires_at: token.expiredTime === -1 ? 0 : token.expiredTime,
    model_limits: Object.fromEntries(token.modelLimitsEnabled ? limits.map((model) => [model, true]) : []),
    model_limits_enabled: token.modelLimitsEnabled,
    name: token.name,
    object: "token_usage",
    total_available: token.remainQuota,
    total_granted: token.remainQuota + token.usedQuota,
    total_used: token.usedQuota,
    unlimited_quota: token.unlimitedQuota,
  };
  return { answer: json(200, { code: true, data, message: "ok" }), token };
}

/** `GET /api/log/token`: the key's rows. Old servers take the key from the query and answer anybody. */
export function tokenLog(world: World, request: Request): { answer: Answer; token?: Token } {
  if (!world.profile.keyLogAuthorized) {
    const token = world.tokens.byKey((request.query.get("key") ?? "").replace(/^sk-/, ""));
    const rows = token ? world.log.ofToken(token.id) : [];
    return { answer: success(rows.map((row) => describeRow(world.profile, row, row.id))), ...(token ? { token } : {}) };
  }
  const header = request.headers.authorization ?? "";
  if (header === "") return { answer: failure("Token not provided", 401) };
  const found = readable(world, header.replace(/^bearer /i, ""));
  if (!("key" in found)) return found;
  const rows = [...world.log.ofToken(found.id)].reverse();
  return { answer: success(rows.map((row, index) => describeRow(world.profile, row, index + 1))), token: found };
}

/** The rule of both routes: the key exists, is not switched off, and its owner is not banned. */
function readable(world: World, text: string): Token | { answer: Answer; token?: Token } {
  const token = world.tokens.byKey(text.replace(/^sk-/, "").split("-")[0] ?? "");
  if (!token) return { answer: failure("Invalid token", 401) };
  const readableStates: number[] = [tokenStatus.enabled, tokenStatus.expired, tokenStatus.exhausted];
  if (world.profile.usageRefusesDisabled && !readableStates.includes(token.status)) {
    return { answer: failure("This token status is unavailable", 401), token };
  }
  const owner = findOwner(world, token);
  if (!("username" in owner)) {
    const { status } = owner.answer;
    return { answer: failure(status === 403 ? "User has been banned" : "Database error", status), token };
  }
  return token;
}
