import { type Answer, json, type Request } from "../http.ts";
import { keyError, relayError, requestId } from "./answers.ts";
import { allowsModel, type Bearer, groupsOf } from "./key-auth.ts";
import { complete } from "./upstream.ts";
import type { World } from "./world.ts";

/** The performance guard: refuses relay calls, before any look at the key, while the machine is too busy. */
export function guard(world: World, request: Request): Answer | undefined {
  const { site, conditions, profile } = world;
  if (!profile.guard || site.option("performance_setting.monitor_enabled") !== "true") return undefined;
  const threshold = Number(site.option("performance_setting.monitor_cpu_threshold"));
  if (conditions.cpu <= threshold) return undefined;
  const message = `system cpu overloaded (current: ${conditions.cpu.toFixed(1)}%, threshold: ${threshold}%)`;
  const type = "new_api_error";
  const error =
    request.path === "/v1/messages" ? { type, message } : { message, type, param: "", code: "system_cpu_overloaded" };
  return { ...json(503, { error }), ok: false };
}

interface Body {
  model?: unknown;
  stream?: unknown;
  max_tokens?: unknown;
  max_completion_tokens?: unknown;
  messages?: unknown;
}

/** `POST /v1/chat/completions` and `POST /v1/messages`. */
export function relay(world: World, request: Request, bearer: Bearer): Answer {
  const { profile } = world;
  let body: Body;
  try {
    body = JSON.parse(request.body.toString()) as Body;
  } catch {
    return keyError(profile, 400, "Invalid request: invalid JSON request body");
  }
  const model = typeof body.model === "string" ? body.model : "";
  if (model === "") return keyError(profile, profile.noModelStatus, "Model name not specified");
  if (!allowsModel(bearer.token, model)) return keyError(profile, 403, `This token has no access to model ${model}`);
  const group = groupsOf(world, bearer).find((name) => world.site.channelFor(name, model));
  const channel = group === undefined ? undefined : world.site.channelFor(group, model);
  if (group === undefined || !channel) {
    const message = `No available channel for model ${model} under group ${bearer.group} (distributor)`;
    return keyError(profile, 503, message, "model_not_found");
  }
  if (!world.site.price(model)) {
    return relayError(profile.noPriceStatus, `Model ${model} has not been priced`, "model_price_error");
  }
  const stream = body.stream === true;
  const charge = world.settlement.open({
    token: bearer.token,
    user: bearer.user,
    model,
    group,
    channel: channel.id,
    path: request.path,
    stream,
    requestId: requestId(),
    maxTokens: Number(body.max_tokens ?? body.max_completion_tokens ?? 0) || 0,
  });
  if ("wallet" in charge) {
    if (charge.wallet) return relayError(403, `用户额度不足, 剩余额度: ${charge.remaining}`, "insufficient_user_quota");
    const message = `token quota is not enough, remain: ${charge.remaining}, need: ${charge.needed}`;
    return relayError(403, message, "pre_consume_token_quota_failed");
  }
  const text = JSON.stringify(body.messages ?? "");
  const shape = request.path === "/v1/messages" ? "messages" : "chat";
  const { longStreamMs } = world.conditions;
  const completion = complete({ model, text, stream, shape, longStreamMs }, () => {
    if (completion.usage) charge.settle(completion.usage.prompt, completion.usage.completion);
  });
  if (!completion.usage) charge.cancel();
  else if (!stream) charge.settle(completion.usage.prompt, completion.usage.completion);
  return completion.answer;
}

/** Routes of the OpenAI surface that the server knows by name only. */
export function notImplemented(): Answer {
  const error = { message: "API not implemented", type: "new_api_error", param: "", code: "api_not_implemented" };
  return { ...json(501, { error }), ok: false };
}
