import { randomBytes } from "node:crypto";
import type { Emulator } from "../../emulator/emulator.ts";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import { adminPassword, seededPassword } from "../../emulator/sub2api/seed.ts";
import { type Bindings, createBindings } from "./sub2api-bindings.ts";
import { createWireClient, type Reply, type WireClient } from "./sub2api-client.ts";

/** A key as the management API shows it, as far as preparations need it. */
export interface MadeKey {
  id: number;
  key: string;
}

/** The means to do what the recorder did between two recorded steps. */
export interface Stage {
  readonly emulator: Emulator;
  readonly client: WireClient;
  readonly bindings: Bindings;
  /** Calls kept waiting, by the step that will show their answer. */
  readonly pending: Map<string, Promise<Reply>>;
  /** Logs on without being counted and binds the placeholders that are given. */
  login(name: string, as?: { jwt?: string; refresh?: string }, headers?: Record<string, string>): Promise<string>;
  /** Makes a key for a user; `recorded` says which id and placeholder it has in the recording. */
  makeKey(user: string, body: Record<string, unknown>, recorded?: { id?: number; text?: string }): Promise<MadeKey>;
  /** A management call as a user; recorded ids are not translated. */
  as(user: string, method: string, path: string, body?: unknown): Promise<Reply>;
  /** A call on the data plane. */
  use(text: string, method?: string, path?: string, body?: unknown): Promise<Reply>;
  state(change: Record<string, unknown>): void;
  advance(seconds: number): void;
  /** Resolves once so many requests wait: `heldCreates`, `heldUpdates` or `heldRefreshes`. */
  held(field: string, count: number): Promise<void>;
}

/** A model call that costs `usage=IN,OUT`. */
export function prompt(input: number, output: number): Record<string, unknown> {
  const messages = [{ role: "user", content: `ping usage=${input},${output}` }];
  return { model: "claude-sonnet-4-5", max_tokens: 16, stream: false, messages };
}

/** A text in the form of a generated key. */
export function randomKey(): string {
  return `sk-${randomBytes(32).toString("hex")}`;
}

/** A stage in front of a running emulator. */
export function createStage(emulator: Emulator, client: WireClient, bindings: Bindings): Stage {
  const sessions = new Map<string, string>();

  async function login(name: string, as: { jwt?: string; refresh?: string } = {}, headers = {}): Promise<string> {
    const body = {
      email: `${name}@example.test`,
      password: name === "admin" ? adminPassword : seededPassword(name),
    };
    const reply = await client.send("POST", "/api/v1/auth/login", headers, body);
    const data = (reply.body as { data?: { access_token: string; refresh_token: string } }).data;
    if (!data?.access_token) throw new Error(`login of ${name} failed: ${JSON.stringify(reply.body)}`);
    if (as.jwt) bindings.setText(as.jwt, data.access_token);
    if (as.refresh) bindings.setText(as.refresh, data.refresh_token);
    return data.access_token;
  }

  async function as(user: string, method: string, path: string, body?: unknown): Promise<Reply> {
    const token = sessions.get(user) ?? (await login(user));
    sessions.set(user, token);
    return client.send(method, path, { Authorization: `Bearer ${token}` }, body);
  }

  return {
    emulator,
    client,
    bindings,
    pending: new Map(),
    login,
    as,
    async makeKey(user, body, recorded = {}) {
      const reply = await as(user, "POST", "/api/v1/keys", body);
      const made = (reply.body as { data?: MadeKey }).data;
      if (!made) throw new Error(`preparing a key failed: ${JSON.stringify(reply.body)}`);
      if (recorded.text) bindings.setText(recorded.text, made.key);
      if (recorded.id) bindings.bindId("key", recorded.id, made.id);
      return made;
    },
    use: (text, method = "GET", path = "/v1/usage", body = undefined) =>
      client.send(method, path, { Authorization: `Bearer ${text}` }, body),
    state: (change) => {
      emulator.state(change);
    },
    advance: (seconds) => emulator.clock.advance(seconds),
    async held(field, count) {
      while (Number(emulator.state({})[field]) < count) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** The `data` of an answer. */
export function dataOf<T = Record<string, unknown>>(reply: Reply): T {
  return (reply.body as { data: T }).data;
}

/** Status and the word for machines, wherever the envelope has it: `409 API_KEY_EXISTS`. */
export function verdict(reply: Reply): string {
  const body = reply.body as { code?: unknown; reason?: string; error?: { type?: string } | string };
  const typed = typeof body.error === "object" ? body.error.type : undefined;
  const word = body.reason ?? (typeof body.code === "string" ? body.code : typed);
  return word === undefined ? String(reply.status) : `${reply.status} ${word}`;
}

/** A fresh server with the recorded world, and a stage in front of it. */
export async function openStage(
  profile: string,
  options: { limits?: boolean; now?: () => number } = {},
): Promise<Stage & { close(): Promise<void> }> {
  const emulator = await startSub2api({ profile, seed: "wire", ...options });
  const client = createWireClient(emulator.panelURL);
  const stage = createStage(emulator, client, createBindings());
  return {
    ...stage,
    async close() {
      client.close();
      await emulator.close();
    },
  };
}
