import { type Answer, json } from "../http.ts";

/** What the stub behind the channels was asked. */
export interface Prompt {
  readonly model: string;
  readonly text: string;
  readonly stream: boolean;
  /** The shape that the client speaks. */
  readonly shape: "chat" | "messages";
  readonly longStreamMs: number;
}

/** What the stub did: an answer, and what it counted (undefined = failed, nothing to pay). */
export interface Completion {
  readonly answer: Answer;
  readonly usage: { prompt: number; completion: number } | undefined;
}

const promptTokens = 10;

/** Answers "ok" for 10 + 5 tokens, steered by words in the prompt: FAIL500, FAIL429, FAIL401, USAGE<n>, LONG. */
export function complete(prompt: Prompt, settled: () => void): Completion {
  const failed = /FAIL(\d{3})/.exec(prompt.text);
  if (failed) return { answer: failure(Number(failed[1]), prompt.shape), usage: undefined };
  const wanted = /USAGE(\d+)/.exec(prompt.text);
  const completion = wanted ? Number(wanted[1]) : 5;
  const usage = { prompt: promptTokens, completion };
  if (prompt.stream) return { answer: streamed(prompt, completion, settled), usage };
  return {
    answer: prompt.shape === "chat" ? chat(prompt.model, completion) : message(prompt.model, completion),
    usage,
  };
}

function failure(status: number, shape: Prompt["shape"]): Answer {
  const error = { message: `stub says ${status}`, type: "stub_error", param: "", code: `stub_${status}` };
  const body = shape === "chat" ? { error } : { error: { type: error.type, message: error.message }, type: "error" };
  return { ...json(status, body), ok: false };
}

function chat(model: string, completion: number): Answer {
  const usage = { prompt_tokens: promptTokens, completion_tokens: completion, total_tokens: promptTokens + completion };
  const message = { role: "assistant", content: "ok" };
  const choices = [{ index: 0, message, finish_reason: "stop" }];
  const body = { id: "chatcmpl-stub", object: "chat.completion", created: 1_700_000_000, model, choices, usage };
  return json(200, body, { "Content-Type": "application/json" });
}

function message(model: string, completion: number): Answer {
  const body = {
    id: "msg_stub",
    type: "message",
    role: "assistant",
    model,
    content: [{ type: "text", text: "ok" }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: promptTokens, output_tokens: completion },
  };
  return json(200, body, { "Content-Type": "application/json" });
}

function streamed(prompt: Prompt, completion: number, settled: () => void): Answer {
  const long = prompt.text.includes("LONG");
  const pieces = long ? 20 : 4;
  const pauseMs = long ? prompt.longStreamMs / pieces : 1;
  const head = { id: "chatcmpl-stub", object: "chat.completion.chunk", created: 1_700_000_000, model: prompt.model };
  const usage = { prompt_tokens: promptTokens, completion_tokens: completion, total_tokens: promptTokens + completion };
  return {
    status: 200,
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" },
    async stream(write, gone) {
      for (let piece = 0; piece < pieces && !gone.aborted; piece += 1) {
        const choices = [{ index: 0, delta: { content: `w${piece} ` }, finish_reason: null }];
        write(`data: ${JSON.stringify({ ...head, choices })}\n\n`);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      write(`data: ${JSON.stringify({ ...head, choices: [], usage })}\n\n`);
      write("data: [DONE]\n\n");
      settled();
    },
  };
}
