import { randomBytes } from "node:crypto";
import { type Answer, json } from "../http.ts";
import type { Profile } from "./profile.ts";

/** A success of the management API: HTTP 200 with the envelope; `data` absent = no such field. */
export function success(data?: unknown, headers: Record<string, string> = {}): Answer {
  const body = data === undefined ? { message: "", success: true } : { data, message: "", success: true };
  return json(200, body, headers);
}

/** An ordinary failure of the management API: HTTP 200 unless a status is given. */
export function failure(message: string, status = 200): Answer {
  return { ...json(status, { message, success: false }), ok: false };
}

/** What the database says about a row that is missing, deleted or somebody else's. */
export const notFound = (): Answer => failure("record not found");

/** The answer to an id of 0, which the server takes for "no id". */
export const noId = (): Answer => failure("id 或 userId 为空！");

/** An error before the relay, in the shape of the data plane. Old servers leave `code` out. */
export function keyError(profile: Profile, status: number, message: string, code = ""): Answer {
  const text = `${message} (request id: ${requestId()})`;
  const error = profile.errorCodes
    ? { code, message: text, type: "new_api_error" }
    : { message: text, type: "new_api_error" };
  return { ...json(status, { error }), ok: false };
}

/** An error of the relay itself; these have always had a code. */
export function relayError(status: number, message: string, code: string): Answer {
  const error = { message: `${message} (request id: ${requestId()})`, type: "new_api_error", param: "", code };
  return { ...json(status, { error }), ok: false };
}

/** A route that does not exist below /api or /v1. */
export function invalidURL(method: string, path: string): Answer {
  const message = `Invalid URL (${method} ${path})`;
  return { ...json(404, { error: { message, type: "invalid_request_error", param: "", code: "" } }), ok: false };
}

let sequence = 0;
const tag = randomBytes(4).toString("hex");

/** A request id: time, a running number and this process's tag, so that it is unique and sorts by time. */
export function requestId(): string {
  sequence += 1;
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 17);
  return `${time}${String(sequence).padStart(9, "0")}${tag}`;
}
