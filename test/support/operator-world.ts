import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../emulator/emulator.ts";
import { startNewApi } from "../../emulator/new-api/index.ts";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import { readConfig } from "../../operator/config.ts";
import type { KubeClient } from "../../operator/kube/client.ts";
import { EVENTS, type KubeObject, NAMESPACES, type Resource, SECRETS } from "../../operator/kube/resource.ts";
import { type RunningOperator, startOperator } from "../../operator/main.ts";
import { entryOf } from "../../operator/reconcile/secret-body.ts";
import { TOK_API_KEYS, TOK_GATEWAYS } from "../../operator/resources/addresses.ts";
import { operatorNamespace } from "../../operator/resources/rbac.ts";
import type { TokApiKeyStatus } from "../../operator/resources/status.ts";
import { createLog } from "../../operator/telemetry/log.ts";
import { type ApiRecorder, startApiRecorder } from "./api-recorder.ts";
import type { ApiServer } from "./api-server.ts";
import { follow } from "./follow.ts";
import { type GatewayConsole, newApiConsole, sub2apiConsole } from "./gateway-console.ts";
import { kubeconfigFor } from "./kubeconfig.ts";
import { leaks, secretTexts } from "./secrets-kept.ts";

export interface WorldOptions {
  /** Server versions. */
  readonly newApi?: string;
  readonly sub2api?: string;
  /** Whether the gateways limit rates, as they do by default. */
  readonly limits?: boolean;
  /** Further settings of the operator, by environment variable. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A namespace on an API server with both gateways in it, an operator, and hands to look and act with. */
export class OperatorWorld {
  readonly server: ApiServer;
  /** A client with every right. */
  readonly client: KubeClient;
  readonly namespace: string;
  /** TokGateway `tokmodel` and what is behind it. */
  readonly tokModel: GatewayConsole;
  /** TokGateway `tokenforme`. */
  readonly tokenForMe: GatewayConsole;
  /** Everything that the operator says to the API server. */
  readonly wire: ApiRecorder;
  /** Every line that the operator has logged. */
  readonly log: string[] = [];
  readonly #directory: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #metrics: string[] = [];
  #operator: RunningOperator | undefined;

  private constructor(
    server: ApiServer,
    namespace: string,
    emulators: readonly [Emulator, Emulator],
    wire: ApiRecorder,
    directory: string,
    env: Readonly<Record<string, string>>,
  ) {
    this.server = server;
    this.client = server.admin;
    this.namespace = namespace;
    this.tokModel = newApiConsole(emulators[0]);
    this.tokenForMe = sub2apiConsole(emulators[1]);
    this.wire = wire;
    this.#directory = directory;
    this.#env = env;
  }

  static async open(server: ApiServer, options: WorldOptions = {}): Promise<OperatorWorld> {
    const { newApi = "v1.0.0-rc.24", sub2api = "0.1.179", limits = false, env = {} } = options;
    const [directory, wire, created, ...emulators] = await Promise.all([
      mkdtemp(join(tmpdir(), "tokapi-world-")),
      startApiRecorder(server.url, server.ca),
      server.admin.create(NAMESPACES, { metadata: { generateName: "world-" } }),
      startNewApi({ profile: newApi, seed: "wire", limits }),
      startSub2api({ profile: sub2api, seed: "wire", limits }),
    ]);
    await writeFile(join(directory, "kubeconfig"), kubeconfigFor(wire.url, server.operatorToken), { mode: 0o600 });
    const world = new OperatorWorld(server, created.metadata.name, emulators, wire, directory, env);
    const { accessToken, userId } = world.tokModel.emulator.credentials;
    const { email, password } = world.tokenForMe.emulator.credentials;
    await Promise.all([
      world.makeGateway("tokmodel", world.gatewaySpec(world.tokModel), { accessToken, userId }),
      world.makeGateway("tokenforme", world.gatewaySpec(world.tokenForMe), { email, password }),
    ]);
    return world;
  }

