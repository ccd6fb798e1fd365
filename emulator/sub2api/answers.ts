import { type Answer, json } from "../http.ts";

/** Success of the management API. `data` is left out when undefined. */
export function ok(data?: unknown, headers?: Record<string, string>): Answer {
  return json(200, { code: 0, message: "success", ...(data === undefined ? {} : { data }) }, headers);
}

/** 201, which only composite routes use. */
export function created(data: unknown): Answer {
  return json(201, { code: 0, message: "success", data });
}

/** Envelope 1, of the handlers: the code is the status as a number, `reason` is the word for machines. */
export function refuse(status: number, message: string, reason?: string, metadata?: Record<string, string>): Answer {
  const headers = metadata?.retry_after === undefined ? {} : { "Retry-After": metadata.retry_after };
  const body = { code: status, message, ...(reason ? { reason } : {}), ...(metadata ? { metadata } : {}) };
  return json(status, body, headers);
}

/** Envelope 2, of the middleware: the code is a word. */
export function block(status: number, code: string, message: string, more: BlockMore = {}): Answer {
  const headers: Record<string, string> = {};
  if (more.retryAfter !== undefined) headers["Retry-After"] = String(more.retryAfter);
  return json(status, { code, message, ...(more.metadata ? { metadata: more.metadata } : {}) }, headers);
}

interface BlockMore {
  retryAfter?: number;
  metadata?: Record<string, string>;
}

/** Envelope 3, of the limits per address. */
export function tooManyFromAddress(retryAfter: number | undefined): Answer {
  return json(
    429,
    { error: "rate limit exceeded", message: "Too many requests, please try again later" },
    retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) },
  );
}

/** Envelope 4: no such route or method. */
export const notFound: Answer = {
  status: 404,
  headers: { "Content-Type": "text/plain" },
  body: "404 page not found",
};

/** Envelope 5: the answer could not be encoded. */
export const emptyAnswer: Answer = {
  status: 200,
  headers: { "Content-Type": "application/json; charset=utf-8" },
  body: "",
};

/** Anthropic's error form, which the data plane uses for what a model call would have said. */
export function typed(status: number, type: string, message: string): Answer {
  return json(status, { type: "error", error: { type, message } });
}

const googleStatus: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
};

/** Google's error form, on `/v1beta`. */
export function google(status: number, message: string): Answer {
  return json(status, { error: { code: status, message, status: googleStatus[status] ?? "INTERNAL" } });
}

export const internalError = (): Answer => refuse(500, "internal error");
export const outage = (): Answer => refuse(503, "service temporarily unavailable", "SERVICE_UNAVAILABLE");
export const keyNotFound = (): Answer => refuse(404, "api key not found", "API_KEY_NOT_FOUND");
export const groupNotFound = (): Answer => refuse(404, "group not found", "GROUP_NOT_FOUND");
export const groupNotAllowed = (): Answer => refuse(403, "user is not allowed to bind this group", "GROUP_NOT_ALLOWED");
export const foreign = (): Answer => refuse(403, "insufficient permissions", "INSUFFICIENT_PERMISSIONS");

/** Whether a handler's part result is already the answer. */
export function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && "status" in value && typeof value.status === "number";
}
