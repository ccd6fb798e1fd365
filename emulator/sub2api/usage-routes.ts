import type { Answer, Request } from "../http.ts";
import type { Router } from "../router.ts";
import { isAnswer, keyNotFound, ok, refuse } from "./answers.ts";
import { decode } from "./decode.ts";
import { groupView } from "./group-view.ts";
import { asUser } from "./guard.ts";
import { type Key, keyView } from "./key.ts";
import { idOf } from "./keys.ts";
import { tidy } from "./money.ts";
import { paged, pageOf } from "./paging.ts";
import { day, fromMs, rfc3339 } from "./stamp.ts";
import { noTotals, type Totals, type UsageRecord } from "./usage-log.ts";
import { dayUsage } from "./usage-report.ts";
import { type User, userView } from "./users.ts";
import type { World } from "./world.ts";

/** What the panel tells about the use of keys. These routes have a smaller limit of their own. */
export function addUsageRoutes(router: Router, world: World): void {
  const heavy = { heavy: true };
  router.add(
    "GET",
    "/api/v1/usage",
    asUser(world, (request, user) => log(world, request, user), heavy),
  );
  router.add(
    "GET",
    "/api/v1/usage/stats",
    asUser(world, (request, user) => stats(world, request, user), heavy),
  );
  router.add(
    "GET",
    "/api/v1/user/api-keys/:id/usage/daily",
    asUser(world, (request, user) => daily(world, request, user), heavy),
  );
  router.add(
    "POST",
    "/api/v1/usage/dashboard/api-keys-usage",
    asUser(world, (request, user) => several(world, request, user), heavy),
  );
}

/** The keys a query asks about: one, or all of the user's. */
function asked(world: World, { query }: Request, user: User): readonly Key[] | Answer {
  const text = query.get("api_key_id");
  if (text === null || text === "") return world.keys.of(user.id);
  const id = idOf(text);
  if (id === undefined) return refuse(400, "Invalid api_key_id");
  const key = world.keys.get(id);
  if (!key) return keyNotFound();
  return key.userId === user.id ? [key] : refuse(403, "Not authorized to access this API key's usage records");
}

function log(world: World, request: Request, user: User): Answer {
  const keys = asked(world, request, user);
  if (isAnswer(keys)) return keys;
  const rows = keys.flatMap((key) => (key.usage?.newest ?? []).map((record) => ({ key, record })));
  rows.sort((a, b) => b.record.id - a.record.id);
  const page = paged(rows, pageOf(request.query), world.profile.pageCap, ({ key, record }) =>
    recordView(world, user, key, record),
  );
  // Single calls are kept for the newest only, but the count is of all of them.
  const total = keys.reduce((sum, key) => sum + (key.usage?.total.requests ?? 0), 0);
  return ok({ ...page, total, pages: Math.max(1, Math.ceil(total / page.page_size)) });
}

function recordView(world: World, user: User, key: Key, record: UsageRecord): Record<string, unknown> {
  const group = record.groupId === null ? undefined : world.groups.get(record.groupId);
  return {
    id: record.id,
    user_id: user.id,
    api_key_id: key.id,
    account_id: 1,
    request_id: `client:${record.id}`,
    model: record.model,
    inbound_endpoint: record.endpoint,
    group_id: record.groupId,
    subscription_id: record.subscriptionId,
    input_tokens: record.inputTokens,
    output_tokens: record.outputTokens,
    cache_creation_tokens: 0,
    cache_read_tokens: 0,
    cache_creation_5m_tokens: 0,
    cache_creation_1h_tokens: 0,
    input_cost: record.inputCost,
    output_cost: record.outputCost,
    cache_creation_cost: 0,
    cache_read_cost: 0,
    total_cost: record.cost,
    actual_cost: record.actualCost,
    rate_multiplier: record.multiplier,
    long_context_billing_applied: false,
    billing_type: record.subscriptionId === null ? 0 : 1,
    request_type: record.stream ? "stream" : "sync",
    stream: record.stream,
    openai_ws_mode: false,
    duration_ms: 1,
    first_token_ms: null,
    ...noImages,
    media_type: null,
    user_agent: record.userAgent,
    ip_address: record.ip,
    cache_ttl_overridden: false,
    billing_mode: "token",
    created_at: rfc3339(fromMs(record.at)),
    user: userView(user, { groups: false }),
    api_key: keyView(key, { profile: world.profile }),
    ...(group ? { group: groupView(group) } : {}),
  };
}

