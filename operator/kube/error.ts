// The one error of the Kubernetes client: a code that says what to do, and a message that cannot hold a secret.
import { z } from "zod";

/**
 * What a caller does next:
 * - `not-found`: the object (or its kind) is not there.
 * - `conflict`: somebody else wrote first; read again and decide anew.
 * - `already-exists`: a create met an object of that name.
 * - `invalid`: the request can never succeed as it is (400, 405, 406, 413, 415, 422).
 * - `forbidden`: our role lacks a right, or an admission rule refuses; needs a person.
 * - `unauthorized`: our credentials are not accepted, renewed ones included.
 * - `gone`: a resourceVersion or a continue token is too old; list again.
 * - `rate-limited`, `unavailable`: try later, not before `retryAfterMs` when it is given.
 * - `timeout`: no answer in time; whether a write took effect is unknown.
 * - `network`: no answer at all; unknown likewise, unless `sent` is false.
 * - `aborted`: the caller's own signal ended it.
 */
export type KubeErrorCode =
  | "not-found"
  | "conflict"
  | "already-exists"
  | "invalid"
  | "forbidden"
  | "unauthorized"
  | "gone"
  | "rate-limited"
  | "unavailable"
  | "timeout"
  | "network"
  | "aborted";

/** Who asked for what, for the message: `PATCH secrets default/app-key`. */
export interface Asked {
  readonly verb: string;
  readonly resource: string;
  readonly key?: string | undefined;
  /** The body may hold secrets; server text about it is not repeated. */
  readonly sensitive?: boolean | undefined;
  /** Texts that must not appear in a message whatever happens. */
  readonly secrets?: readonly string[] | undefined;
}

export interface KubeErrorDetails {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly sent?: boolean | undefined;
  readonly cause?: unknown;
}

/** Every failure of the client. The message names verb, kind and object, and never the body that was sent. */
export class KubeError extends Error {
  override readonly name = "KubeError";
  readonly code: KubeErrorCode;
  /** HTTP status (or the one a watch reported), absent when there was no answer. */
  readonly status: number | undefined;
  /** `reason` of the Status object, such as "AlreadyExists". */
  readonly reason: string | undefined;
  readonly retryAfterMs: number | undefined;
  /** False when it is certain that the server never got the request. */
  readonly sent: boolean;

  constructor(code: KubeErrorCode, message: string, details: KubeErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.reason = details.reason;
    this.retryAfterMs = details.retryAfterMs;
    this.sent = details.sent ?? true;
  }

  /** Whether `error` is a KubeError with one of these codes. */
  static is(error: unknown, ...codes: readonly KubeErrorCode[]): error is KubeError {
    return error instanceof KubeError && (codes.length === 0 || codes.includes(error.code));
  }
}

const statusSchema = z.object({
  kind: z.literal("Status").optional(),
  message: z.string().optional(),
  reason: z.string().optional(),
  code: z.number().optional(),
  details: z
    .object({
      causes: z.array(z.object({ field: z.string().optional(), reason: z.string().optional() })).optional(),
      retryAfterSeconds: z.number().optional(),
    })
    .optional(),
});
type Status = z.infer<typeof statusSchema>;

/** The error for an answer that is not a success. `body` is the parsed JSON, or undefined where there was none. */
export function errorFromAnswer(
  asked: Asked,
  answer: { readonly status: number; readonly body: unknown; readonly retryAfter?: string | undefined },
  now: number,
): KubeError {
  const parsed = statusSchema.safeParse(answer.body);
  const status = parsed.success ? parsed.data : {};
  const code = codeOf(answer.status, status.reason);
  return new KubeError(code, `${subject(asked)}: ${code} (${answer.status}): ${says(asked, answer.status, status)}`, {
    status: answer.status,
    reason: status.reason,
    retryAfterMs: retryAfterMs(answer.retryAfter, status.details?.retryAfterSeconds, now),
  });
}

/** The error for a Status that came as an ERROR event of a watch. */
export function errorFromWatch(asked: Asked, object: unknown, now: number): KubeError {
  const parsed = statusSchema.safeParse(object);
  const status = parsed.success ? (parsed.data.code ?? 500) : 500;
  return errorFromAnswer(asked, { status, body: object }, now);
}

/** "PATCH secrets default/app-key" */
export function subject(asked: Asked): string {
  return `${asked.verb} ${asked.resource}${asked.key === undefined ? "" : ` ${asked.key}`}`;
}

function codeOf(status: number, reason: string | undefined): KubeErrorCode {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 409:
      return reason === "AlreadyExists" ? "already-exists" : "conflict";
    case 410:
      return "gone";
    case 429:
      return "rate-limited";
    case 408:
    case 504:
      return "timeout";
    default:
      // A watch reports an expired version as reason "Expired", some servers with a status of their own.
      if (reason === "Expired" || reason === "Gone") return "gone";
      return status >= 500 || status < 400 ? "unavailable" : "invalid";
  }
}

const LONGEST = 512;

function says(asked: Asked, status: number, parsed: Status): string {
  const fields = (parsed.details?.causes ?? [])
    .map(({ field, reason }) => `${field ?? "?"}: ${reason ?? "?"}`)
    .join(", ");
  if (asked.sensitive && (status === 400 || status === 422)) {
    // A validation error repeats the value it refuses, which for a Secret is the secret.
    return `${parsed.reason ?? "refused"}${fields === "" ? "" : ` [${fields}]`} (the server's words are withheld)`;
  }
  let text = parsed.message ?? "the answer was not a Kubernetes Status; is a proxy in between?";
  for (const secret of asked.secrets ?? []) text = text.replaceAll(secret, "[redacted]");
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** Every text in a Secret's or a token's body that an error must not repeat: as it was sent and as base64 decodes. */
export function secretsIn(body: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === "string" && value.length >= 6) {
      found.add(value);
      const decoded = Buffer.from(value, "base64").toString("utf8");
      if (decoded.length >= 6 && !decoded.includes("\uFFFD")) found.add(decoded);
    } else if (typeof value === "object" && value !== null && depth < 5) {
      for (const inner of Object.values(value)) visit(inner, depth + 1);
    }
  };
  if (Array.isArray(body)) visit(body, 0);
  else if (typeof body === "object" && body !== null) {
    const { data, stringData, status } = body as Record<string, unknown>;
    visit([data, stringData, status], 0);
  }
  // The longest first: a short one may be part of it and would leave the rest standing.
  return [...found].sort((a, b) => b.length - a.length);
}

function retryAfterMs(header: string | undefined, seconds: number | undefined, now: number): number | undefined {
  if (header !== undefined && header.trim() !== "") {
    const parsed = Number(header);
    if (Number.isFinite(parsed) && parsed >= 0) return Math.round(parsed * 1000);
    const date = Date.parse(header);
    if (Number.isFinite(date)) return Math.max(0, date - now);
  }
  return seconds === undefined ? undefined : Math.max(0, Math.round(seconds * 1000));
}
