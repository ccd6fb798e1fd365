// The provider called as the protocol's library calls it, without the wire, against an emulated gateway.

import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Emulator } from "../../../emulator/emulator.ts";
import { startNewApi } from "../../../emulator/new-api/index.ts";
import { startSub2api } from "../../../emulator/sub2api/index.ts";
import type { Deps } from "../../../gateways/deps.ts";
import type { Gateway } from "../../../gateways/gateway.ts";
import { openConnection, openGateway } from "../../../gateways/index.ts";
import { nodeTransport } from "../../../gateways/transports/node-transport.ts";
import { localMachine } from "../../../provider/local-machine.ts";
import { type Diagnostic, DiagnosticsError } from "../../../provider/protocol/diagnostics.ts";
import type { Call, Listed, Opened, Provider, Stored } from "../../../provider/protocol/provider.ts";
import type { Attribute, Schema } from "../../../provider/protocol/schema.ts";
import { isWhollyKnown, type Value, type ValueMap } from "../../../provider/protocol/value.ts";
import type { Client, World } from "../../../provider/resources/client.ts";
import { tokProvider } from "../../../provider/resources/provider.ts";

/** A configured provider, and everybody else who has to do with the same account. */
export interface Tok {
  readonly emulator: Emulator;
  /** The same account in other hands: the console, another program. */
  readonly other: Gateway;
  /** What the user was told beside the answers, since the last time that somebody looked. */
  told(): readonly Diagnostic[];
  /** Another process of the provider, with a client of its own. */
  again(block?: ValueMap): Promise<Tok>;
  look(type: string, config: ValueMap): Promise<ValueMap>;
  open(config: ValueMap, signal?: AbortSignal): Promise<Opened>;
  renew(notes: Uint8Array | undefined): Promise<Omit<Opened, "result">>;
  close(notes: Uint8Array | undefined): Promise<void>;
  list(type: string, config: ValueMap, wish?: { state?: boolean; limit?: number }): Promise<readonly Listed[]>;
  /** The progress messages. */
  act(type: string, config: ValueMap): Promise<readonly string[]>;
  validate(kind: "dataSources" | "ephemeralResources" | "actions", type: string, config: ValueMap): Promise<void>;
  /** One resource, from a refresh of its stored state to its apply: as a command of Terraform does it. */
  resource(type: string, stored?: Stored): TokResource;
}

export interface TokResource {
  /** What a plan would make; a `null` configuration destroys. */
  plan(config: ValueMap | null): Promise<ValueMap | null>;
  /** Plans and applies. */
  apply(config: ValueMap | null): Promise<ValueMap | null>;
  /** The state after a refresh. */
  refresh(): Promise<ValueMap | null>;
  /** What is in the state file now. */
  stored(): Stored;
  import(id: string): Promise<ValueMap | null>;
  /** Goes on from a state that an earlier process has stored. */
  adopt(state: ValueMap): void;
}

export interface TokOptions {
  /** A server's version. Default: the newest. */
  readonly profile?: string;
  /** More of the provider block. */
  readonly block?: ValueMap;
}

/** Runs a test on a fresh account; nothing that leaves the provider may hold a key's text, but for what an ephemeral one is for. */
export function onTok(driver: "new-api" | "sub2api", test: (tok: Tok) => Promise<void>, options: TokOptions = {}) {
  return async () => {
    const profile = options.profile ?? { "new-api": "v1.0.0-rc.24", sub2api: "0.1.179" }[driver];
    const emulator = await { "new-api": startNewApi, sub2api: startSub2api }[driver]({ profile, seed: "wire" });
    const opened: Gateway[] = [];
    const said: string[] = [];
    try {
      await test(await start(emulator, opened, said, options.block ?? {}));
      const texts = emulator.ledger.created().flatMap(({ text }) => [text, text.replace(/^sk-/, "")]);
      if (texts.some((text) => said.join("\n").includes(text))) throw new Error("a key's text was said");
    } finally {
      // In this order: a request that is never answered would hold its gateway open.
      await emulator.close();
      await Promise.all(opened.map((gateway) => gateway.close()));
    }
  };
}