const noImages = {
  image_count: 0,
  image_size: null,
  image_input_size: null,
  image_output_size: null,
  image_input_tokens: 0,
  image_input_cost: 0,
  image_output_tokens: 0,
  image_output_cost: 0,
  image_size_source: null,
  image_size_breakdown: null,
};

function stats(world: World, request: Request, user: User): Answer {
  const keys = asked(world, request, user);
  if (isAnswer(keys)) return keys;
  const total = noTotals();
  const endpoints = new Map<string, Totals>();
  for (const { usage } of keys) {
    if (!usage) continue;
    sum(total, usage.total);
    for (const [endpoint, totals] of usage.endpoints) {
      const entry = endpoints.get(endpoint) ?? noTotals();
      sum(entry, totals);
      endpoints.set(endpoint, entry);
    }
  }
  const byEndpoint = [...endpoints].map(([endpoint, one]) => ({
    endpoint,
    requests: one.requests,
    total_tokens: one.inputTokens + one.outputTokens,
    cost: one.cost,
    actual_cost: one.actualCost,
  }));
  return ok({
    total_requests: total.requests,
    total_input_tokens: total.inputTokens,
    total_output_tokens: total.outputTokens,
    total_cache_tokens: 0,
    total_cache_creation_tokens: 0,
    total_cache_read_tokens: 0,
    total_tokens: total.inputTokens + total.outputTokens,
    total_cost: total.cost,
    total_actual_cost: total.actualCost,
    average_duration_ms: total.requests > 0 ? 1 : 0,
    ...(byEndpoint.length > 0 ? { endpoints: byEndpoint } : {}),
  });
}

function sum(into: Totals, more: Totals): void {
  into.requests += more.requests;
  into.inputTokens += more.inputTokens;
  into.outputTokens += more.outputTokens;
  into.cost = tidy(into.cost + more.cost);
  into.actualCost = tidy(into.actualCost + more.actualCost);
}

function daily(world: World, request: Request, user: User): Answer {
  const key = world.keys.get(idOf(request.params.id) ?? -1);
  if (!key) return keyNotFound();
  if (key.userId !== user.id) return refuse(403, "Not authorized to access this API key's usage");
  const days = Math.min(90, Math.max(1, Number(request.query.get("days") ?? 30) || 30));
  const now = world.clock.now();
  const start = day(now - (days - 1) * 86_400_000);
  const items = [...(key.usage?.days ?? [])].filter(([date]) => date >= start);
  return ok({
    days,
    start_date: start,
    end_date: day(now),
    items: items.map(([date, totals]) => dayUsage(date, totals)),
  });
}

function several(world: World, request: Request, user: User): Answer {
  const body = decode(request.body, "BatchAPIKeysUsageRequest", { api_key_ids: "[]int64" });
  if (isAnswer(body)) return body;
  const today = day(world.clock.now());
  const stats = (body.api_key_ids ?? [])
    .map((id) => world.keys.get(id))
    .filter((key) => key?.userId === user.id)
    .map((key) => {
      const id = (key as Key).id;
      const usage = key?.usage;
      const cost = { today: usage?.days.get(today)?.actualCost ?? 0, total: usage?.total.actualCost ?? 0 };
      return [id, { api_key_id: id, today_actual_cost: cost.today, total_actual_cost: cost.total }];
    });
  return ok({ stats: Object.fromEntries(stats) });
}
