import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ApiServer, embeddedServer } from "../../../support/api-server.ts";
import { kubeconfigFor } from "../../../support/kubeconfig.ts";
import { OperatorWorld } from "../../../support/operator-world.ts";
import { openWorkspace, type Workspace, type WorkspaceOptions } from "../../../support/terraform.ts";
import { createClock } from "../../scenario/clock.ts";
import { attachedProvider, type ScenarioProvider } from "../../scenario/provider.ts";

const examples = join(import.meta.dirname, "../../../../examples/terraform");

/** A cluster with the operator in it, and a workspace whose provider block is that of the examples and leads there. */
export class ClusterStage {
  readonly server: ApiServer;
  readonly world: OperatorWorld;
  readonly workspace: Workspace;
  readonly #provider: ScenarioProvider;

  private constructor(server: ApiServer, world: OperatorWorld, workspace: Workspace, provider: ScenarioProvider) {
    this.server = server;
    this.world = world;
    this.workspace = workspace;
    this.#provider = provider;
  }

  static async open(options: Pick<WorkspaceOptions, "program" | "log">): Promise<ClusterStage> {
    const server = await embeddedServer();
    const world = await OperatorWorld.open(server);
    await world.start();
    const provider = await attachedProvider(createClock(1), {});
    const files = { "provider.tf": readFileSync(join(examples, "provider/cluster.tf"), "utf8") };
    const workspace = await openWorkspace({ ...options, files, providers: provider.sources });
    const stage = new ClusterStage(server, world, workspace, provider);
    await stage.useCluster();
    return stage;
  }

  /** Puts the kubeconfig where the block looks for it. */
  useCluster(url = this.server.url, token = this.server.adminToken): Promise<void> {
    return this.workspace.write({ "../home/.kube/config": kubeconfigFor(url, token) });
  }

  /** A file below examples/terraform, for the namespace of this cluster. */
  example(path: string): string {
    return readFileSync(join(examples, path), "utf8").replaceAll("team-a", this.world.namespace);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.workspace.close();
    this.#provider.close();
    await this.world[Symbol.asyncDispose]();
    await this.server.stop();
  }
}
