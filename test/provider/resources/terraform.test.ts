import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Emulator } from "../../../emulator/emulator.ts";
import { startNewApi } from "../../../emulator/new-api/index.ts";
import { openConnection, openGateway } from "../../../gateways/index.ts";
import { localMachine } from "../../../provider/local-machine.ts";
import { type Reattached, serveReattached } from "../../../provider/protocol/index.ts";
import { tokProvider } from "../../../provider/resources/provider.ts";
import { draftOf } from "../../gateways/bench.ts";
import { access, inConsole } from "../../gateways/new-api-world.ts";
import { openWorkspace, type Workspace } from "../../support/terraform.ts";
import { terraformPrograms } from "../../tools/terraform-programs.ts";
import { depsOf, worldOf } from "./tok.ts";

const configuration = `
terraform {
  required_providers {
    tok = { source = "tok/tok" }
  }
}
variable "foreign" {}
resource "tok_api_key" "made" {
  name       = "prod-api-server"
  encrypt_to = ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]
}
data "tok_api_key" "made" {
  id = tok_api_key.made.id
}
data "tok_api_keys" "mine" {
  mine        = true
  name_prefix = "prod-"
  depends_on  = [tok_api_key.made]
}
data "tok_groups" "all" {}
data "tok_models" "vip" {
  group = "vip"
}
resource "tok_model_routes" "foreign" {
  key_id = var.foreign
  routes = [{ provider = "openai", models = ["gpt-4o-mini"] }]
}
ephemeral "tok_api_key" "run" {
  name     = "deploy-smoke-run"
  lifetime = "10m"
}
resource "terraform_data" "smoke" {
  provisioner "local-exec" {
    command     = "node smoke.mjs"
    environment = {
      KEY = ephemeral.tok_api_key.run.key
      URL = ephemeral.tok_api_key.run.base_url
    }
  }
}
output "remote_name" {
  value = provider::tok::remote_name("default", "prod-api-server", 1)
}
output "parsed" {
  value = provider::tok::parse_remote_name(tok_api_key.made.remote_name).name
}
output "by_hand" {
  value = provider::tok::parse_remote_name("by-hand") == null
}
output "looked_up" {
  value = {
    status = data.tok_api_key.made.status
    mine   = data.tok_api_keys.mine.keys[*].remote_name
    groups = data.tok_groups.all.groups[*].name
    vip    = data.tok_models.vip.models
  }
}
`;

const smoke = `
import { writeFileSync } from "node:fs";
const { KEY, URL } = process.env;
const { status } = await fetch(URL + "/v1/models", { headers: { authorization: "Bearer " + KEY } });
writeFileSync("status.txt", String(status));
`;

const programs = await terraformPrograms();

describe.each(programs)("what is looked up, lent for a run and limited elsewhere, by $tool", (program) => {
  let emulator: Emulator;
  let reattached: Reattached;
  let workspace: Workspace;
  let foreign: string;
  const opened: { close(): Promise<void> }[] = [];
  const outputs = async () =>
    (await workspace.succeed(["output", "-json"])).json() as Record<string, { value: unknown }>;

  beforeAll(async () => {
    emulator = await startNewApi({ profile: "v1.0.0-rc.24", seed: "wire" });
    const world = worldOf(emulator);
    const { panelURL, dataURL } = emulator;
    const credentials = access(emulator);
    const other = await openGateway({ driver: "new-api", panelURL, dataURL, credentials }, depsOf(emulator));
    opened.push(other);
    foreign = (await other.create(draftOf(other, "by-hand"))).id;
    const provider = tokProvider({
      world,
      environment: {
        TOKAPI_DRIVER: "new-api",
        TOKAPI_PANEL_URL: panelURL,
        TOKAPI_DATA_URL: dataURL,
        TOKAPI_ACCESS_TOKEN: credentials.accessToken,
        TOKAPI_USER_ID: credentials.userId,
      },
      files: { read: () => "{}", write: () => {} },
      machine: localMachine,
      async open(connection) {
        const gateway = await openConnection(connection, depsOf(emulator));
        opened.push(gateway);
        return gateway;
      },
    });
    reattached = await serveReattached(provider);
    workspace = await openWorkspace({
      program,
      files: { "main.tf": configuration, "smoke.mjs": smoke },
      env: { TF_REATTACH_PROVIDERS: reattached.reattach, TF_VAR_foreign: foreign },
      log: "TRACE",
    });
  });

  afterAll(async () => {
    await workspace.close();
    reattached.close();
    await Promise.all(opened.map((gateway) => gateway.close()));
    await emulator.close();
  });

  it("an apply shows what there is, and the provisioner's key worked while it ran", async () => {
    await workspace.succeed(["apply", "-auto-approve"]);
    const { remote_name, parsed, by_hand, looked_up } = await outputs();
    const [made] = emulator.ledger.existing().filter(({ name }) => name.startsWith("prod-api-"));
    expect([remote_name!.value, parsed!.value, by_hand!.value]).toEqual([made!.name, made!.name.split(".")[0], true]);
    expect(looked_up!.value).toMatchObject({ status: "active", mine: [made!.name] });
    expect(looked_up!.value).toMatchObject({ groups: expect.arrayContaining(["default", "vip"]) });
    expect(looked_up!.value).toMatchObject({ vip: expect.arrayContaining(["gpt-4.1"]) });
    expect(readFileSync(join(workspace.work, "status.txt"), "utf8")).toBe("200");
  });

  it("the keys of its runs are gone, and were written nowhere", async () => {
    const lent = emulator.ledger.created().filter(({ name }) => name.startsWith("deploy-smo"));
    expect(lent.length).toBeGreaterThanOrEqual(1);
    expect(lent.filter(({ state }) => state !== "deleted")).toEqual([]);
    const texts = emulator.ledger.created().map(({ text }) => text.replace(/^sk-/, ""));
    const written = await workspace.written();
    expect(written.filter(([, text]) => texts.some((key) => text.includes(key))).map(([place]) => place)).toEqual([]);
  });

  it("models that somebody changed show in a plan, and an apply puts them back", async () => {
    expect((await workspace.run(["plan", "-detailed-exitcode"])).code).toBe(0);
    const { data } = (await inConsole(emulator, "GET", `/api/token/${foreign}`)) as { data: object };
    const open = { ...data, model_limits_enabled: false, model_limits: "" };
    await inConsole(emulator, "PUT", "/api/token/", open);
    const plan = await workspace.run(["plan", "-detailed-exitcode"]);
    expect([plan.code, plan.output]).toEqual([2, expect.stringContaining("gpt-4o-mini")]);
    await workspace.succeed(["apply", "-auto-approve"]);
    expect(await inConsole(emulator, "GET", `/api/token/${foreign}`)).toMatchObject({
      data: { model_limits_enabled: true, model_limits: "gpt-4o-mini" },
    });
  });

  it("routes that the gateway refuses are an error at their attribute, at plan", async () => {
    await workspace.write({ "main.tf": configuration.replace('models = ["gpt-4o-mini"]', 'models = ["gpt-9"]') });
    const refused = await workspace.run(["plan"]);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("There is no such model");
    expect(refused.output).toContain("tok_model_routes.foreign");
    await workspace.write({ "main.tf": configuration });
  });

  it("a destroy leaves the key of others as limited as it was", async () => {
    const { output } = await workspace.succeed(["destroy", "-auto-approve"]);
    expect(output).toContain("stays limited");
    expect(emulator.ledger.existing().map(({ id }) => id)).toEqual([foreign]);
  });
});
