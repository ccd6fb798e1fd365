import { describe, expect, it } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import { apiKey, provider } from "../../../provider/constructs/l1/index.ts";

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
