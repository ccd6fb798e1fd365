import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { needing } from "../support/needing.ts";
import { openWorkspace, type Workspace } from "../support/terraform.ts";
import type { StateFile } from "../support/terraform-json.ts";
import { terraformWithActions } from "../tools/terraform-programs.ts";
import { createClock } from "./scenario/clock.ts";
import { shownDiagnostics, unwrapped } from "./scenario/diagnostics.ts";
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
    await workspace.plansNothing();
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
    await workspace.plansNothing();
    const identity = { id, panel_url: gateway.emulator.panelURL };
    expect((await workspace.state())?.resources[0]?.instances[0]).toMatchObject({ identity });
  });

  it("keeps a key's identity over a refresh and a rotation, and finds it again where an older Terraform stored none", async () => {
    const rotated = declared.replace("}\n", "  rotate_when_changed = { by = var.by }\n}\n");
    await workspace.write({ "main.tf": `${rotated}variable "by" { default = "1" }\n` });
    const identity = async () => (await workspace.state())?.resources[0]?.instances[0]?.identity;
    const identityOf = (id: string | undefined) => ({ id, panel_url: gateway.emulator.panelURL });
    await workspace.succeed(["apply", "-auto-approve"]);
    const [first] = live();
    await workspace.succeed(["apply", "-refresh-only", "-auto-approve"]);
    expect(await identity()).toEqual(identityOf(first));
    await workspace.write({ "terraform.tfvars": 'by = "2"\n' });
    await workspace.succeed(["apply", "-auto-approve"]);
    const second = live().find((id) => id !== first);
    expect(await identity()).toEqual(identityOf(second));
    await workspace.write({ "terraform.tfstate": JSON.stringify(withoutIdentities((await workspace.state())!)) });
    expect(await identity()).toBeUndefined();
    await workspace.plansNothing();
    await workspace.succeed(["apply", "-refresh-only", "-auto-approve"]);
    expect(await identity()).toEqual(identityOf(second));
  });

  it("generates the configuration of a key that an import block identifies; all it asks is where the text goes", async () => {
    const id = await gateway.console.create("by-hand");
    await gateway.console.edit(id, { models: ["gpt-4o-mini"], quota: 5 });
    const shown = await gateway.console.look(id);
    await workspace.write({
      "main.tf": `import {\n  to       = tok_api_key.taken\n  identity = { id = "${id}" }\n}\n`,
    });
    const plan = await workspace.run(["plan", "-generate-config-out=found.tf"]);
    expect(plan.code).toBe(1);
    expect(shownDiagnostics(plan.output).filter(({ severity }) => severity === "error")).toMatchObject([
      { summary: "Where does the key go?" },
    ]);
    const found = readFileSync(join(workspace.work, "found.tf"), "utf8");
    await workspace.write({ "found.tf": found.replaceAll(/store_in_state +=.*/g, "store_in_state = true") });
    await workspace.succeed(["apply", "-auto-approve"]);
    await workspace.plansNothing();
    expect(await gateway.console.look(id)).toEqual(shown);
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

  it("plans an action on a key that is not made yet, and revokes that key after it is; by hand it cannot be called before", async () => {
    await workspace.write({
      "main.tf": `${declared}
action "tok_api_key_revoke" "it" {
  config {
    id = tok_api_key.api.id
  }
}
resource "terraform_data" "incident" {
  input = tok_api_key.api.id
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.tok_api_key_revoke.it]
    }
  }
}
`,
    });
    const early = await workspace.run(["apply", "-auto-approve", "-invoke=action.tok_api_key_revoke.it"]);
    expect([early.code, unwrapped(early.output)]).toEqual([1, expect.stringContaining("contains unknown values")]);
    const plan = await workspace.succeed(["plan", "-out=tfplan"]);
    expect(plan.output).toMatch(
      /id += \(known after apply\)[\s\S]*2 to add, 0 to change, 0 to destroy. Actions: 1 to invoke/,
    );
    const apply = await workspace.succeed(["apply", "tfplan"]);
    const made = gateway.emulator.ledger.created().map(({ id }) => id);
    expect([live(), made, unwrapped(apply.output)]).toEqual([
      [],
      [expect.anything()],
      expect.stringContaining(`The key ${made[0]} is revoked.`),
    ]);
  });

  it("revokes before and after a key is made by triggers of its own; a key that is gone by then is a warning", async () => {
    const old = await gateway.console.create("old-key");
    await workspace.write({
      "main.tf": `
action "tok_api_key_revoke" "old" {
  config {
    name = "old-key"
  }
}
${declared.replace(
  "}\n",
  `  lifecycle {
    action_trigger {
      events  = [before_create, after_create]
      actions = [action.tok_api_key_revoke.old]
    }
  }
}
`,
)}`,
    });
    const { output } = await workspace.succeed(["apply", "-auto-approve"]);
    expect([live(), output]).toEqual([
      [expect.not.stringMatching(`^${old}$`)],
      expect.stringMatching(/Actions: 2 invoked/),
    ]);
    expect(unwrapped(output)).toContain("There was no key to revoke");
    await workspace.plansNothing();
  });
});

/** A state as a Terraform before 1.12 would have written it. */
function withoutIdentities(state: StateFile): object {
  const resources = state.resources.map((resource) => ({
    ...resource,
    instances: resource.instances.map((instance) => ({
      ...instance,
      identity: undefined,
      identity_schema_version: undefined,
    })),
  }));
  return { ...state, resources };
}
