import type * as z from "zod/mini";
import { GatewayError } from "../error.ts";
import type { Http, HttpAnswer, HttpRequest } from "../http.ts";
import { envelope, whoami } from "./wire.ts";

/** What the management API said to one call. */
export type Reply =
  | { readonly kind: "done"; readonly data: unknown }
  /** `success: false`, and our access is not the reason. */
  | { readonly kind: "refused"; readonly message: string; readonly notFound: boolean }
  /** The server has no such route: it is older than the route, or is no New API. */
  | { readonly kind: "no-route" };

/** The management API of one account. */
export interface Api {
  /** Throws a GatewayError for everything that is no reply: no answer, no JSON, our credentials refused. */
  call(request: HttpRequest): Promise<Reply>;
  /** The same, for calls that can only be done or fail; the data goes through the schema. */
  read<Schema extends z.ZodMiniType>(request: HttpRequest, schema: Schema): Promise<z.output<Schema>>;
}

const wrongAccess =
  "Is the access token the account's newest (issuing another one ends it), and is the account enabled?";

/**
 * Up to rc.21 a refused access token is HTTP 200 `success:false`, like every other refusal. So there, when a call is
 * refused, whoami decides: if it is refused too, the credentials are the reason.
 */
export function createApi(
  http: Http,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    /** Whether refused credentials have a status of their own. */
    realStatus(): boolean;
    readonly userIdKnown: boolean;
    redact(text: string): string;
  },
): Api {
  let asking: Promise<boolean> | undefined;

  function send(request: HttpRequest): Promise<HttpAnswer> {
    return http.request({ bucket: "GA", ...request, headers: { ...options.headers, ...request.headers } });
  }

  function fail(request: HttpRequest, code: GatewayError["code"], reason: string, what: string): GatewayError {
    const where = `${request.operation}: ${request.method} ${request.path}`;
    return new GatewayError(code, reason, options.redact(`${where} ${what}`));
  }

  function unauthorized(
    request: HttpRequest,
    answer: HttpAnswer,
    said: { message?: unknown; code?: unknown },
  ): GatewayError {
    const code = typeof said.code === "string" ? said.code : "";
    const words = `${code} ${typeof said.message === "string" ? said.message.slice(0, 200) : ""}`.trim();
    const advice =
      code === "AUTH_INSUFFICIENT_PRIVILEGE"
        ? "The account's role is too low."
        : options.userIdKnown
          ? `${wrongAccess} Does userId belong to it?`
          : `${wrongAccess} Servers before v1.0.0-rc.22 also want the account's numeric id: set userId.`;
    const reason = answer.status === 403 ? "Forbidden" : "Unauthorized";
    return fail(
      request,
      "fix-credentials",
      reason,
      `was refused (status ${answer.status}: ${words || "no text"}). ${advice}`,
    );
  }

  async function credentialsRefused(request: HttpRequest): Promise<boolean> {
    asking ??= send({
      operation: "whoami",
      method: "GET",
      path: "/api/user/self",
      signal: request.signal,
      urgent: request.urgent,
    })
      .then((answer) => {
        const read = envelope.safeParse(answer.body);
        return answer.status === 401 || (read.success && !read.data.success);
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  async function call(request: HttpRequest): Promise<Reply> {
    const answer = await send(request);
    const read = envelope.safeParse(answer.body);
    if (answer.status === 401 || answer.status === 403) throw unauthorized(request, answer, read.data ?? {});
    if (answer.status === 404) return { kind: "no-route" };
    if (answer.status !== 200 || !read.success) throw notUnderstood(request, answer);
    if (read.data.success) return { kind: "done", data: read.data.data };
    const message = (read.data.message ?? "").slice(0, 200);
    // The one message of the server that is neither translated nor reworded.
    const notFound = message === "record not found";
    if (!notFound && !options.realStatus() && (await credentialsRefused(request)))
      throw unauthorized(request, answer, read.data);
    return { kind: "refused", message: options.redact(message), notFound };
  }

  function notUnderstood(request: HttpRequest, answer: HttpAnswer): GatewayError {
    const what = `got an answer that is not understood (status ${answer.status}: ${answer.text || "empty"}).`;
    const safe = request.safe ?? request.method === "GET";
    return safe
      ? fail(request, "retry", "NotUnderstood", what)
      : fail(request, "unknown", "NotUnderstood", `${what} It may have taken effect; look before doing it again.`);
  }

  return {
    call,
    async read(request, schema) {
      const reply = await call(request);
      if (reply.kind === "no-route")
        throw fail(
          request,
          "fix-credentials",
          "NoRoute",
          "does not exist there. Is panelURL the address of a New API console?",
        );
      if (reply.kind === "refused")
        throw fail(request, "retry", "Refused", `was refused: ${reply.message || "no text"}`);
      const parsed = schema.safeParse(reply.data);
      if (parsed.success) return parsed.data;
      const at = parsed.error.issues[0];
      // The field's name only: a value could be a key.
      throw fail(
        request,
        "retry",
        "NotUnderstood",
        `got data of an unknown form (at ${at?.path.map(String).join(".") || "the top"}).`,
      );
    },
  };
}

/** Who we are; its answer holds the access token in clear on servers before about v0.9, so it is never quoted. */
export function readWhoami(api: Api, options: Pick<HttpRequest, "signal" | "urgent">) {
  return api.read({ operation: "whoami", method: "GET", path: "/api/user/self", ...options }, whoami);
}
