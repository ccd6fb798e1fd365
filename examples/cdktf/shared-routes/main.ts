import { App, TerraformStack, TerraformVariable } from "cdktf";
import { ApiKey, Environment, Gateway, KeyDelivery, ModelRoute } from "tokapi/constructs";

const app = new App();
const stack = new TerraformStack(app, "prod");
const gateway = new Gateway(stack, "tokmodel", { preset: "TokModel" });
const prod = new Environment(stack, "prod", { gateway });
const recipient = new TerraformVariable(stack, "recipient", { type: "string" });
const delivery = KeyDelivery.encrypted(recipient.stringValue);

const small = new ModelRoute(stack, "small", { provider: "openai", models: ["gpt-4o-mini"] });
const large = new ModelRoute(stack, "large", { provider: "openai", models: ["gpt-5-mini"] });

const chat = new ApiKey(prod, "chat", { name: "prod-chat-frontend", delivery, routes: [small] });
const batch = new ApiKey(prod, "batch", { name: "prod-batch-summaries", delivery });

small.grantUse(batch);
large.grantUse(batch);
// Asking twice changes nothing, so whoever needs a route may ask for it.
small.grantUse(chat);

app.synth();
