import type { ZodMiniType } from "zod/mini";
import type { Instant } from "../../core/time.ts";
import { GatewayError } from "../error.ts";
import type { Http, HttpAnswer, HttpRequest } from "../http.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import type { Session } from "./session.ts";
import { wireSuccess } from "./wire.ts";

/** A call of the management API; the panel's rate bucket is added where none is given. */
export interface PanelRequest<T> extends Omit<HttpRequest, "accept" | "path"> {
  /** Behind `/api/v1`. */
  readonly path: string;
  readonly data: ZodMiniType<T>;
  /** The server may be slow about it, and giving up early would be wrong. */
  readonly slow?: boolean;
}

/** A success, or a refusal with its meaning. */
export type PanelAnswer<T> =
  | { readonly ok: true; readonly data: T; readonly replayed: boolean }
  | ({ readonly ok: false } & Refusal);

/** The management API, logged in. */
export interface Panel {
  /** Throws only where no answer came, or one that is none of the panel's. */
  ask<T>(request: PanelRequest<T>): Promise<PanelAnswer<T>>;
  /** Throws refusals too. */
  call<T>(request: PanelRequest<T>): Promise<T>;
}

const base = "/api/v1";

/** `slow` has a longer deadline than `http`, for revoking calls while the server's Redis hangs. */
export function createPanel(http: Http, slow: Http, session: Session, now: () => Instant): Panel {
  async function ask<T>(request: PanelRequest<T>): Promise<PanelAnswer<T>> {
    const { data: schema, slow: patient = false, path, ...rest } = request;
    const safe = rest.safe ?? rest.method === "GET";
    const send = (token: { reveal(): string }): Promise<HttpAnswer> =>
      (patient ? slow : http).request({
        bucket: "panel",
        ...rest,
        path: base + path,
        headers: { ...rest.headers, authorization: `Bearer ${token.reveal()}` },
      });
    const answer = await session.authorized(send);
    const success = answer.status === 200 ? wireSuccess.safeParse(answer.body) : undefined;
    if (!success?.success) return { ok: false, ...refusalOf(rest.operation, safe, answer, now()) };
    const data = schema.safeParse(success.data.data);
    if (data.success)
      return { ok: true, data: data.data, replayed: answer.headers["x-idempotency-replayed"] === "true" };
    const issue = data.error.issues[0];
    const what = `${rest.operation}: the panel's answer lacks or misshapes "${issue?.path.map(String).join(".")}" (${issue?.message}).`;
    const advice = "Is this server's version supported?";
    const error = new GatewayError(safe ? "retry" : "unknown", "NotUnderstood", `${what} ${advice}`);
    return { ok: false, status: answer.status, word: "", error };
  }

  return {
    ask,
    async call(request) {
      const answer = await ask(request);
      if (!answer.ok) throw answer.error;
      return answer.data;
    },
  };
}
