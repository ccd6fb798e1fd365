import { describe, expect, it } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import * as cdktn from "cdktn";
import { l1 } from "tokapi/constructs/cdktn";
import { apiKey, provider } from "../../../provider/constructs/l1/index.ts";
import { needing } from "../../support/needing.ts";
import { openWorkspace } from "../../support/terraform.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { createClock } from "../scenario/clock.ts";
import { ScenarioGateway } from "../scenario/gateway.ts";
import { attachedProvider } from "../scenario/provider.ts";

const terraform = needing(await terraformProgram("terraform"));

describe("the L1 bindings", () => {
  it("synthesize what the provider takes, and ask for a range of its versions", () => {
    const stack = new TerraformStack(Testing.app(), "prod");
    new provider.TokProvider(stack, "Tok", { preset: "TokModel" });
    const key = new apiKey.ApiKey(stack, "Key", {
      name: "prod-api-server",
      routes: [{ provider: "openai", models: ["gpt-5"] }],
      storeInState: true,
    });
    const made = JSON.parse(Testing.synth(stack));
    expect(made.terraform.required_providers).toEqual({ tok: { source: "tok/tok", version: "~> 0.1" } });
    expect(made.resource.tok_api_key.Key).toMatchObject({
      name: "prod-api-server",
      routes: [{ provider: "openai", models: ["gpt-5"] }],
      store_in_state: true,
    });
    expect(key.id).toMatch(/^\$\{TfToken\[/);
  });
});

terraform.describe("the bindings of cdktn alone", () => {
  it("have a key for one run, and the provider's functions, which Terraform takes", async () => {
    const app = cdktn.Testing.app({ context: { targetVersions: { terraform: ">=1.11.0" } } });
    const stack = new cdktn.TerraformStack(app, "prod");
    const tok = new l1.providerFunctions.TokProviderFunctions("tok");
    new l1.provider.TokProvider(stack, "Tok", {});
    new l1.ephemeralTokApiKey.EphemeralTokApiKey(stack, "Run", { name: "ci-nightly-evals" });
    new cdktn.TerraformOutput(stack, "name", { value: tok.remoteName("default", "ci-nightly-evals", 1) });

    const gateway = await ScenarioGateway.open("new-api v1.0.0-rc.24", createClock(1), false);
    const { panelURL } = gateway.emulator;
    const account = { ...gateway.environment, TOKAPI_DRIVER: "new-api", TOKAPI_PANEL_URL: panelURL };
    const provider = await attachedProvider(createClock(1), account);
    const files = { "cdk.tf.json": cdktn.Testing.synth(stack, true) };
    await using workspace = await openWorkspace({ program: terraform.needed, providers: provider.sources, files });
    try {
      await workspace.succeed(["init"]);
      await workspace.succeed(["apply", "-auto-approve"]);
      expect((await workspace.succeed(["output", "-raw", "name"])).stdout).toMatch(/^ci-nightly-evals\..*\.r1$/);
      expect(gateway.emulator.ledger.created().map(({ state }) => state)).toContain("deleted");
    } finally {
      provider.close();
      await gateway.emulator.close();
    }
  }, 60_000);
});
