import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installKinds } from "../cli/demo/stage.ts";
import { KubeClient } from "../operator/kube/client.ts";
import { loadCluster } from "../operator/kube/config.ts";
import { NAMESPACES, SECRETS } from "../operator/kube/resource.ts";
import { TOK_GATEWAYS } from "../operator/resources/addresses.ts";
import { type ControlPlane, startControlPlane } from "../test/support/control-plane.ts";
import type { EmulatedGateway } from "./emulated.ts";
import { OperatorChild } from "./operator-child.ts";

/** The operator's own namespace in every rig. */
export const ownNamespace = "tokapi-system";
/** Every bench gateway's name. */
export const gatewayName = "gateway";

/** A fresh etcd and kube-apiserver with our kinds in it. */
export class Rig {
  readonly plane: ControlPlane;
  readonly client: KubeClient;
  readonly directory: string;
  #operators = 0;
  #gateways: EmulatedGateway[] = [];
  #running: OperatorChild[] = [];

  private constructor(plane: ControlPlane, client: KubeClient, directory: string) {
    this.plane = plane;
    this.client = client;
    this.directory = directory;
  }

  static async open(): Promise<Rig> {
    const plane = await startControlPlane();
    const { url, ca, adminToken: token } = plane;
    const client = new KubeClient({ cluster: await loadCluster({ url, token, ca }) });
    const directory = await mkdtemp(join(tmpdir(), "tokapi-bench-"));
    await writeFile(join(directory, "kubeconfig"), plane.kubeconfig(), { mode: 0o600 });
    const rig = new Rig(plane, client, directory);
    await installKinds(client);
    await rig.namespace(ownNamespace);
    return rig;
  }

  async namespace(name: string): Promise<void> {
    await this.client.create(NAMESPACES, { metadata: { name } });
  }

  /** A gateway of the rig; ends with it. */
  async own(gateway: Promise<EmulatedGateway>): Promise<EmulatedGateway> {
    const started = await gateway;
    this.#gateways.push(started);
    return started;
  }

  /** Makes a namespace with a TokGateway in it. Its rate limits are as in the emulator: off, or the defaults. */
  async stage(
    namespace: string,
    gateway: EmulatedGateway,
    { limits = false, pollInterval = "5m" } = {},
  ): Promise<void> {
    await this.namespace(namespace);
    const { kind, panelURL, dataURL, credentials } = gateway;
    const { accessToken, userId, email, password } = credentials;
    const stringData = kind === "new-api" ? { accessToken, userId } : { email, password };
    await this.client.create(SECRETS, { metadata: { name: "account", namespace }, stringData });
    const buckets = kind === "new-api" ? ["GA", "CT"] : ["panel", "usage", "login", "refresh"];
    const rateLimits = limits ? [] : buckets.map((bucket) => ({ bucket, unlimited: true }));
    const spec = {
      driver: kind,
      panelURL,
      dataURL,
      credentialsSecretRef: { name: "account" },
      pollInterval,
      ...(limits ? {} : { rateLimits }),
    };
    await this.client.create(TOK_GATEWAYS, { metadata: { name: gatewayName, namespace }, spec });
  }

  /** The operator as it ships, in a process of its own, once it is ready. */
  async operator(env: Readonly<Record<string, string>> = {}, flags: readonly string[] = []): Promise<OperatorChild> {
    this.#operators += 1;
    const started = await OperatorChild.start(
      { KUBECONFIG: join(this.directory, "kubeconfig"), TOKAPI_NAMESPACE: ownNamespace, ...env },
      join(this.directory, `operator-${this.#operators}.log`),
      flags,
    );
    this.#running.push(started);
    return started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((operator) => operator.stop()));
    await Promise.all(this.#gateways.map((gateway) => gateway.stop()));
    await this.client.close();
    await this.plane.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
