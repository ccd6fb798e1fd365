import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNewApi } from "../../emulator/new-api/index.ts";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import { type KubeObject, NAMESPACES, type Resource, SECRETS } from "../../operator/kube/resource.ts";
import { TOK_API_KEYS, TOK_GATEWAYS } from "../../operator/resources/addresses.ts";
import { operatorNamespace } from "../../operator/resources/rbac.ts";
import { type ApiServer, kubeconfigFor } from "../support/api-server.ts";
import { follow } from "../support/follow.ts";
import { type GatewayConsole, newApiConsole, sub2apiConsole } from "../support/gateway-console.ts";
import { isTrue, statusOf } from "../support/operator-world.ts";
import { type OperatorProcess, startOperatorProcess } from "./operator-process.ts";
import { type ReverseProxy, startProxy } from "./proxy.ts";
import { Tripwire } from "./tripwire.ts";

/** New API makes the text of a key; Sub2API takes ours. */
export type GatewayKind = "new-api" | "sub2api";

interface Parts {
  readonly server: ApiServer;
  readonly namespace: string;
  readonly console: GatewayConsole;
  readonly tripwire: Tripwire;
  readonly proxies: readonly ReverseProxy[];
  readonly directory: string;
}

/** A namespace with one gateway in it, and operators behind proxies that see every request. */
export class CrashWorld {
  readonly server: ApiServer;
  readonly namespace: string;
  readonly console: GatewayConsole;
  readonly tripwire: Tripwire;
  readonly #parts: Parts;
  readonly #operators: OperatorProcess[] = [];

  private constructor(parts: Parts) {
    this.server = parts.server;
    this.namespace = parts.namespace;
    this.console = parts.console;
    this.tripwire = parts.tripwire;
    this.#parts = parts;
  }

  static async open(server: ApiServer, kind: GatewayKind): Promise<CrashWorld> {
    const options = { seed: "wire", limits: false } as const;
    const [directory, created, console] = await Promise.all([
      mkdtemp(join(tmpdir(), "tokapi-crash-")),
      server.admin.create(NAMESPACES, { metadata: { generateName: "crash-" } }),
      kind === "sub2api"
        ? startSub2api({ ...options, profile: "0.1.179" }).then(sub2apiConsole)
        : startNewApi({ ...options, profile: "v1.0.0-rc.24" }).then(newApiConsole),
    ]);
    const tripwire = new Tripwire();
    const [kubernetes, gateway] = await Promise.all([
      startProxy("kubernetes", server.url, tripwire, server.ca),
      startProxy("gateway", console.emulator.panelURL, tripwire),
    ]);
    await writeFile(join(directory, "kubeconfig"), kubeconfigFor(kubernetes.url, server.operatorToken), {
      mode: 0o600,
    });
    const namespace = created.metadata.name;
    const world = new CrashWorld({ server, namespace, console, tripwire, proxies: [kubernetes, gateway], directory });
    await world.#connect(gateway.url);
    return world;
  }

  /** The newest operator. */
  get operator(): OperatorProcess {
    const operator = this.#operators.at(-1);
    if (!operator) throw new Error("no operator was started");
    return operator;
  }

  /** Waits until the gateway is connected, so that no scenario begins with that. */
  async connected(): Promise<void> {
    const is = (object: KubeObject | undefined) => !!object && isTrue(statusOf(object), "Ready");
    await this.follow(TOK_GATEWAYS, this.console.gateway, "it is connected", is, 60_000);
  }

  /** Starts one more operator for this namespace. */
  start(env: Readonly<Record<string, string>> = {}): OperatorProcess {
    const operator = startOperatorProcess({
      KUBECONFIG: join(this.#parts.directory, "kubeconfig"),
      TOKAPI_WATCH_NAMESPACE: this.namespace,
      TOKAPI_NAMESPACE: operatorNamespace,
      TOKAPI_LEADER_ELECTION: "false",
      TOKAPI_HTTP_PORT: "0",
      TOKAPI_HTTP_HOST: "127.0.0.1",
      TOKAPI_LOG_LEVEL: "info",
      ...env,
    });
    this.#operators.push(operator);
    return operator;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#operators.map((operator) => operator.kill()));
    await Promise.all(this.#parts.proxies.map((proxy) => proxy.close()));
    await this.console.emulator.close();
    await rm(this.#parts.directory, { recursive: true, force: true });
  }

  make(resource: Resource, name: string, rest: object, metadata: object = {}): Promise<KubeObject> {
    return this.server.admin.create(resource, { metadata: { name, namespace: this.namespace, ...metadata }, ...rest });
  }

  /** Merges a patch into a TokApiKey. */
  edit(name: string, patch: object): Promise<KubeObject> {
    return this.server.admin.patch(TOK_API_KEYS, { namespace: this.namespace, name }, patch, { type: "merge" });
  }

  /** Undefined if there is none. */
  async find(resource: Resource, name: string): Promise<KubeObject | undefined> {
    const selector = { namespace: this.namespace, fieldSelector: `metadata.name=${name}` };
    return (await this.server.admin.list(resource, selector)).items[0];
  }

  async all(resource: Resource): Promise<readonly KubeObject[]> {
    return (await this.server.admin.list(resource, { namespace: this.namespace })).items;
  }

  /** Waits, by watching, until an object is as asked. */
  follow(resource: Resource, name: string, what: string, is: (object: KubeObject | undefined) => boolean, ms: number) {
    const tail = () => `the operator's last lines:\n${this.operator.tail()}`;
    return follow(this.server.admin, resource, { namespace: this.namespace, name }, { what, is, ms, tail });
  }

  async #connect(url: string): Promise<void> {
    const { gateway, emulator } = this.console;
    const { kind, credentials } = emulator;
    const { accessToken, userId, email, password } = credentials;
    const buckets = kind === "new-api" ? ["GA", "CT"] : ["panel", "usage", "login", "refresh"];
    await this.make(SECRETS, `${gateway}-account`, {
      stringData: kind === "new-api" ? { accessToken, userId } : { email, password },
    });
    await this.make(TOK_GATEWAYS, gateway, {
      spec: {
        driver: kind,
        panelURL: url,
        dataURL: url,
        pollInterval: "1s",
        rateLimits: buckets.map((bucket) => ({ bucket, unlimited: true })),
        credentialsSecretRef: { name: `${gateway}-account` },
      },
    });
  }
}
