// What a team writes.
import { KeyPerEnvironment, ModelRoute, Rotation } from "tokapi/constructs";
import { CompanyApp } from "./platform.ts";

const app = new CompanyApp();

new KeyPerEnvironment(app, "api-server", {
  environments: [app.staging, app.prod],
  owner: "team-shop",
  routes: [new ModelRoute(app, "chat", { provider: "openai", models: ["gpt-4o-mini"] })],
  rotation: Rotation.every("30d"),
});

app.synth();
