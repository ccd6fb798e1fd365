import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { startKubernetes } from "../../../../emulator/kubernetes/index.ts";
import { TOK_API_KEYS } from "../../../../operator/resources/addresses.ts";
import { type ApiServer, embeddedServer } from "../../../support/api-server.ts";
import { kubeconfigFor } from "../../../support/kubeconfig.ts";
import { OperatorWorld } from "../../../support/operator-world.ts";
import { openWorkspace, type Workspace } from "../../../support/terraform.ts";
import { terraformPrograms } from "../../../tools/terraform-programs.ts";
import { createClock } from "../../scenario/clock.ts";
import { attachedProvider, type ScenarioProvider } from "../../scenario/provider.ts";

jest.setTimeout(90_000);

const examples = join(import.meta.dirname, "../../../../examples/terraform");
const tools = (await terraformPrograms()).map((program) => ({ tool: program.tool, program }));

const block = readFileSync(join(examples, "provider/cluster.tf"), "utf8");

describe.each(tools)("tok_cluster_api_key in $tool", ({ program }) => {
  let server: ApiServer;
  let world: OperatorWorld;
  let provider: ScenarioProvider;
  let workspace: Workspace;
  const example = (file: string) =>
    readFileSync(join(examples, "resources/tok_cluster_api_key", file), "utf8").replaceAll("team-a", world.namespace);
  const useCluster = (url: string, token: string) =>
    workspace.write({ "../home/.kube/config": kubeconfigFor(url, token) });
  const attributes = async () => (await workspace.state())?.resources[0]?.instances[0]?.attributes;

  beforeAll(async () => {
    server = await embeddedServer();
    world = await OperatorWorld.open(server);
    await world.start();
    provider = await attachedProvider(createClock(1), {});
    workspace = await openWorkspace({
      program,
      files: { "provider.tf": block },
      providers: provider.sources,
      log: "TRACE",
    });
  });
  beforeEach(() => useCluster(server.url, server.adminToken));
  afterAll(async () => {
    await workspace?.close();
    provider?.close();
    await world?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  it("makes the first example: the Secret arrives, the key works, and its text is nowhere here", async () => {
    await workspace.write({ "main.tf": example("main.tf") });
    await workspace.succeed(["plan", "-out=tfplan"]);
    await workspace.succeed(["apply", "-auto-approve", "tfplan"]);
    expect(await attributes()).toMatchObject({ ready: true, revision: 1, secret_name: "prod-api-server" });
    const text = (await world.secret("prod-api-server"))!;
    expect(await world.tokModel.use(text)).toBe(200);
    expect(await world.secret("prod-api-server", "OPENAI_BASE_URL")).toBe(`${world.tokModel.emulator.dataURL}/v1`);
    const again = await workspace.run(["plan", "-detailed-exitcode"]);
    expect([again.code, again.output]).toEqual([0, expect.stringContaining("No changes")]);
    const shows = (secret: string) => (place: readonly [string, string]) => place[1].includes(secret);
    const places = await workspace.written();
    expect(places.filter(shows(text)).map(([place]) => place)).toEqual([]);
    expect(places.filter(shows(server.adminToken)).map(([place]) => place)).toEqual(["home/.kube/config"]);
  });

  it("shows drift at its attribute, and says whose it is", async () => {
    await world.edit("prod-api-server", { spec: { quota: { amount: 9 } } });
    const plan = await workspace.succeed(["plan"]);
    expect(plan.output).toMatch(/amount += 9 -> 50/);
    const apply = await workspace.run(["apply", "-auto-approve"]);
    expect(apply.code).toBe(1);
    expect(apply.output).toContain("Another manager owns this field");
    await workspace.write({ "main.tf": example("main.tf").replace("spec = {", "force = true\nspec = {") });
    await workspace.succeed(["apply", "-auto-approve"]);
    expect((await world.get("prod-api-server", TOK_API_KEYS)).spec).toMatchObject({ quota: { amount: 50 } });
    await workspace.succeed(["destroy", "-auto-approve"]);
    expect(world.tokModel.emulator.ledger.existing()).toEqual([]);
  });

  it("takes over what kubectl has made, as in the example", async () => {
    await world.declare("prod-batch-summaries", world.tokModel);
    await world.ready("prod-batch-summaries");
    await workspace.write({ "main.tf": example("import.tf") });
    const apply = await workspace.succeed(["apply", "-auto-approve"]);
    expect(apply.output).toMatch(/1 imported, 0 added, 0 changed, 0 destroyed/);
    await workspace.write({ "main.tf": null });
    await workspace.succeed(["apply", "-auto-approve"]);
    await world.gone("prod-batch-summaries");
  });

  it("plans without a cluster, with values that are not known yet, and applies when there is one", async () => {
    const unknown = `resource "terraform_data" "gateway" { input = "tokmodel" }\n`;
    await workspace.write({
      "main.tf": unknown + example("main.tf").replace('name = "tokmodel"', "name = terraform_data.gateway.output"),
    });
    await useCluster("http://127.0.0.1:9", "x");
    const plan = await workspace.succeed(["plan"]);
    expect(plan.output).toContain("2 to add");
    await useCluster(server.url, server.adminToken);
    await workspace.succeed(["apply", "-auto-approve"]);
    expect(await world.tokModel.use((await world.secret("prod-api-server"))!)).toBe(200);
    await useCluster("http://127.0.0.1:9", "x");
    const refresh = await workspace.run(["plan"]);
    expect([refresh.code, refresh.output]).toEqual([1, expect.stringContaining("cannot connect to")]);
    await useCluster(server.url, server.adminToken);
    await workspace.succeed(["destroy", "-auto-approve"]);
  });

  it("says how to install the CRD where it is missing, and keeps nothing", async () => {
    const bare = await startKubernetes();
    try {
      await workspace.write({ "main.tf": example("main.tf") });
      await useCluster(bare.url, bare.token);
      await workspace.succeed(["plan"]);
      const apply = await workspace.run(["apply", "-auto-approve"]);
      expect([apply.code, apply.output]).toEqual([1, expect.stringContaining("tokapi crd | kubectl apply -f -")]);
      expect(await attributes()).toBeUndefined();
    } finally {
      await bare.close();
    }
  });

  it("refuses in `validate`, at the attribute", async () => {
    await workspace.write({ "main.tf": example("main.tf").replace('"2h"', '"60d"') });
    const { code, output } = await workspace.run(["validate"]);
    expect([code, output]).toEqual([1, expect.stringMatching(/overlap \(default: 1h\) does not fit into/)]);
  });
});
