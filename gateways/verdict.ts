import type { Instant } from "../core/time.ts";
import { GatewayError } from "./error.ts";
import type { NoAnswer, RawAnswer } from "./transport.ts";

/**
 * What a failed exchange means for the caller. Two rules decide: whatever certainly did not reach the server is
 * `retry`; and a call that changes something, and whose answer is lost or not understood, is `unknown`.
 */

/** What the messages say about a call. The query is left out: it can hold names. */
export interface Context {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly baseURL: string;
  readonly setting: string;
  redact(text: string): string;
}

const look = "It may have taken effect; look before doing it again.";

/** No whole answer came. */
export function noAnswer(ctx: Context, safe: boolean, { trouble, detail }: NoAnswer): GatewayError {
  const lost = (reason: string, what: string) =>
    safe ? error(ctx, "retry", reason, `${what}.`) : error(ctx, "unknown", reason, `${what}. ${look}`);
  switch (trouble) {
    case "unreachable":
      return error(
        ctx,
        "retry",
        "Unreachable",
        `could not be sent (${detail}). Is ${ctx.setting} right, and the gateway up?`,
      );
    case "not-sent":
      return error(ctx, "retry", "Aborted", `was not sent: ${detail}.`);
    case "certificate": {
      const advice = `The certificate of ${origin(ctx.baseURL)} is not trusted (${detail}). If its authority is your own, give it as caBundle.`;
      return error(ctx, "fix-credentials", "CertificateUntrusted", `was not sent. ${advice}`);
    }
    case "timeout":
      return lost("Timeout", `got ${detail}`);
    case "too-large":
      return lost("AnswerTooLarge", `got an answer of ${detail}, which was not read`);
    case "aborted":
      return lost("Aborted", "was given up by us");
    case "connection-lost":
      return lost("ConnectionLost", `lost its connection before the whole answer had come (${detail})`);
  }
}

/** 429: the call was refused before it did anything. */
export function rateLimited(ctx: Context, until: Instant): GatewayError {
  const advice = "The gateway's rate limit is used up; do other tools share this account or address?";
  return error(ctx, "wait-until", "RateLimited", `answered 429. ${advice}`, until);
}

/** The gateway has failed so often in a row that it is left alone for a while. */
export function circuitOpen(ctx: Context, until: Instant): GatewayError {
  return error(
    ctx,
    "wait-until",
    "CircuitOpen",
    "was not sent: the gateway failed too often in a row and is left alone.",
    until,
  );
}

/** 5xx. */
export function serverError(ctx: Context, safe: boolean, status: number, text: string): GatewayError {
  const said = `answered ${status}${quote(text)}.`;
  return safe ? error(ctx, "retry", "ServerError", said) : error(ctx, "unknown", "ServerError", `${said} ${look}`);
}

/** The answer is no JSON: most often a web page, because the URL is not that of the API. */
export function notJson(ctx: Context, safe: boolean, status: number, text: string): GatewayError {
  const form = /^\s*</.test(text) ? "HTML" : "something that is no JSON";
  const said = `answers ${form} (status ${status}): is ${ctx.setting} the panel's API address?${form === "HTML" ? "" : ` It said${quote(text)}.`}`;
  return safe ? error(ctx, "fix-credentials", "NotJson", said) : error(ctx, "unknown", "NotJson", `${said} ${look}`);
}

/** 3xx: never followed, because credentials would go along and a POST would become a GET. */
export function redirected(ctx: Context, safe: boolean, answer: RawAnswer, base: string): GatewayError {
  const said = `answered ${answer.status}, a redirect to ${target(answer, base)}. Redirects are not followed: give the final address as ${ctx.setting}.`;
  return safe
    ? error(ctx, "fix-credentials", "Redirected", said)
    : error(ctx, "unknown", "Redirected", `${said} ${look}`);
}

function target(answer: RawAnswer, base: string): string {
  const location = answer.headers.location;
  try {
    const url = new URL(String(location), base);
    return url.origin + url.pathname;
  } catch {
    return "an address that cannot be read";
  }
}

function quote(text: string): string {
  return text === "" ? " with an empty body" : `: ${text.replace(/\s+/g, " ")}`;
}

function origin(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return url;
  }
}

function error(
  ctx: Context,
  code: ConstructorParameters<typeof GatewayError>[0],
  reason: string,
  what: string,
  until?: Instant,
): GatewayError {
  const message = ctx.redact(`${ctx.operation}: ${ctx.method} ${ctx.baseURL}${ctx.path} ${what}`);
  return new GatewayError(code, reason, message, until === undefined ? {} : { until: Math.ceil(until) });
}
