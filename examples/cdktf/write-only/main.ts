import { App, TerraformStack, TerraformVariable } from "cdktf";
import { ApiKey, Gateway, KeyDelivery } from "tokapi/constructs";

const app = new App();
const stack = new TerraformStack(app, "prod");

// The text comes out of the secret store into this variable; ephemeral: no plan and no state holds it.
const text = new TerraformVariable(stack, "api_server_key", { type: "string", sensitive: true });
text.addOverride("ephemeral", true);

new ApiKey(stack, "api-server", {
  name: "prod-api-server",
  gateway: new Gateway(stack, "tokenforme", { preset: "TokenForMe" }),
  group: "GPT Standard",
  // Raise the number with a new text: it becomes a new key, and the old one works on for the overlap.
  delivery: KeyDelivery.writeOnly(text.stringValue, 1),
});

app.synth();