  get operator(): RunningOperator {
    if (!this.#operator) throw new Error("the operator does not run");
    return this.#operator;
  }

  /** Starts the operator in this process, for this namespace only. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<RunningOperator> {
    const config = readConfig({
      KUBECONFIG: join(this.#directory, "kubeconfig"),
      TOKAPI_WATCH_NAMESPACE: this.namespace,
      TOKAPI_NAMESPACE: operatorNamespace,
      TOKAPI_LEADER_ELECTION: "false",
      TOKAPI_HTTP_PORT: "0",
      TOKAPI_HTTP_HOST: "127.0.0.1",
      TOKAPI_LOG_LEVEL: "debug",
      ...this.#env,
      ...env,
    });
    const destination = { write: (line: string) => void this.log.push(line) };
    this.#operator = await startOperator(config, createLog(config.logLevel, destination));
    return this.#operator;
  }

  async stop(): Promise<void> {
    if (!this.#operator) return;
    this.#metrics.push(await this.http("/metrics").then(({ text }) => text));
    await this.#operator.stop();
    this.#operator = undefined;
  }

  /** Ends everything. Throws if any secret was shown anywhere on the way. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stop();
      await this.#checkSecretsKept();
    } finally {
      await this.wire.close();
      await Promise.all([this.tokModel.emulator.close(), this.tokenForMe.emulator.close()]);
      await rm(this.#directory, { recursive: true, force: true });
    }
  }

  /** What the operator's own HTTP server answers. */
  async http(path: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(`http://127.0.0.1:${this.operator.httpPort}${path}`);
    return { status: answer.status, text: await answer.text() };
  }

  /** Declares a key at a gateway. */
  async declare(
    name: string,
    at: GatewayConsole,
    spec: object = {},
    annotations: Record<string, string> = {},
  ): Promise<KubeObject> {
    const whole = { gatewayRef: { name: at.gateway }, group: at.group, ...spec };
    return this.make(TOK_API_KEYS, name, { spec: whole }, { annotations });
  }

  /** Makes any object in the world's namespace. */
  make(resource: Resource, name: string, rest: object, metadata: object = {}): Promise<KubeObject> {
    return this.client.create(resource, { metadata: { name, namespace: this.namespace, ...metadata }, ...rest });
  }

  /** Merges a patch into an object; a TokApiKey unless told. */
  edit(name: string, patch: object, resource: Resource = TOK_API_KEYS): Promise<KubeObject> {
    return this.client.patch(resource, { namespace: this.namespace, name }, patch, { type: "merge" });
  }

  annotate(name: string, annotations: Record<string, string | null>): Promise<KubeObject> {
    return this.edit(name, { metadata: { annotations } });
  }

  async remove(name: string, resource: Resource = TOK_API_KEYS): Promise<void> {
    await this.client.delete(resource, { namespace: this.namespace, name });
  }

  get(name: string, resource: Resource): Promise<KubeObject> {
    return this.client.get(resource, { namespace: this.namespace, name });
  }

  /** Waits, by watching, until a key is as asked; tells what it was like when that did not come. */
  async until(
    name: string,
    what: string,
    is: (status: TokApiKeyStatus, object: KubeObject) => boolean,
    ms = 30_000,
  ): Promise<TokApiKeyStatus> {
    const found = await this.follow(TOK_API_KEYS, name, what, (object) => !!object && is(statusOf(object), object), ms);
    return statusOf(found!);
  }

  gone(name: string, resource: Resource = TOK_API_KEYS, ms = 30_000): Promise<unknown> {
    return this.follow(resource, name, "it is gone", (object) => object === undefined, ms);
  }

  /** Waits until a key is Ready, with this revision or a later one in the Secret if one is given. */
  ready(name: string, revision?: number): Promise<TokApiKeyStatus> {
    const what = revision === undefined ? "it is Ready" : `revision ${revision} or a later one is Ready`;
    return this.until(name, what, (status, object) => {
      const current = status.observedGeneration === object.metadata.generation;
      return current && isTrue(status, "Ready") && (status.revision ?? 0) >= (revision ?? 0);
    });
  }

  /** Waits for a condition's reason, in the newest generation. */
  reason(name: string, type: string, reason: string, ms?: number): Promise<TokApiKeyStatus> {
    const is = (status: TokApiKeyStatus, object: KubeObject) =>
      status.observedGeneration === object.metadata.generation && conditionOf(status, type)?.reason === reason;
    return this.until(name, `${type} says ${reason}`, is, ms);
  }

  follow(
    resource: Resource,
    name: string,
    what: string,
    is: (object: KubeObject | undefined) => boolean,
    ms = 30_000,
  ): Promise<KubeObject | undefined> {
    const tail = () => this.log.slice(-15).join("");
    return follow(this.client, resource, { namespace: this.namespace, name }, { what, is, ms, tail });
  }

  /** One entry of a Secret, decoded; undefined if the Secret or the entry is missing. */
  async secret(name: string, entry = "apiKey"): Promise<string | undefined> {
    const { items } = await this.client.list(SECRETS, {
      namespace: this.namespace,
      fieldSelector: `metadata.name=${name}`,
    });
    return items[0] && entryOf(items[0], entry);
  }

  /** The events about one key, oldest first, once one of that reason has come. */
  async events(name: string, reason: string): Promise<readonly { reason: string; type: string; note: string }[]> {
    const about = (object: KubeObject) => (object.regarding as { name?: string } | undefined)?.name === name;
    const seen: KubeObject[] = [];
    const { items, resourceVersion } = await this.client.list(EVENTS, { namespace: this.namespace });
    seen.push(...items.filter(about));
    const all = () => seen.map((event) => event as unknown as { reason: string; type: string; note: string });
    if (all().some((event) => event.reason === reason)) return all();
    const signal = AbortSignal.timeout(20_000);
    const options = { namespace: this.namespace, resourceVersion, timeoutSeconds: 60, signal };
    try {
      for await (const { type, object } of this.client.watch(EVENTS, options)) {
        if (type !== "BOOKMARK" && about(object)) seen.push(object);
        if (all().some((event) => event.reason === reason)) return all();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    const told = all().map((event) => event.reason);
    throw new Error(`no event ${reason} about ${name}; there are ${told}\n${this.log.slice(-15).join("")}`);
  }

  gatewaySpec(at: GatewayConsole): Record<string, unknown> {
    const { kind, panelURL, dataURL } = at.emulator;
    const buckets = kind === "new-api" ? ["GA", "CT"] : ["panel", "usage", "login", "refresh"];
    return {
      driver: kind,
      panelURL,
      dataURL,
      pollInterval: "1s",
      rateLimits: buckets.map((bucket) => ({ bucket, unlimited: true })),
    };
  }

  /** Makes a TokGateway, and the Secret of its account. */
  async makeGateway(name: string, spec: object, stringData: Record<string, string | undefined>): Promise<void> {
    const credentials = `${name}-account`;
    await this.make(SECRETS, credentials, { stringData });
    await this.make(TOK_GATEWAYS, name, { spec: { ...spec, credentialsSecretRef: { name: credentials } } });
  }

  async #checkSecretsKept(): Promise<void> {
    const secrets = secretTexts([this.tokModel.emulator, this.tokenForMe.emulator]);
    const found = leaks(secrets, [
      ...this.log.map((line) => ["a log line", line] as const),
      ...this.#metrics.map((text) => ["a metric", text] as const),
      ...this.wire.requests.map(({ verb, resource, body }) => [`${verb} ${resource}`, body] as const),
    ]);
    if (found.length > 0) throw new Error(`secrets are shown:\n${[...new Set(found)].join("\n")}`);
  }
}

export function statusOf(object: KubeObject): TokApiKeyStatus {
  return (object.status ?? {}) as TokApiKeyStatus;
}

export function conditionOf(status: Pick<TokApiKeyStatus, "conditions">, type: string) {
  return (status.conditions ?? []).find((condition) => condition.type === type);
}

export function isTrue(status: Pick<TokApiKeyStatus, "conditions">, type: string): boolean {
  return conditionOf(status, type)?.status === "True";
}
