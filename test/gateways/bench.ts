import { setTimeout as pause, setImmediate } from "node:timers/promises";
import type { KeySpec } from "../../core/key.ts";
import type { Restrictions } from "../../core/restrictions.ts";
import { Sensitive } from "../../core/sensitive.ts";
import type { Emulator } from "../../emulator/emulator.ts";
import type { GatewayConfig } from "../../gateways/config.ts";
import type { Deps, RequestEvent } from "../../gateways/deps.ts";
import { GatewayError } from "../../gateways/error.ts";
import type { Gateway, KeyDraft } from "../../gateways/gateway.ts";
import { openGateway } from "../../gateways/index.ts";
import type { OpenTransport } from "../../gateways/transport.ts";
import { undiciTransport } from "../../gateways/transports/undici-transport.ts";
import { type Way, ways } from "./ways.ts";

/** An emulator and a driver on it. Whatever the driver throws or reports is searched for secrets when it is disposed. */
export interface Bench {
  readonly gateway: Gateway;
  readonly emulator: Emulator;
  readonly events: readonly RequestEvent[];
  /** Another driver on the same emulator. */
  reopen(change?: Partial<GatewayConfig>): Promise<Gateway>;
  /** From here on somebody else answers at the gateway's address; over TLS only. */
  changeCertificate(): Promise<void>;
  /** The gateway is away from here on, and the way to it too. */
  goAway(): Promise<void>;
  dispose(): Promise<void>;
}

/** How a suite opens its benches. */
export interface BenchOptions {
  start(how: { limits: boolean }): Promise<Emulator>;
  config(emulator: Emulator): GatewayConfig;
  /** Default: that of undici. */
  readonly transport?: OpenTransport;
  /** Default: directly. */
  lead?(url: string): Promise<Way>;
}

/** Starts an emulator and opens a driver on it. Its sleeps pass fifty times faster than life, its sockets do not. */
async function openBench(options: BenchOptions, how: { limits?: boolean } = {}): Promise<Bench> {
  const emulator = await options.start({ limits: how.limits ?? false });
  const way = await (options.lead ?? ways.http!)(emulator.panelURL);
  const events: RequestEvent[] = [];
  const thrown: unknown[] = [];
  const opened: Gateway[] = [];
  const deps: Deps = {
    transport: options.transport ?? undiciTransport,
    now: () => emulator.clock.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) => pause(ms / 50, undefined, signal ? { signal } : {}),
    random: () => Math.random(),
    onRequest: (event) => void events.push(event),
  };
  const reopen = async (change: Partial<GatewayConfig> = {}): Promise<Gateway> => {
    const config = { timeout: "10s", ...options.config(emulator), ...leading(way), ...change };
    const gateway = watched(await openGateway(config, deps).catch(remember(thrown)), thrown);
    opened.push(gateway);
    return gateway;
  };
  const goAway = async () => {
    await way[Symbol.asyncDispose]();
    await emulator.close();
  };
  const gateway = await reopen();
  return {
    gateway,
    emulator,
    events,
    reopen,
    async changeCertificate() {
      way.changeCertificate!();
      // A call on a connection that is just being cut is lost, not refused: each hop learns of the end in a turn of its own.
      for (let turn = 0; turn < 10; turn++) await setImmediate();
    },
    goAway,
    async dispose() {
      await Promise.all(opened.map((each) => each.close()));
      await goAway();
      const said = [...thrown.map(everythingOf), ...events.map((event) => JSON.stringify(event))].join("\n");
      const secrets = [
        ...emulator.ledger.created().flatMap((key) => [key.text, key.text.replace(/^sk-/, "")]),
        ...Object.entries(emulator.credentials).flatMap(([name, value]) =>
          /token|password|secret/i.test(name) ? [value] : [],
        ),
      ];
      const leaked = secrets.filter((secret) => secret !== "" && said.includes(secret));
      if (leaked.length > 0) throw new Error(`${leaked.length} secrets in errors or events:\n${said.slice(0, 2_000)}`);
    },
  };
}

/** What a configuration says about a way. */
function leading({ url, caBundle, proxy }: Way): Partial<GatewayConfig> {
  return { panelURL: url, dataURL: url, ...(caBundle ? { caBundle } : {}), ...(proxy ? { proxy } : {}) };
}

/** Runs a test on a fresh bench. */
export function onBench(options: BenchOptions, test: (bench: Bench) => Promise<void>, how: { limits?: boolean } = {}) {
  return async () => {
    const bench = await openBench(options, how);
    let failed = true;
    try {
      await test(bench);
      failed = false;
    } finally {
      // A leak must fail the test, but not hide why it failed before.
      await bench.dispose().catch((error: unknown) => {
        if (!failed) throw error;
      });
    }
  };
}

function watched(gateway: Gateway, thrown: unknown[]): Gateway {
  return new Proxy(gateway, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) =>
        (value as (...a: unknown[]) => Promise<unknown>).apply(target, args).catch(remember(thrown));
    },
  });
}

function remember(thrown: unknown[]) {
  return (error: unknown): never => {
    thrown.push(error);
    throw error;
  };
}

function everythingOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const own = JSON.stringify(error, Object.getOwnPropertyNames(error));
  const { cause } = error as { cause?: unknown };
  return cause === undefined ? own : `${own}\n${everythingOf(cause)}`;
}

/** What a call throws; fails if it throws nothing or something else than a GatewayError. */
export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  let result: unknown;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error(`expected a GatewayError, got ${String(JSON.stringify(result)).slice(0, 200)}`);
}

let attempts = 0;

/** A draft; gateways that want our own text get one. */
export function draftOf(gateway: Gateway, name: string, more: Partial<KeyDraft> = {}): KeyDraft {
  attempts += 1;
  const hex = Array.from({ length: 64 }, () => Math.floor(Math.random() * 16).toString(16)).join("");
  return {
    name,
    restrictions: { allowedIPs: [] },
    enabled: true,
    resume: false,
    attemptId: `attempt-${attempts}`,
    ...(gateway.capabilities.keyText === "ours" ? { text: new Sensitive(`sk-${hex}`) } : {}),
    ...more,
  };
}

/** The restrictions of a spec that must resolve. */
export async function resolved(gateway: Gateway, spec: KeySpec): Promise<Restrictions> {
  const { restrictions, problems } = await gateway.resolve(spec);
  if (problems.length > 0) throw new Error(problems.map((problem) => `${problem.path}: ${problem.message}`).join("\n"));
  return restrictions;
}

/** Asks until the answer fits, for at most five seconds; then gives the last answer. Gateways book uses a moment late. */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  fits: (answer: Answer) => boolean,
): Promise<Answer> {
  const end = performance.now() + 5_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer) || performance.now() > end) return answer;
    await pause(50);
  }
}
