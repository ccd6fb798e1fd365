import { App, TerraformStack, TerraformVariable } from "cdktf";
import { ApiKey, Environment, Gateway, GatewayCredentials, KeyDelivery, ModelRoute, Quota } from "tokapi/constructs";

const app = new App();
const stack = new TerraformStack(app, "prod");
const prod = new Environment(stack, "prod");
const variable = (name: string) => new TerraformVariable(stack, name, { type: "string", sensitive: true }).stringValue;

const tokmodel = new Gateway(stack, "tokmodel", {
  preset: "TokModel",
  credentials: GatewayCredentials.accessToken(variable("tokmodel_token"), "1042"),
});
const tokenforme = new Gateway(stack, "tokenforme", {
  preset: "TokenForMe",
  region: "global",
  credentials: GatewayCredentials.login("platform@example.com", variable("tokenforme_password")),
});
const delivery = KeyDelivery.encrypted(variable("recipient"));

// TokModel: the key names its models.
const gpt = new ModelRoute(stack, "gpt", { provider: "openai", models: ["gpt-4o-mini"] });
new ApiKey(prod, "chat", { name: "prod-chat-frontend", gateway: tokmodel, routes: [gpt], delivery });

// tokenfor.me: the group decides about models, and a budget can be granted anew each week.
const quota = Quota.weekly(25);
new ApiKey(prod, "agents", { name: "prod-code-agents", gateway: tokenforme, group: "GPT Standard", quota, delivery });

app.synth();
