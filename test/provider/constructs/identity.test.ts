import { describe, expect, it } from "@jest/globals";
import { type App, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import {
  ApiKey,
  Environment,
  Gateway,
  KeyDelivery,
  KeyPerEnvironment,
  Manifests,
  ModelRoute,
  Rotation,
} from "../../../provider/constructs/index.ts";
import { type Synthesized, synthesized } from "./synthesized.ts";

/** Addresses, and what stands at them, without the paths of constructs, which nothing is made of. */
function objects(declare: (app: App) => void): Synthesized {
  return JSON.parse(JSON.stringify(synthesized(declare)), (key, value) => (key === "//" ? undefined : value));
}

const stateKey = { name: "prod-api-server", delivery: KeyDelivery.terraformState() };
const operatorKey = { name: "prod-batch-jobs", rotation: Rotation.every("30d") };

/** The same two keys and a route, wherever they stand. */
function declare(app: App, place: (stack: TerraformStack) => Construct, ids: readonly [string, string, string]) {
  const stack = new TerraformStack(app, "prod");
  const scope = place(stack);
  const gateway = new Gateway(scope, ids[0], { name: "tokmodel", preset: "TokModel" });
  const environment = new Environment(scope, ids[1], { name: "prod", gateway });
  const route = new ModelRoute(scope, ids[2], { name: "chat", provider: "openai" });
  new ApiKey(environment, ids[0], { ...stateKey, routes: [route] });
  new ApiKey(environment, ids[2], { ...operatorKey, routes: [route] });
}

describe("an identity", () => {
  it("is what a key is, not where its construct stands", () => {
    const before = objects((app) => declare(app, (stack) => stack, ["tokmodel", "prod", "chat"]));
    const after = objects((app) =>
      declare(app, (stack) => new Construct(new Construct(stack, "platform"), "keys"), ["a", "b", "c"]),
    );
    expect(after).toEqual(before);
    expect(Object.keys(before.prod!.resource.tok_api_key!)).toEqual(["tokmodel_prod-api-server"]);
    expect(Object.keys(before.prod!.resource.tok_cluster_api_key!)).toEqual(["prod_prod-batch-jobs"]);
  });

  it("does not depend on the order of declarations and grants", () => {
    const declared = (order: readonly string[]) =>
      objects((app) => {
        const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
        const key = new ApiKey(new TerraformStack(app, "prod"), "api", { ...stateKey, gateway });
        for (const id of order) new ModelRoute(app, id, { provider: id }).grantUse(key);
      });
    expect(declared(["openai", "anthropic"])).toEqual(declared(["anthropic", "openai"]));
  });

  it("is another one only when the name is another one, and renaming says from where", () => {
    const { prod } = synthesized((app) => {
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      const props = { name: "prod-shop-api", renamedFrom: "prod-api-server", delivery: KeyDelivery.terraformState() };
      new ApiKey(new TerraformStack(app, "prod"), "api", { ...props, gateway });
    });
    expect(prod).toMatchObject({
      moved: [{ from: "tok_api_key.tokmodel_prod-api-server", to: "tok_api_key.tokmodel_prod-shop-api" }],
    });
  });

  it("of a TokApiKey stays when the key is renamed with its resource's name", () => {
    const manifests = synthesizedManifests({
      name: "prod-shop-api",
      delivery: KeyDelivery.operator({ resourceName: "prod-api-server" }),
    });
    expect(manifests.at(-1)).toMatchObject({ metadata: { name: "prod-api-server" }, spec: { name: "prod-shop-api" } });
  });

  it("in a namespace that only Terraform will know is made of the environment's name", () => {
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const namespace = new TerraformVariable(stack, "namespace", { type: "string" }).stringValue;
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      new ApiKey(new Environment(stack, "live", { gateway, namespace }), "api", { name: "live-api-server" });
    });
    expect(prod!.resource.tok_cluster_api_key).toMatchObject({
      "live_live-api-server": { namespace: `\${var.namespace}` },
    });
  });

  it("of keys per environment is made of the environment and the application", () => {
    let names: readonly string[] = [];
    synthesized((app) => {
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      const environments = ["staging", "prod"].map(
        (name) => new Environment(new TerraformStack(app, name), name, { gateway }),
      );
      const keys = new KeyPerEnvironment(app, "api-server", { environments });
      names = [...keys.keys.map(({ terraformAddress }) => terraformAddress!), keys.keyIn(environments[1]!).name];
    });
    expect(names).toEqual([
      "tok_cluster_api_key.staging_staging-api-server",
      "tok_cluster_api_key.prod_prod-api-server",
      "prod-api-server",
    ]);
  });
});

function synthesizedManifests(props: { name: string; delivery: KeyDelivery }) {
  let manifests: ReturnType<Manifests["of"]> = [];
  synthesized((app) => {
    const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
    const prod = new Environment(app, "prod", { gateway });
    new ApiKey(prod, "api", props);
    manifests = new Manifests(app).of(prod);
  });
  return manifests;
}
