import { RootConstruct } from "constructs";
import { Environment, Gateway, KeyPerEnvironment, Manifests, ModelRoute, Rotation } from "tokapi/constructs";

// No Terraform at all: the manifests go into Git, and Argo CD applies them.
const root = new RootConstruct();
const gateway = new Gateway(root, "tokmodel", { preset: "TokModel" });
const chat = new ModelRoute(root, "chat", { provider: "openai", models: ["gpt-4o-mini"] });

new KeyPerEnvironment(root, "api-server", {
  environments: ["staging", "prod"].map((name) => new Environment(root, name, { gateway, namespace: `shop-${name}` })),
  owner: "team-shop",
  routes: [chat],
  rotation: Rotation.every("30d"),
});

new Manifests(root, { directory: "k8s", argoCdSyncWaves: true }).write();
