import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { startKubernetes } from "../../../../emulator/kubernetes/index.ts";
import { TOK_API_KEYS } from "../../../../operator/resources/addresses.ts";
import type { OperatorWorld } from "../../../support/operator-world.ts";
import type { Workspace } from "../../../support/terraform.ts";
import { terraformPrograms } from "../../../tools/terraform-programs.ts";
import { ClusterStage } from "./stage.ts";

jest.setTimeout(90_000);

const tools = (await terraformPrograms()).map((program) => ({ tool: program.tool, program }));

describe.each(tools)("tok_cluster_api_key in $tool", ({ program }) => {
  let stage: ClusterStage;
  let world: OperatorWorld;
  let workspace: Workspace;
  const example = (file: string) => stage.example(`resources/tok_cluster_api_key/${file}`);
  const attributes = async () => (await workspace.state())?.resources[0]?.instances[0]?.attributes;

  beforeAll(async () => {
    stage = await ClusterStage.open({ program, log: "TRACE" });
    ({ world, workspace } = stage);
  });
  beforeEach(() => stage.useCluster());
  afterAll(() => stage?.[Symbol.asyncDispose]());

  it("makes the first example: the Secret arrives, the key works, and its text is nowhere here", async () => {
    await workspace.write({ "main.tf": example("main.tf") });
    await workspace.succeed(["plan", "-out=tfplan"]);
    await workspace.succeed(["apply", "-auto-approve", "tfplan"]);
    expect(await attributes()).toMatchObject({ ready: true, revision: 1, secret_name: "prod-api-server" });
    const text = (await world.secret("prod-api-server"))!;
    expect(await world.tokModel.use(text)).toBe(200);
    expect(await world.secret("prod-api-server", "OPENAI_BASE_URL")).toBe(`${world.tokModel.emulator.dataURL}/v1`);
    await workspace.plansNothing();
    const shows = (secret: string) => (place: readonly [string, string]) => place[1].includes(secret);
    const places = await workspace.written();
    expect(places.filter(shows(text)).map(([place]) => place)).toEqual([]);
    expect(places.filter(shows(stage.server.adminToken)).map(([place]) => place)).toEqual(["home/.kube/config"]);
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
    await stage.useCluster("http://127.0.0.1:9", "x");
    const plan = await workspace.succeed(["plan"]);
    expect(plan.output).toContain("2 to add");
    await stage.useCluster();
    await workspace.succeed(["apply", "-auto-approve"]);
    expect(await world.tokModel.use((await world.secret("prod-api-server"))!)).toBe(200);
    await stage.useCluster("http://127.0.0.1:9", "x");
    const refresh = await workspace.run(["plan"]);
    expect([refresh.code, refresh.output]).toEqual([1, expect.stringContaining("cannot connect to")]);
    await stage.useCluster();
    await workspace.succeed(["destroy", "-auto-approve"]);
  });

  it("says how to install the CRD where it is missing, and keeps nothing", async () => {
    const bare = await startKubernetes();
    try {
      await workspace.write({ "main.tf": example("main.tf") });
      await stage.useCluster(bare.url, bare.token);
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
