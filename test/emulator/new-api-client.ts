import type { Emulator, EmulatorOptions } from "../../emulator/emulator.ts";
import { startNewApi } from "../../emulator/new-api/index.ts";

/** An answer with its body parsed where it is JSON. */
export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
  /** The part of the body at a path such as `data.items.0.key`, undefined if there is none. */
  at<T = unknown>(path: string): T;
}

/** A started emulator and a client that acts as its first common user. */
export interface Rig {
  emulator: Emulator;
  /** A dashboard request with the PAT (and the user header); `headers` win over both. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** The same as root. */
  asRoot(method: string, path: string, body?: unknown): Promise<Reply>;
  /** A data-plane request with a key. */
  use(key: string, path?: string, body?: unknown): Promise<Reply>;
  /** A request without credentials. */
  bare(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Creates a key and says its id and text, which the server does not. */
  create(fields: Record<string, unknown>): Promise<{ id: number; text: string }>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts an emulator in the recordings' set-up. */
export async function start(profile: string, options: Partial<EmulatorOptions> = {}): Promise<Rig> {
  const emulator = await startNewApi({ profile, seed: "wire", ...options });
  const { accessToken, userId, rootAccessToken, rootUserId } = emulator.credentials;

  async function bare(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const init: RequestInit = { method, headers, redirect: "manual" };
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(emulator.panelURL + path, init);
    const answer = parse(await response.text());
    return { status: response.status, headers: response.headers, body: answer, at: (name) => pick(answer, name) };
  }

  const call: Rig["call"] = (method, path, body, headers = {}) =>
    bare(method, path, body, { Authorization: `Bearer ${accessToken}`, "New-Api-User": userId as string, ...headers });

  return {
    emulator,
    bare,
    call,
    asRoot: (method, path, body) =>
      bare(method, path, body, { Authorization: `Bearer ${rootAccessToken}`, "New-Api-User": rootUserId as string }),
    use: (key, path = "/v1/models", body) =>
      bare(body === undefined ? "GET" : "POST", path, body, { Authorization: `Bearer ${key}` }),
    async create(fields) {
      await call("POST", "/api/token/", fields);
      const key = emulator.ledger.created().at(-1);
      return { id: Number(key?.id), text: key?.text ?? "" };
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

/** A chat request for a priced model. */
export const chat = (content = "hi") => ({ model: "gpt-4o-mini", messages: [{ role: "user", content }] });

/** The usual fields of a key without limits. */
export const unlimited = (name: string) => ({ name, unlimited_quota: true, expired_time: -1 });

function pick<T>(body: unknown, path: string): T {
  let part = body;
  for (const name of path.split(".")) part = (part as Record<string, unknown> | undefined)?.[name];
  return part as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
