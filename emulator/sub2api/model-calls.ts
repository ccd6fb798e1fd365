import { type Answer, json, type Request } from "../http.ts";
import { bill, type ModelCall, usedUpWindow } from "./billing.ts";
import type { Opened } from "./key-auth.ts";
import { otherwiseRefused, type Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

/** The dialect of a model call. */
export type Dialect = "messages" | "chat" | "responses";

/** Why a key that is good cannot call a model right now. */
export function callRefusal(world: World, { key, group }: Opened): Refusal | undefined {
  if (world.settings.redis === "down") {
    const message = "Service temporarily unavailable, please retry later";
    return otherwiseRefused(503, "api_error", message, { form: "typed" });
  }
  const full = world.settings.simple ? undefined : usedUpWindow(key.windows, world.stamp());
  if (full) return otherwiseRefused(429, "rate_limit_exceeded", `api key ${full}限额已用完`, { form: "typed" });
  if (group && group.accounts === 0) {
    const message = "No available accounts: no available accounts";
    return otherwiseRefused(503, "api_error", message, { form: "typed" });
  }
  return undefined;
}

/**
 * Answers a model call as the stub upstream does: "pong". The prompt steers it: `usage=IN,OUT` sets the tokens (10 and 5
 * otherwise), `slow=MS` stretches a stream over that time.
 */
export function callModel(world: World, request: Request, opened: Opened, dialect: Dialect): Answer {
  const text = request.body.toString();
  const [, input = "10", output = "5"] = /usage=(\d+),(\d+)/.exec(text) ?? [];
  const body = readBody(text);
  const call: ModelCall = {
    model: body.model,
    endpoint: { messages: "/v1/messages", chat: "/v1/chat/completions", responses: "/v1/responses" }[dialect],
    inputTokens: Number(input),
    outputTokens: Number(output),
    stream: body.stream,
    ip: request.remoteAddress,
    userAgent: String(request.headers["user-agent"] ?? ""),
  };
  if (!body.stream) {
    bill(world, opened, call);
    return json(200, whole(dialect, call), { "Content-Type": "application/json" });
  }
  const slowMs = Number(/slow=(\d+)/.exec(text)?.[1] ?? 0);
  return streamed(world, opened, call, dialect, slowMs);
}

function readBody(text: string): { model: string; stream: boolean } {
  try {
    const value = JSON.parse(text) as { model?: unknown; stream?: unknown } | null;
    return { model: typeof value?.model === "string" ? value.model : "", stream: value?.stream === true };
  } catch {
    return { model: "", stream: false };
  }
}

function whole(dialect: Dialect, { model, inputTokens, outputTokens }: ModelCall): Record<string, unknown> {
  const usage = { input_tokens: inputTokens, output_tokens: outputTokens };
  const total = inputTokens + outputTokens;
  if (dialect === "messages") {
    const content = [{ type: "text", text: "pong" }];
    const stop = { stop_reason: "end_turn", stop_sequence: null };
    return { id: "msg_stub", type: "message", role: "assistant", model, content, ...stop, usage };
  }
  if (dialect === "chat") {
    return {
      id: "chatcmpl-stub",
      object: "chat.completion",
      created: 1,
      model,
      choices: [{ index: 0, message: { role: "assistant", content: "pong" }, finish_reason: "stop" }],
      usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: total },
    };
  }
  const content = [{ type: "output_text", text: "pong" }];
  return {
    id: "chatcmpl-stub",
    object: "response",
    model,
    status: "completed",
    output: [{ type: "message", id: "item_stub", role: "assistant", content, status: "completed" }],
    usage: { ...usage, total_tokens: total },
  };
}

/** A stream is not cut when its key is revoked meanwhile; it ends properly and is billed to the key. */
function streamed(world: World, opened: Opened, call: ModelCall, dialect: Dialect, slowMs: number): Answer {
  const parts = dialect === "messages" ? messageEvents(call, slowMs) : chunkEvents(call, dialect, slowMs);
  return {
    status: 200,
    headers: { "Content-Type": "text/event-stream" },
    async stream(write, gone) {
      opened.key.running += 1;
      try {
        for (const part of parts) {
          if (gone.aborted) return;
          write(part);
          if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs / parts.length));
        }
      } finally {
        opened.key.running -= 1;
        bill(world, opened, call);
      }
    },
  };
}

const pieces = (slowMs: number): string[] => Array.from({ length: slowMs > 0 ? 20 : 1 }, () => "pong ");
const event = (type: string, data: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

function messageEvents({ model, inputTokens, outputTokens }: ModelCall, slowMs: number): string[] {
  const usage = { input_tokens: inputTokens, output_tokens: 0 };
  const message = { id: "msg_stub", type: "message", role: "assistant", model, content: [], stop_reason: null, usage };
  return [
    event("message_start", { message }),
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    ...pieces(slowMs).map((text) => event("content_block_delta", { index: 0, delta: { type: "text_delta", text } })),
    event("content_block_stop", { index: 0 }),
    event("message_delta", { delta: { stop_reason: "end_turn" }, usage: { output_tokens: outputTokens } }),
    event("message_stop", {}),
  ];
}

function chunkEvents(call: ModelCall, dialect: Dialect, slowMs: number): string[] {
  if (dialect === "responses") {
    const deltas = pieces(slowMs).map((delta) => event("response.output_text.delta", { delta }));
    return [...deltas, event("response.completed", { response: whole(dialect, call) })];
  }
  const head = { id: "chatcmpl-stub", object: "chat.completion.chunk", created: 1, model: call.model };
  const chunk = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  return [...pieces(slowMs).map((content) => chunk({ content }, null)), chunk({}, "stop"), "data: [DONE]\n\n"];
}
