import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { needing } from "../support/needing.ts";
import { openWorkspace, type Workspace } from "../support/terraform.ts";
import { terraformWithActions } from "../tools/terraform-programs.ts";
import { createClock } from "./scenario/clock.ts";
import { unwrapped } from "./scenario/diagnostics.ts";
import { ScenarioGateway } from "./scenario/gateway.ts";
import { attachedProvider, type ScenarioProvider } from "./scenario/provider.ts";

jest.setTimeout(60_000);

const terraform = needing(await terraformWithActions());
const example = (path: string) => readFileSync(join(import.meta.dirname, "../../examples/terraform", path), "utf8");

terraform.describe("a Terraform that knows actions and queries", () => {
  let gateway: ScenarioGateway;
  let provider: ScenarioProvider;
  let workspace: Workspace;
  const clock = createClock(1);

  beforeEach(async () => {
    gateway = await ScenarioGateway.open("new-api v1.0.0-rc.24", clock, false);
    provider = await attachedProvider(clock, gateway.environment);
    workspace = await openWorkspace({
      program: terraform.needed,
      providers: provider.sources,
      files: {
        "provider.tf": `terraform {
  required_providers {
    tok = { source = "tok/tok" }
  }
}
provider "tok" {
  driver    = "new-api"
  panel_url = "${gateway.emulator.panelURL}"
}
`,
      },
    });
    await workspace.succeed(["init"]);
  });
  afterEach(async () => {
    await workspace.close();
    provider.close();
    await gateway.emulator.close();
  });

  const live = () => gateway.emulator.ledger.existing().map(({ id }) => id);
  const planned = async () => {
    const { code, output } = await workspace.run(["plan", "-detailed-exitcode"]);
    return { code, output };
  };
  const nothing = { code: 0, output: expect.stringContaining("No changes") };

  it("lists keys, and writes a configuration that imports them as they are, once it is said where their texts go", async () => {
    const ids = [await gateway.console.create("prod-search"), await gateway.console.create("prod-chat")];
    await gateway.console.edit(ids[1]!, { models: ["gpt-4o-mini"], quota: 5 });
    await gateway.console.create("dev-chat");
    const shown = await Promise.all(ids.map((id) => gateway.console.look(id)));
    await workspace.write({ "keys.tfquery.hcl": example("list-resources/tok_api_key/main.tfquery.hcl") });
    const { output } = await workspace.succeed(["query", "-no-color", "-generate-config-out=found.tf"]);
    expect(output).toContain("prod-search");
    expect(output).not.toContain("dev-chat");
    const found = readFileSync(join(workspace.work, "found.tf"), "utf8");
    await workspace.write({ "found.tf": found.replaceAll(/store_in_state +=.*/g, "store_in_state = true") });
    const apply = await workspace.succeed(["apply", "-auto-approve"]);
    expect(apply.output).toMatch(/2 imported, 0 added, 2 changed, 0 destroyed/);
    expect(await planned()).toEqual(nothing);
    expect(await Promise.all(ids.map((id) => gateway.console.look(id)))).toEqual(shown);
  });

  it("imports a key by its identity", async () => {
    const id = await gateway.console.create("by-hand");
    const { group } = await gateway.console.look(id);
    await workspace.write({
      "main.tf": `
resource "tok_api_key" "taken" {
  name           = "by-hand"
  group          = ${JSON.stringify(group ?? null)}
  store_in_state = true
}
import {
  to       = tok_api_key.taken
  identity = { id = "${id}", panel_url = "${gateway.emulator.panelURL}" }
}
`,
    });
    const apply = await workspace.succeed(["apply", "-auto-approve"]);
    expect(apply.output).toMatch(/1 imported, 0 added, 1 changed, 0 destroyed/);
    expect(await planned()).toEqual(nothing);
    const identity = { id, panel_url: gateway.emulator.panelURL };
    expect((await workspace.state())?.resources[0]?.instances[0]).toMatchObject({ identity });
  });

  const declared = `
resource "tok_api_key" "api" {
  name           = "prod-api-server"
  group          = "default"
  store_in_state = true
}
`;
  const key = "-var=key=prod-api-server";

  it("revokes one key by an action, at once; the next apply makes a new one", async () => {
    await workspace.write({ "main.tf": declared, "action.tf": example("actions/tok_api_key_revoke/main.tf") });
    await workspace.succeed(["apply", "-auto-approve", key]);
    const [before] = live();
    const invoke = ["apply", "-auto-approve", key, "-invoke=action.tok_api_key_revoke.leaked"];
    const { output } = await workspace.succeed(invoke);
    expect([live(), unwrapped(output)]).toEqual([[], expect.stringContaining(`The key ${before} is revoked.`)]);
    await workspace.succeed(invoke);
    await workspace.succeed(["apply", "-auto-approve", key]);
    expect(live()).toEqual([expect.not.stringMatching(`^${before}$`)]);
  });

  it("revokes a key when something else of the configuration happens", async () => {
    await workspace.write({ "main.tf": declared, "action.tf": example("actions/tok_api_key_revoke/main.tf") });
    await workspace.succeed(["apply", "-auto-approve", key]);
    await workspace.write({
      "incident.tf": `
resource "terraform_data" "incident" {
  input = "key found in a public repository"
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.tok_api_key_revoke.leaked]
    }
  }
}
`,
    });
    const { output } = await workspace.succeed(["apply", "-auto-approve", key]);
    expect([live(), output]).toEqual([
      [],
      expect.stringMatching(/1 added, 0 changed, 0 destroyed. Actions: 1 invoked/),
    ]);
  });
});
