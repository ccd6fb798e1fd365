import { type Answer, json } from "../http.ts";
import { block, google, typed } from "./answers.ts";

/** Why the data plane says no. The words are the same everywhere; the form depends on the route. */
export interface Refusal {
  readonly refused: true;
  readonly status: number;
  /** Word of envelope 2, or the error type where `form` is "typed". */
  readonly code: string;
  readonly message: string;
  readonly form?: "typed";
  readonly retryAfter?: number;
  /** Seen from the key: refused for its own state, or for something around it. */
  readonly fault: "key" | "other";
}

/** The form in which a route tells its errors. */
export type ErrorStyle = "plain" | "google" | "responses";

/** A refusal that has to do with the key itself. */
export function keyRefused(status: number, code: string, message: string): Refusal {
  return { refused: true, status, code, message, fault: "key" };
}

/** A refusal for a reason outside the key: money, address, group, outage. */
export function otherwiseRefused(
  status: number,
  code: string,
  message: string,
  more: { form?: "typed"; retryAfter?: number } = {},
): Refusal {
  return { refused: true, status, code, message, fault: "other", ...more };
}

/** Whether an authentication ended with a refusal. */
export function isRefusal(value: object): value is Refusal {
  return "refused" in value;
}

/** The refusal as the route words it. */
export function refusalAnswer(refusal: Refusal, style: ErrorStyle, openaiQuota: boolean): Answer {
  const { status, code, message, retryAfter } = refusal;
  if (style === "google") return google(status, message);
  if (refusal.form === "typed") return typed(status, code, message);
  if (style === "responses" && openaiQuota && code === "API_KEY_QUOTA_EXHAUSTED") {
    const word = "insufficient_quota";
    return json(status, { error: { code: word, message, param: null, type: word } });
  }
  return block(status, code, message, retryAfter === undefined ? {} : { retryAfter });
}