/** The world of an emulator; its pauses pass fifty times faster than life. */
export function worldOf(emulator: Emulator): World {
  return {
    now: () => emulator.clock.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) => pause(ms / 50, undefined, signal ? { signal } : {}),
    random: () => Math.random(),
    randomBytes: (count) => new Uint8Array(randomBytes(count)),
  };
}

/** The same for whoever opens a gateway. */
export const depsOf = (emulator: Emulator): Deps => ({ ...worldOf(emulator), transport: nodeTransport });

async function start(
  emulator: Emulator,
  opened: Gateway[],
  said: string[],
  more: ValueMap,
  known?: Gateway,
): Promise<Tok> {
  const world = worldOf(emulator);
  const keep = (gateway: Gateway) => {
    opened.push(gateway);
    return gateway;
  };
  const credentials = credentialsOf(emulator);
  const provider = tokProvider({
    world,
    environment: {},
    files: { read: () => "{}", write: () => {} },
    machine: localMachine,
    open: async (connection) => keep(await openConnection(connection, depsOf(emulator))),
  });
  const reports: Diagnostic[] = [];
  const call = (signal = new AbortController().signal): Call => ({
    signal,
    report: (diagnostic) => void reports.push(diagnostic),
    log: (_, message, fields) => void said.push(JSON.stringify({ message, fields })),
  });
  const { driver, panelURL: panel_url, dataURL: data_url } = { driver: emulator.kind, ...emulator };
  const block = { driver, panel_url, data_url, ...snake(credentials), ...more };
  const client = await provider.configure(whole(provider.schema, block), { terraformVersion: "1.14.0" }, call());
  const other =
    known ?? keep(await openGateway({ driver, panelURL: panel_url, dataURL: data_url, credentials }, depsOf(emulator)));

  /** Everything that is answered or thrown is remembered, to be searched. */
  async function hear<Answer>(answer: Promise<Answer>, silent?: (answer: Answer) => unknown): Promise<Answer> {
    try {
      const given = await answer;
      said.push(JSON.stringify(silent ? silent(given) : given, withoutKey) ?? "");
      return given;
    } catch (error) {
      said.push(error instanceof DiagnosticsError ? plain(error.diagnostics) : String((error as Error).stack));
      throw error;
    }
  }

  const tok: Tok = {
    emulator,
    other,
    told() {
      said.push(plain(reports));
      return reports.splice(0);
    },
    again: (again = more) => start(emulator, opened, said, again, other),
    async look(type, config) {
      const { schema, read } = provider.dataSources![type]!;
      const given = whole(schema, config);
      const found = await hear(read(client, given, call()));
      conforms(schema, given, found);
      return found;
    },
    async open(config, signal) {
      const { schema, open } = provider.ephemeralResources!.tok_api_key!;
      const given = whole(schema, config);
      const { result, ...rest } = await hear(
        open(client, given, call(signal)),
        ({ result: { key: _, ...others }, ...more }) => [
          others,
          { ...more, private: Buffer.from(more.private ?? []).toString() },
        ],
      );
      conforms(schema, given, result);
      return { result, ...rest };
    },
    renew: (notes) => hear(provider.ephemeralResources!.tok_api_key!.renew!(client, notes, call())),
    close: (notes) => hear(provider.ephemeralResources!.tok_api_key!.close!(client, notes, call())),
    async list(type, config, { state = false, limit } = {}) {
      const { schema, list } = provider.listResources![type]!;
      return hear(collect(list(client, whole(schema, config), { state, limit }, call())));
    },
    async act(type, config) {
      const { schema, invoke } = provider.actions![type]!;
      const messages: string[] = [];
      await hear(invoke(client, whole(schema, config), (message) => void messages.push(message), call()));
      said.push(...messages);
      return messages;
    },
    async validate(kind, type, config) {
      const { schema, validate } = provider[kind]![type]!;
      await validate?.(whole(schema, config), call());
    },
    resource: (type, stored) => resourceOf({ provider, client, type, call, hear }, stored ?? { state: null }),
  };
  return tok;
}

interface Calling {
  readonly provider: Provider<Client>;
  readonly client: Client;
  readonly type: string;
  call(): Call;
  hear<Answer>(answer: Promise<Answer>): Promise<Answer>;
}

