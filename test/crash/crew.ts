import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operatorNamespace } from "../../operator/resources/rbac.ts";
import type { ApiServer } from "../support/api-server.ts";
import { kubeconfigFor } from "../support/kubeconfig.ts";
import { type OperatorProcess, startOperatorProcess } from "./operator-process.ts";
import { type ReverseProxy, startProxy } from "./proxy.ts";
import type { Tripwire } from "./tripwire.ts";

/** The operators of one or more worlds, and the proxy through which they see the API server. */
export class Crew {
  readonly server: ApiServer;
  readonly #directory: string;
  readonly #wires: Map<string, Tripwire>;
  readonly #proxy: ReverseProxy;
  readonly #operators: OperatorProcess[] = [];

  private constructor(server: ApiServer, directory: string, wires: Map<string, Tripwire>, proxy: ReverseProxy) {
    this.server = server;
    this.#directory = directory;
    this.#wires = wires;
    this.#proxy = proxy;
  }

  static async open(server: ApiServer): Promise<Crew> {
    const wires = new Map<string, Tripwire>();
    const wireOf = (path: string) => wires.get(/\/namespaces\/([^/?]+)\//.exec(path)?.[1] ?? "");
    const [directory, proxy] = await Promise.all([
      mkdtemp(join(tmpdir(), "tokapi-crash-")),
      startProxy("kubernetes", server.url, wireOf, server.ca),
    ]);
    const config = kubeconfigFor(proxy.url, server.operatorToken);
    await writeFile(join(directory, "kubeconfig"), config, { mode: 0o600 });
    return new Crew(server, directory, wires, proxy);
  }

  /** From now on requests about this namespace pass the tripwire. */
  watch(namespace: string, tripwire: Tripwire): void {
    this.#wires.set(namespace, tripwire);
  }

  /** The newest operator. */
  get operator(): OperatorProcess {
    const operator = this.#operators.at(-1);
    if (!operator) throw new Error("no operator was started");
    return operator;
  }

  /** Starts one more operator. */
  start(env: Readonly<Record<string, string>> = {}): OperatorProcess {
    const operator = startOperatorProcess({
      KUBECONFIG: join(this.#directory, "kubeconfig"),
      TOKAPI_NAMESPACE: operatorNamespace,
      TOKAPI_LEADER_ELECTION: "false",
      TOKAPI_HTTP_PORT: "0",
      TOKAPI_HTTP_HOST: "127.0.0.1",
      TOKAPI_LOG_LEVEL: "info",
      // Requests that are held at a boundary keep their connections.
      TOKAPI_CONNECTIONS: "64",
      ...env,
    });
    this.#operators.push(operator);
    return operator;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#operators.map((operator) => operator.kill()));
    await this.#proxy.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
