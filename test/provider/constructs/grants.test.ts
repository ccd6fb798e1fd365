import { describe, expect, it } from "@jest/globals";
import { TerraformOutput, TerraformStack } from "cdktf";
import { ApiKey, Gateway, type GatewayProps, KeyDelivery, ModelRoute } from "../../../provider/constructs/index.ts";
import { refused } from "./refused.ts";
import { synthesized } from "./synthesized.ts";

const delivery = KeyDelivery.terraformState();
const account: GatewayProps = { preset: "TokModel" };

describe("a grant", () => {
  it("opens a route to a key, and asking again changes nothing", () => {
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateway = new Gateway(app, "tokmodel", account);
      const route = new ModelRoute(app, "chat", { provider: "openai", models: ["gpt-4o"] });
      const key = new ApiKey(stack, "api", { gateway, name: "prod-api-server", delivery, routes: [route] });
      const grant = route.grantUse(key);
      expect(route.grantUse(key)).toBe(grant);
      expect(key.addRoute(route)).toBe(grant);
      expect([grant.key, grant.route, key.routes]).toEqual([key, route, [route]]);
    });
    expect(prod!.resource.tok_api_key).toMatchObject({
      "tokmodel_prod-api-server": { routes: [{ provider: "openai", models: ["gpt-4o"] }] },
    });
  });

  it("is what others can wait for", () => {
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateway = new Gateway(app, "tokmodel", account);
      const [first, second] = ["a", "b"].map(
        (id) => new ApiKey(stack, id, { gateway, name: `prod-service-${id}`, delivery }),
      );
      const grant = new ModelRoute(app, "chat", { provider: "openai" }).grantUse(first!);
      grant.applyBefore(second!);
      expect(second!.node.dependencies).toEqual([first]);
    });
    expect(prod).toBeDefined();
  });

  it("to a key that is managed elsewhere becomes its tok_model_routes, all in one, once there is any", () => {
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateway = new Gateway(app, "tokmodel", account);
      ApiKey.fromApiKeyId(stack, "unused", { gateway, keyId: "1" });
      const byId = ApiKey.fromApiKeyId(stack, "by-id", { gateway, keyId: "1042" });
      const byName = ApiKey.fromApiKeyName(stack, "by-name", { gateway, name: "chat-frontend" });
      for (const provider of ["openai", "anthropic"])
        for (const key of [byId, byName]) new ModelRoute(key, provider, { provider }).grantUse(key);
    });
    const routes = [{ provider: "anthropic" }, { provider: "openai" }];
    expect(prod).toMatchObject({
      data: { tok_api_key: { "tokmodel_chat-frontend": { name: "chat-frontend", provider: "tok.tokmodel" } } },
      resource: {
        tok_model_routes: {
          tokmodel_1042: { key_id: "1042", routes, provider: "tok.tokmodel" },
          "tokmodel_chat-frontend": { key_id: `\${data.tok_api_key.tokmodel_chat-frontend.id}`, routes },
        },
      },
    });
    expect(Object.keys(prod!.resource.tok_model_routes!)).toHaveLength(2);
  });

  it("to such a key is refused where the group decides, and where it is imported twice", () => {
    const found = refused((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateways = [
        new Gateway(app, "tokmodel", account),
        new Gateway(app, "tokenforme", { preset: "TokenForMe" }),
      ];
      const keys = [gateways[0]!, gateways[0]!, gateways[1]!].map((gateway, index) =>
        ApiKey.fromApiKeyId(stack, `key${index}`, { gateway, keyId: "1042" }),
      );
      for (const key of keys) new ModelRoute(key, "openai", { provider: "openai" }).grantUse(key);
    });
    expect(found).toEqual([
      expect.stringMatching(/^prod\/key1: the key 1042 at the gateway tokmodel is declared by prod\/key0 already/),
      expect.stringMatching(/^prod\/key2: routes: on Sub2API the group decides/),
    ]);
  });
});

describe("what an application gets of a key", () => {
  it("is a reference to a Secret, or an address in Terraform", () => {
    synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateway = new Gateway(app, "tokmodel", account);
      const entries = { apiKey: "OPENAI_API_KEY" };
      const forOperator = new ApiKey(stack, "a", {
        gateway,
        name: "prod-api-server",
        delivery: KeyDelivery.operator({ namespace: "shop", secretName: "llm", entries }),
      });
      const inState = new ApiKey(stack, "b", { gateway, name: "prod-batch-jobs", delivery });
      expect(forOperator.secret).toEqual({
        name: "llm",
        namespace: "shop",
        apiKeyEntry: "OPENAI_API_KEY",
        baseUrlEntry: "baseURL",
      });
      expect([inState.secret, inState.terraformAddress]).toEqual([undefined, "tok_api_key.tokmodel_prod-batch-jobs"]);
    });
  });

  it("is never its text: no property of a key has it", () => {
    synthesized((app) => {
      const gateway = new Gateway(app, "tokmodel", account);
      const key = new ApiKey(new TerraformStack(app, "prod"), "b", { gateway, name: "prod-batch-jobs", delivery });
      const names = [...Object.getOwnPropertyNames(ApiKey.prototype), ...Object.getOwnPropertyNames(key)];
      const values = names.map((name) => (key as unknown as Record<string, unknown>)[name]);
      const texts = values.filter((value) => typeof value === "string");
      expect(texts).toEqual(expect.arrayContaining(["prod-batch-jobs"]));
      expect(texts.filter((text) => String(text).includes("Token["))).toEqual([]);
    });
  });

  it("can be had by its address, for an output that Terraform itself guards", () => {
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateway = new Gateway(app, "tokmodel", account);
      const key = new ApiKey(stack, "b", { gateway, name: "prod-batch-jobs", delivery });
      new TerraformOutput(stack, "key", { value: `\${${key.terraformAddress}.key}`, sensitive: true });
      key.resource!.addOverride("lifecycle.prevent_destroy", true);
    });
    expect(prod).toMatchObject({
      output: { key: { sensitive: true, value: `\${tok_api_key.tokmodel_prod-batch-jobs.key}` } },
      resource: { tok_api_key: { "tokmodel_prod-batch-jobs": { lifecycle: { prevent_destroy: true } } } },
    });
  });
});