function resourceOf({ provider, client, type, call, hear }: Calling, begin: Stored): TokResource {
  const resource = provider.resources![type]!;
  let stored = begin;

  async function refresh(): Promise<ValueMap | null> {
    const { state } = stored;
    if (state) stored = await hear(resource.read(client, { ...stored, state }, call()));
    if (stored.state) conforms(resource.schema, {}, stored.state);
    return stored.state;
  }

  async function plan(given: ValueMap | null) {
    const prior = await refresh();
    const config = given && whole(resource.schema, given);
    if (config) await resource.validate?.(config, call());
    const proposed = config && proposal(resource.schema, config, prior);
    const request = { config, prior, proposed, private: stored.private, identity: stored.identity };
    return { config, prior, ...(await hear(resource.plan(client, request, call()))) };
  }

  return {
    plan: async (config) => (await plan(config)).planned,
    async apply(given) {
      // Where there is nothing, there is nothing to destroy.
      if (given === null && (await refresh()) === null) return null;
      const { config, prior, planned, requiresReplace = [], ...rest } = await plan(given);
      const request = { config, planned, private: rest.private, identity: rest.identity };
      if (requiresReplace.length > 0) {
        await hear(resource.apply(client, { ...request, config: null, planned: null, prior }, call()));
        stored = await hear(resource.apply(client, { ...request, prior: null }, call()));
      } else stored = await hear(resource.apply(client, { ...request, prior }, call()));
      if (stored.state) conforms(resource.schema, planned ?? {}, stored.state);
      return stored.state;
    },
    refresh,
    stored: () => stored,
    async import(id) {
      stored = await hear(resource.import!(client, { id }, call()));
      return refresh();
    },
    adopt(state) {
      stored = { state: whole(resource.schema, state) };
    },
  };
}

/** The prior value where the user says nothing and the provider computes. */
function proposal({ attributes }: Schema, config: ValueMap, prior: ValueMap | null): ValueMap {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      value === null && attributes[name]?.computed ? (prior?.[name] ?? null) : value,
    ]),
  );
}

/** A configuration with null wherever nothing is set. */
export function whole({ attributes }: Pick<Schema, "attributes">, config: ValueMap): ValueMap {
  const strange = Object.keys(config).filter((name) => !(name in attributes));
  if (strange.length > 0) throw new Error(`there is no attribute ${strange.join(", ")}`);
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, wholeValue(attribute, config[name] ?? null)]),
  );
}

function wholeValue({ nested }: Attribute, value: Value): Value {
  if (!nested || value === null || !isWhollyKnown(value)) return value;
  if (nested.nesting === "single") return whole(nested, value as ValueMap);
  if (Array.isArray(value)) return (value as readonly ValueMap[]).map((each) => whole(nested, each));
  return Object.fromEntries(
    Object.entries(value as ValueMap).map(([name, each]) => [name, whole(nested, each as ValueMap)]),
  );
}

/** What the client of the protocol demands of an answer. */
function conforms({ attributes }: Schema, given: ValueMap, answer: ValueMap): void {
  const names = Object.keys(attributes);
  const missing = names.filter((name) => answer[name] === undefined);
  const strange = Object.keys(answer).filter((name) => !names.includes(name));
  if (missing.length + strange.length > 0) throw new Error(`missing: ${missing}; not in the schema: ${strange}`);
  if (!isWhollyKnown(answer)) throw new Error(`not wholly known: ${plain(answer)}`);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || !isWhollyKnown(value)) continue;
    if (plain(value) !== plain(answer[name])) throw new Error(`${name} is not what was given or planned`);
  }
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The one attribute that is there to hold a key's text, where the user asked for it. */
function withoutKey(name: string, value: unknown): unknown {
  return name === "key" ? undefined : value;
}

function plain(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

function credentialsOf({ kind, credentials }: Emulator) {
  return kind === "new-api"
    ? { accessToken: credentials.accessToken!, userId: credentials.userId! }
    : { email: credentials.email!, password: credentials.password! };
}

function snake(credentials: Readonly<Record<string, string>>): ValueMap {
  return Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/** The diagnostics that a call is refused with; fails if it is not. */
export async function refusalOf(call: Promise<unknown>): Promise<readonly Diagnostic[]> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DiagnosticsError) return error.diagnostics;
  throw error ?? new Error("expected a refusal");
}
