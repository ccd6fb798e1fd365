import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Restrictions } from "../../core/restrictions.ts";
import { Sensitive } from "../../core/sensitive.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import type { Connection, Credentials } from "../../gateways/connection.ts";
import type { Gateway, KeyDraft } from "../../gateways/gateway.ts";
import { openSub2api, type Sub2apiDeps } from "../../gateways/sub2api/driver.ts";
import type { BenchOptions } from "./bench.ts";
import { realDeps } from "./support.ts";

/** An emulated server with one account open at it, and the raw API beside the driver. */
export interface Sub2apiWorld {
  readonly emulator: Emulator;
  readonly gateway: Gateway;
  /** Another session, or another account, at the same server. */
  open(credentials?: Credentials, deps?: Partial<Sub2apiDeps>, connection?: Partial<Connection>): Promise<Gateway>;
  /** The management API as somebody uses it in the console; answers `data`. */
  console(method: string, path: string, body?: unknown, as?: string): Promise<Record<string, unknown>>;
  /** The data plane as an application uses it. */
  use(text: Sensitive, method?: string, path?: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** How often a route of the management API was called, such as `POST /api/v1/keys`. */
  calls(route: string): number;
  [Symbol.asyncDispose](): Promise<void>;
}

export const profiles = ["0.1.106", "0.1.120", "0.1.179"] as const;

/** Benches on the world of the recordings. */
export function sub2api(profile: string): BenchOptions {
  return {
    start: ({ limits }) => startSub2api({ profile, seed: "wire", limits }),
    config: (emulator) => ({
      driver: "sub2api",
      panelURL: emulator.panelURL,
      dataURL: emulator.dataURL,
      credentials: { email: emulator.credentials.email!, password: emulator.credentials.password! },
      rateLimits: { panel: "none", usage: "none" },
    }),
  };
}

/** The wire seed; the clock of the driver is the emulator's. */
export async function sub2apiWorld(profile: string, options: { limits?: boolean } = {}): Promise<Sub2apiWorld> {
  const emulator = await startSub2api({ profile, seed: "wire", ...options });
  const opened: Gateway[] = [];
  const tokens = new Map<string, string>();

  async function send(path: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
    const response = await fetch(emulator.panelURL + path, init);
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  }

  async function tokenOf(user: string): Promise<string> {
    const known = tokens.get(user);
    if (known) return known;
    const login = { email: `${user}@example.test`, password: `${user}-password` };
    const { body } = await send("/api/v1/auth/login", { method: "POST", body: JSON.stringify(login) });
    const token = (body as { data: { access_token: string } }).data.access_token;
    tokens.set(user, token);
    return token;
  }

  const world: Omit<Sub2apiWorld, "gateway"> = {
    emulator,
    async open(credentials = passwordOf(emulator), deps = {}, connection = {}) {
      const gateway = await openSub2api(
        { ...connectionTo(emulator, credentials), ...connection },
        {
          ...realDeps(),
          now: emulator.clock.now,
          ...deps,
        },
      );
      opened.push(gateway);
      return gateway;
    },
    async console(method, path, body, as = "u1") {
      const headers = { authorization: `Bearer ${await tokenOf(as)}`, "content-type": "application/json" };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await send(`/api/v1${path}`, { method, headers, ...sent });
      return ((answer.body as { data?: Record<string, unknown> }).data ?? {}) as Record<string, unknown>;
    },
    use(text, method = "GET", path = "/v1/usage", body = undefined) {
      const headers = { authorization: `Bearer ${text.reveal()}`, "content-type": "application/json" };
      return send(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    },
    calls: (route) => emulator.ledger.management()[route]?.requests ?? 0,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((gateway) => gateway.close()));
      await emulator.close();
    },
  };
  return { ...world, gateway: await world.open() };
}

/** How the driver is pointed at an emulator. */
export function connectionTo(emulator: Emulator, credentials: Credentials): Connection {
  const { panelURL, dataURL } = emulator;
  return { driver: "sub2api", panelURL, dataURL, credentials, timeoutMs: 5_000, rateLimits: {} };
}

/** The seeded account of that name. */
export function passwordOf(emulator: Emulator): Credentials & { kind: "password" } {
  const { email, password } = emulator.credentials;
  return { kind: "password", email: email!, password: new Sensitive(password!) };
}

export const newText = () => new Sensitive(`sk-${randomBytes(32).toString("hex")}`);

/** A draft of a key in the group codex, with a text of its own. */
export function draftOf(
  change: Partial<KeyDraft> & { restrict?: Partial<Restrictions> } = {},
): KeyDraft & { text: Sensitive } {
  const { restrict, text = newText(), ...rest } = change;
  return {
    name: `app.${randomBytes(4).toString("hex")}.r1`,
    restrictions: { group: "codex", allowedIPs: [], ...restrict },
    enabled: true,
    resume: false,
    attemptId: randomUUID(),
    text,
    ...rest,
  };
}

/** A model call that costs 0.03 USD, with a key of the group vip. */
export function spend(world: Sub2apiWorld, text: Sensitive): Promise<{ status: number; body: unknown }> {
  const messages = [{ role: "user", content: "ping usage=5000,1000" }];
  return world.use(text, "POST", "/v1/messages", { model: "claude-sonnet-4-5", max_tokens: 16, messages });
}

/** Waits for something that other requests bring about. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (condition()) return;
    await pause(5);
  }
  throw new Error("what was waited for did not happen within two seconds");
}
