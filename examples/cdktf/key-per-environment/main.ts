import { App, TerraformStack } from "cdktf";
import { Environment, Gateway, KeyDelivery, KeyPerEnvironment, Quota, Rotation, SecretText } from "tokapi/constructs";

const app = new App();
// The account is in the clusters, as TokGateway; Terraform never logs in to it.
const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });

const environments = ["staging", "prod"].map((name) => {
  const stack = new TerraformStack(app, name);
  return new Environment(stack, name, { gateway, namespace: `shop-${name}` });
});

new KeyPerEnvironment(app, "api-server", {
  environments,
  owner: "team-shop",
  quota: Quota.total(20),
  rotation: Rotation.every("30d"),
  delivery: KeyDelivery.operator({
    secretName: "llm",
    entries: { apiKey: "OPENAI_API_KEY" },
    data: { OPENAI_BASE_URL: `${SecretText.BASE_URL}/v1` },
  }),
  overrides: { prod: { quota: Quota.total(500), rotation: Rotation.every("7d", { overlap: "12h" }) } },
});

app.synth();
