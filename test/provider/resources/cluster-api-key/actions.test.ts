import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { needing } from "../../../support/needing.ts";
import type { OperatorWorld } from "../../../support/operator-world.ts";
import type { Workspace } from "../../../support/terraform.ts";
import { terraformWithActions } from "../../../tools/terraform-programs.ts";
import { unwrapped } from "../../scenario/diagnostics.ts";
import { ClusterStage } from "./stage.ts";

jest.setTimeout(90_000);

const terraform = needing(await terraformWithActions());

terraform.describe("tok_cluster_api_key in a Terraform that knows actions", () => {
  let stage: ClusterStage;
  let world: OperatorWorld;
  let workspace: Workspace;
  const secret = () => world.secret("prod-api-server");

  beforeAll(async () => {
    stage = await ClusterStage.open({ program: terraform.needed });
    ({ world, workspace } = stage);
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());

  it("rotates by the example's action, called by hand, and by a trigger whose name is not known in the plan", async () => {
    await workspace.write({
      "main.tf": stage.example("resources/tok_cluster_api_key/main.tf"),
      "action.tf": stage.example("actions/tok_cluster_api_key_rotate/main.tf"),
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
    await workspace.plansNothing();
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
    await workspace.plansNothing();
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
    await workspace.plansNothing();
  });
});
