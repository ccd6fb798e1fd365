import * as z from "zod/mini";

const text = z.optional(z.string());

/** What an API server says when it does not do what was asked. */
const statusSchema = z.object({
  kind: z.literal("Status"),
  message: text,
  reason: text,
  details: z.optional(
    z.object({
      name: text,
      kind: text,
      causes: z.optional(z.array(z.object({ field: text, reason: text, message: text }))),
    }),
  ),
});
export type KubeStatus = z.output<typeof statusSchema>;

/** A call to an API server that failed. The message holds neither credentials nor what was sent. */
export class KubeError extends Error {
  /** Of the answer; undefined where there was none. */
  readonly httpStatus: number | undefined;
  /** The answer, where it was an API server's. */
  readonly said: KubeStatus | undefined;
  /** False: the server has certainly not seen it. */
  readonly sent: boolean;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    more: { httpStatus?: number; said?: KubeStatus; sent?: boolean; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "KubeError";
    this.httpStatus = more.httpStatus;
    this.said = more.said;
    this.sent = more.sent ?? true;
    this.retryAfter = more.retryAfter;
  }

  /** Nobody knows whether it took effect, or it did not and may be tried again. */
  get passing(): boolean {
    return this.httpStatus === undefined || this.httpStatus === 429 || this.httpStatus >= 500;
  }
}

const longest = 1_000;

/** The failure that an answer tells of. */
export function refusedBy(httpStatus: number, body: unknown, retryAfterHeader: string | undefined): KubeError {
  const said = statusSchema.safeParse(body).data;
  // An API server has no more than this to say of a kind that it does not know.
  const words = said?.message ?? (httpStatus === 404 ? "page not found" : "the answer is none of an API server's");
  const seconds = Number(retryAfterHeader ?? Number.NaN);
  return new KubeError(`${httpStatus}${said?.reason ? ` ${said.reason}` : ""}: ${words.slice(0, longest)}`, {
    httpStatus,
    ...(said ? { said } : {}),
    ...(Number.isFinite(seconds) ? { retryAfter: seconds * 1_000 } : {}),
  });
}

// Failures of these kinds happen before a request is written.
const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const untrusted = /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_)/;

/** The failure of a call that got no answer. */
export function unanswered(server: string, error: unknown, late: boolean): KubeError {
  if (late) return new KubeError(`${server} did not answer in time`, { cause: error });
  const code = codeOf(error) ?? "unknown reason";
  if (untrusted.test(code)) {
    const message = `the certificate of ${server} is not trusted (${code}); give its authority as cluster_ca_certificate, or in the kubeconfig`;
    return new KubeError(message, { cause: error, sent: false });
  }
  const sent = !neverSent.test(code);
  return new KubeError(
    `${sent ? "the connection to" : "cannot connect to"} ${server}${sent ? " broke" : ""} (${code})`,
    {
      cause: error,
      sent,
    },
  );
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
