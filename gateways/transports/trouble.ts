import type { NoAnswer, Trouble } from "../transport.ts";

const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_PRX_TLS",
]);
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS|ERR_SSL/;
const notConnected = "ERR_NOT_CONNECTED";

interface Failure {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: string;
  readonly cause?: Failure;
  readonly errors?: readonly Failure[];
}

/** Sorts the errors of undici, of Node's sockets and of ours. */
export function troubleOf(error: unknown): NoAnswer {
  const codes: string[] = [];
  let message = "";
  let connecting = false;
  let at = error as Failure | undefined;
  for (let depth = 0; at && depth < 4; at = at.cause, depth++) {
    message ||= at.message ?? "";
    // Happy eyeballs: one error for each address that was tried.
    for (const each of [at, ...(at.errors ?? [])]) {
      if (typeof each.code === "string") codes.push(each.code);
      connecting ||= each.syscall === "connect";
    }
  }
  const detail = codes.find((code) => !code.startsWith("UND_ERR")) ?? codes[0] ?? message;
  const of = (trouble: Trouble) => ({ trouble, detail });
  if (codes.includes(notConnected)) return { trouble: "unreachable", detail: message };
  if (connecting || codes.some((code) => beforeSending.has(code))) return of("unreachable");
  if (codes.some((code) => certificate.test(code))) return of("certificate");
  // A proxy that refuses has passed nothing on.
  if (/^Proxy (?:response|Authentication)/.test(message)) return { trouble: "unreachable", detail: message };
  return of("connection-lost");
}

/** An error for a connection that was not made, so that nothing of a request can have left. */
export function notConnectedError(why: string): Error {
  return Object.assign(new Error(why), { code: notConnected });
}
