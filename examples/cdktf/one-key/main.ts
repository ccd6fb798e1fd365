import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { ApiKey, Gateway, KeyDelivery, Quota, Rotation } from "tokapi/constructs";

const app = new App();
const stack = new TerraformStack(app, "prod");

const recipient = new TerraformVariable(stack, "recipient", {
  type: "string",
  description: "Who can read the key: an age recipient, age1…",
});

const key = new ApiKey(stack, "api-server", {
  name: "prod-api-server",
  gateway: new Gateway(stack, "tokmodel", { preset: "TokModel" }),
  quota: Quota.total(50), // USD, over all rotations
  rotation: Rotation.every("30d", { overlap: "2h" }),
  delivery: KeyDelivery.encrypted(recipient.stringValue),
});

// Not the key: an age file, for the one who has the identity.
new TerraformOutput(stack, "key", { value: key.encryptedText, staticId: true });

app.synth();
