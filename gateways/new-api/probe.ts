import type { Sensitive } from "../../core/sensitive.ts";
import { GatewayError } from "../error.ts";
import type { CallOptions, Verdict } from "../gateway.ts";
import type { Http, HttpAnswer } from "../http.ts";
import { dataError, modelList } from "./wire.ts";

/**
 * Asks the data plane for the key's models. That counts in no rate bucket, moves no last use, never asks an upstream
 * (whose 401 would say nothing about the key), and does not look at the wallet. `seesGroup` is false for servers before
 * v0.8.8.4, which list models also for keys whose group or addresses would refuse every real call.
 */
export async function probe(http: Http, text: Sensitive, seesGroup: boolean, options: CallOptions): Promise<Verdict> {
  try {
    const answer = await http.request({
      operation: "probe",
      method: "GET",
      path: "/v1/models",
      headers: { authorization: `Bearer ${text.reveal()}` },
      accept: "any",
      ...options,
    });
    return verdictOf(answer, seesGroup);
  } catch (error) {
    return { kind: "unknown", why: error instanceof GatewayError ? error.message : "The probe failed." };
  }
}

function verdictOf(answer: HttpAnswer, seesGroup: boolean): Verdict {
  // Not `text`: that is redacted when it is read, which takes longer the more keys there are, and a good answer needs none.
  const { status } = answer;
  const unknown = (why: string): Verdict => ({ kind: "unknown", why });
  const failed = dataError.safeParse(answer.body);
  if (status === 200) {
    const list = modelList.safeParse(answer.body);
    if (failed.success || !list.success)
      return unknown(`GET /v1/models answered 200, but no list of models: ${answer.text}`);
    const models = (list.data.data ?? []).map((model) => model.id);
    if (seesGroup) return { kind: "accepted", models };
    return {
      kind: "accepted",
      models,
      note: "This server's probe looks neither at the key's group nor at its addresses.",
    };
  }
  if (!failed.success) return unknown(`GET /v1/models answered ${status}: ${answer.text || "nothing"}`);
  const { type, code } = failed.data.error;
  const said = `GET /v1/models answered ${status} (type ${type ?? "none"}, code ${code || "none"})`;
  if (status === 401) {
    // TokModel documents the second form; no upstream is asked here, so it cannot be an upstream's.
    const ours = type === "new_api_error" || (type === "authentication_error" && code === 401);
    return ours ? { kind: "rejected", why: `${said}: unknown, disabled, expired or used up.` } : unknown(said);
  }
  if (status === 403) {
    if (
      code === "insufficient_user_quota" ||
      code === "pre_consume_token_quota_failed" ||
      type === "authorization_error"
    )
      return { kind: "accepted", note: "The account's wallet is empty: the key is good, calls are not." };
    if (code === "access_denied")
      return { kind: "accepted", note: "The key is good, but not from our own address (allowedIPs)." };
    return unknown(`${said}: is the account disabled, or the key's group gone? ${answer.text}`);
  }
  return unknown(said);
}
