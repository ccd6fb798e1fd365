import { startNewApi } from "../../emulator/new-api/index.ts";
import { startSub2api } from "../../emulator/sub2api/index.ts";
import { type KubeObject, NAMESPACES, type Resource, SECRETS } from "../../operator/kube/resource.ts";
import { TOK_API_KEYS, TOK_GATEWAYS } from "../../operator/resources/addresses.ts";
import type { ApiServer } from "../support/api-server.ts";
import { follow } from "../support/follow.ts";
import { type GatewayConsole, newApiConsole, sub2apiConsole } from "../support/gateway-console.ts";
import { isTrue, statusOf } from "../support/operator-world.ts";
import { Crew } from "./crew.ts";
import type { OperatorProcess } from "./operator-process.ts";
import { type ReverseProxy, startProxy } from "./proxy.ts";
import { Tripwire } from "./tripwire.ts";

/** How long anything may take that is waited for. Long, because only what never comes is wrong, and machines are busy. */
export const patienceMs = 180_000;

/** New API makes the text of a key; Sub2API takes ours. */
export type GatewayKind = "new-api" | "sub2api";

interface Parts {
  readonly crew: Crew;
  readonly namespace: string;
  readonly console: GatewayConsole;
  readonly tripwire: Tripwire;
  readonly proxy: ReverseProxy;
}

/** A namespace with one gateway in it, and operators behind proxies that see every request. */
export class CrashWorld {
  readonly crew: Crew;
  readonly server: ApiServer;
  readonly namespace: string;
  readonly console: GatewayConsole;
  readonly tripwire: Tripwire;
  readonly #proxy: ReverseProxy;
  /** It has this crew for itself. */
  #alone = false;

  private constructor({ crew, namespace, console, tripwire, proxy }: Parts) {
    this.crew = crew;
    this.server = crew.server;
    this.namespace = namespace;
    this.console = console;
    this.tripwire = tripwire;
    this.#proxy = proxy;
  }

  /** A world beside others that a crew looks after. */
  static async open(crew: Crew, kind: GatewayKind): Promise<CrashWorld> {
    const options = { seed: "wire", limits: false } as const;
    const [created, console] = await Promise.all([
      crew.server.admin.create(NAMESPACES, { metadata: { generateName: "crash-" } }),
      kind === "sub2api"
        ? startSub2api({ ...options, profile: "0.1.179" }).then(sub2apiConsole)
        : startNewApi({ ...options, profile: "v1.0.0-rc.24" }).then(newApiConsole),
    ]);
    const tripwire = new Tripwire();
    const proxy = await startProxy("gateway", console.emulator.panelURL, () => tripwire);
    const namespace = created.metadata.name;
    crew.watch(namespace, tripwire);
    const world = new CrashWorld({ crew, namespace, console, tripwire, proxy });
    await world.#connect(proxy.url);
    return world;
  }

  /** A world whose operators look after nothing else. */
  static async alone(server: ApiServer, kind: GatewayKind): Promise<CrashWorld> {
    const world = await CrashWorld.open(await Crew.open(server), kind);
    world.#alone = true;
    return world;
  }

  /** Waits until the gateway is connected, so that no scenario begins with that. */
  async connected(): Promise<void> {
    const is = (object: KubeObject | undefined) => !!object && isTrue(statusOf(object), "Ready");
    await this.follow(TOK_GATEWAYS, this.console.gateway, "it is connected", is, patienceMs);
  }

  /** Starts one more operator, for this namespace alone. */
  start(env: Readonly<Record<string, string>> = {}): OperatorProcess {
    return this.crew.start({ TOKAPI_WATCH_NAMESPACE: this.namespace, ...env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#alone) await this.crew[Symbol.asyncDispose]();
    await this.#proxy.close();
    await this.console.emulator.close();
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
    const tail = () => `the operator's last lines:\n${this.crew.operator.tail()}`;
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
