import { type Answer, json, type Request } from "../http.ts";
import type { Router } from "../router.ts";
import { google, typed } from "./answers.ts";
import { multiplierOf } from "./billing.ts";
import { type KeyRules, type Opened, openWith, presentedText } from "./key-auth.ts";
import { callModel, callRefusal, type Dialect } from "./model-calls.ts";
import { geminiModelList, modelList } from "./models.ts";
import { type ErrorStyle, isRefusal, otherwiseRefused, type Refusal, refusalAnswer } from "./refusal.ts";
import { rfc3339 } from "./stamp.ts";
import { usageReport } from "./usage-report.ts";
import type { World } from "./world.ts";

interface DataRoute extends KeyRules {
  readonly style?: ErrorStyle;
  /** Whether the route works for keys without a group on sites that allow them. */
  readonly groupless?: boolean;
  answer(opened: Opened, request: Request): Answer | Refusal;
}

/** The routes where keys are used. */
export function addDataPlaneRoutes(router: Router, world: World): void {
  const add = (method: string, path: string, route: DataRoute) => {
    router.add(method, path, (request) => serveData(world, `${method} ${path}`, route, request));
  };
  const model = (path: string, dialect: Dialect) =>
    add("POST", path, {
      money: true,
      touches: true,
      groupless: true,
      style: dialect === "responses" ? "responses" : "plain",
      answer: (opened, request) => callRefusal(world, opened) ?? callModel(world, request, opened, dialect),
    });
  add("GET", "/v1/usage", {
    money: false,
    touches: true,
    groupless: true,
    answer: (opened) => json(200, usageReport(world, opened)),
  });
  add("GET", "/v1/models", {
    money: true,
    touches: true,
    groupless: true,
    answer: ({ group }) => json(200, modelList(group?.platform ?? "anthropic")),
  });
  if (world.profile.billingProbe) {
    add("GET", "/v1/sub2api/billing", { money: false, touches: false, answer: (opened) => billing(world, opened) });
  }
  model("/v1/messages", "messages");
  model("/v1/chat/completions", "chat");
  model("/v1/responses", "responses");
  add("POST", "/v1/messages/count_tokens", {
    money: true,
    touches: true,
    groupless: true,
    answer: (opened) =>
      callRefusal(world, opened) ?? json(200, { input_tokens: 10 }, { "Content-Type": "application/json" }),
  });
  add("GET", "/v1beta/models", {
    money: true,
    touches: true,
    fromQuery: true,
    style: "google",
    answer: ({ group }) =>
      group?.platform === "gemini" ? json(200, geminiModelList()) : google(400, "API key group platform is not gemini"),
  });
}

function serveData(world: World, name: string, route: DataRoute, request: Request): Answer {
  const opened = openWith(world, request, route);
  const result = isRefusal(opened) ? opened : (noGroup(world, opened, route) ?? route.answer(opened, request));
  const answer = isRefusal(result)
    ? refusalAnswer(result, route.style ?? "plain", world.profile.openaiQuotaError)
    : result;
  const text = presentedText(request, route.fromQuery);
  const keyId = text === undefined ? undefined : world.ledger.byText(text)?.id;
  world.ledger.dataRequest({
    route: name,
    status: answer.status,
    keyId: keyId ?? null,
    outcome: !isRefusal(result) ? "accepted" : result.fault === "key" ? "rejected" : "other",
    at: world.clock.now(),
  });
  return answer;
}

/** Checked after a use has been noted: a key without a group is refused and looks used all the same. */
function noGroup(world: World, { group }: Opened, route: DataRoute): Refusal | undefined {
  if (group || (route.groupless && world.settings.ungroupedKeys)) return undefined;
  const message = "API Key is not assigned to any group and cannot be used.";
  return otherwiseRefused(403, "permission_error", message, { form: "typed" });
}

/** The cheapest probe: the key's multipliers, and nothing that a use would leave behind. */
function billing(world: World, { user, group }: Opened): Answer {
  if (world.settings.simple)
    return typed(404, "not_found_error", "Billing information is not supported in simple mode");
  const own = group && user.groupRates.get(group.id);
  const rate = multiplierOf(user, group);
  return json(200, {
    object: "sub2api.key_billing",
    schema_version: 1,
    billing_scope: "token",
    group_rate_multiplier: group?.rateMultiplier ?? 1,
    ...(own === undefined ? {} : { user_rate_multiplier: own }),
    resolved_rate_multiplier: rate,
    peak_rate_enabled: false,
    effective_rate_multiplier: rate,
    observed_at: rfc3339(world.stamp()),
  });
}
