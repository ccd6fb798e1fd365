import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { type ApiServer, embeddedServer } from "../../../support/api-server.ts";
import { kubeconfigFor } from "../../../support/kubeconfig.ts";
import { needing } from "../../../support/needing.ts";
import { OperatorWorld } from "../../../support/operator-world.ts";
import { openWorkspace, type Workspace } from "../../../support/terraform.ts";
import { terraformWithActions } from "../../../tools/terraform-programs.ts";
import { createClock } from "../../scenario/clock.ts";
import { unwrapped } from "../../scenario/diagnostics.ts";
import { attachedProvider, type ScenarioProvider } from "../../scenario/provider.ts";

jest.setTimeout(90_000);

const examples = join(import.meta.dirname, "../../../../examples/terraform");
const terraform = needing(await terraformWithActions());

terraform.describe("tok_cluster_api_key in a Terraform that knows actions", () => {
  let server: ApiServer;
  let world: OperatorWorld;
  let provider: ScenarioProvider;
  let workspace: Workspace;
  const example = (path: string) => readFileSync(join(examples, path), "utf8").replaceAll("team-a", world.namespace);
  const secret = () => world.secret("prod-api-server");
  const planned = async () => {
    const { code, output } = await workspace.run(["plan", "-detailed-exitcode"]);
    return { code, output };
  };
  const nothing = { code: 0, output: expect.stringContaining("No changes") };

  beforeAll(async () => {
    server = await embeddedServer();
    world = await OperatorWorld.open(server);
    await world.start();
    provider = await attachedProvider(createClock(1), {});
    workspace = await openWorkspace({
      program: terraform.needed,
      providers: provider.sources,
      files: {
        "provider.tf": readFileSync(join(examples, "provider/cluster.tf"), "utf8"),
        "../home/.kube/config": kubeconfigFor(server.url, server.adminToken),
      },
    });
  });
  afterAll(async () => {
    await workspace?.close();
    provider?.close();
    await world?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  it("rotates by the example's action, called by hand, and by a trigger whose name is not known in the plan", async () => {
    await workspace.write({
      "main.tf": example("resources/tok_cluster_api_key/main.tf"),
      "action.tf": example("actions/tok_cluster_api_key_rotate/main.tf"),
    });
    await workspace.succeed(["apply", "-auto-approve"]);
    const first = (await secret())!;
    const { output } = await workspace.succeed([
      "apply",
      "-auto-approve",
      "-invoke=action.tok_cluster_api_key_rotate.now",
    ]);
    expect(unwrapped(output)).toContain("Revision 2 is Current.");
    const second = (await secret())!;
    expect(second).not.toBe(first);
    expect(await world.tokModel.use(second)).toBe(200);
    expect(await planned()).toEqual(nothing);
    await workspace.write({
      "trigger.tf": `
resource "terraform_data" "incident" {
  input = tok_cluster_api_key.api_server.name
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.tok_cluster_api_key_rotate.later]
    }
  }
}
action "tok_cluster_api_key_rotate" "later" {
  config {
    namespace = tok_cluster_api_key.api_server.namespace
    name      = terraform_data.incident.output
  }
}
`,
    });
    const plan = await workspace.succeed(["plan", "-out=tfplan"]);
    expect(plan.output).toMatch(/name += \(known after apply\)/);
    const apply = await workspace.succeed(["apply", "tfplan"]);
    expect(unwrapped(apply.output)).toContain("Revision 3 is Current.");
    expect(await secret()).not.toBe(second);
    expect(await planned()).toEqual(nothing);
    await workspace.write({ "trigger.tf": null, "action.tf": null });
    await workspace.succeed(["destroy", "-auto-approve"]);
  });

  it("generates the configuration of an object that an import block identifies, which then plans nothing", async () => {
    await world.declare("prod-batch-summaries", world.tokModel);
    await world.ready("prod-batch-summaries");
    await workspace.write({
      "main.tf": `
import {
  to       = tok_cluster_api_key.taken
  identity = { namespace = "${world.namespace}", name = "prod-batch-summaries" }
}
`,
    });
    await workspace.succeed(["plan", "-generate-config-out=found.tf"]);
    const apply = await workspace.succeed(["apply", "-auto-approve"]);
    expect(apply.output).toMatch(/1 imported, 0 added, 0 changed, 0 destroyed/);
    expect(await planned()).toEqual(nothing);
  });
});
