import { RootConstruct } from "constructs";
import { Environment, Gateway, KeyDelivery, KeyPerEnvironment, Manifests, Rotation, Workload } from "tokapi/constructs";

// No Terraform at all: the manifests go into Git, and Flux applies them.
const root = new RootConstruct();
const gateway = new Gateway(root, "tokmodel", { preset: "TokModel" });

new KeyPerEnvironment(root, "api-server", {
  environments: ["staging", "prod"].map((name) => new Environment(root, name, { gateway, namespace: `shop-${name}` })),
  owner: "team-shop",
  rotation: Rotation.schedule("0 3 1 * *", { timeZone: "Europe/Berlin", overlap: "1d" }),
  // The API reads its Secret at start only, so it is restarted after each rotation.
  delivery: KeyDelivery.operator({ secretName: "llm", restart: [Workload.deployment("api-server")] }),
});

new Manifests(root, { directory: "k8s" }).write();
