import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { type Construct, RootConstruct } from "constructs";
import { parse } from "yaml";
import {
  ApiKey,
  ClusterGateway,
  Environment,
  Gateway,
  KeyDelivery,
  KeyPerEnvironment,
  Manifests,
  type ManifestsProps,
  ModelRoute,
  Rotation,
} from "../../../provider/constructs/index.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tokapi-manifests-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (root: Construct, props: ManifestsProps = {}) => new Manifests(root, { directory, ...props }).write();
const read = (path: string) => readFileSync(join(directory, path), "utf8");
const tree = (): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
const bytes = () => tree().map((path) => [path, read(path)]);

/** Applications with a key in each environment and one route for all. */
function declared(
  applications: readonly string[],
  environments: readonly string[] = ["staging", "prod"],
): RootConstruct {
  const root = new RootConstruct();
  const gateway = new Gateway(root, "tokmodel", { preset: "TokModel" });
  const route = new ModelRoute(root, "chat", { provider: "openai", models: ["gpt-4o"], description: "For all" });
  const places = environments.map((name) => new Environment(root, name, { gateway, namespace: "shop" }));
  for (const application of applications)
    new KeyPerEnvironment(root, application, {
      environments: places,
      routes: [route],
      rotation: Rotation.every("30d"),
    });
  return root;
}
const ofProd = (...keys: readonly string[]) => [
  "prod/kustomization.yaml",
  ...keys.map((key) => `prod/tokapikey.shop.prod-${key}.yaml`),
  "prod/tokgateway.shop.tokmodel.yaml",
  "prod/tokmodelroute.shop.chat.yaml",
];

describe("manifests", () => {
  it("are a folder for each environment, with gateway, routes, keys and a list of them", () => {
    const files = write(declared(["api"]));
    expect(files.map((path) => path.slice(directory.length + 1))).toEqual(tree());
    expect(tree()).toEqual([...ofProd("api"), ...ofProd("api").map((path) => path.replaceAll("prod", "staging"))]);
    expect(
      read("prod/tokapikey.shop.prod-api.yaml"),
    ).toBe(`# Written by tokapi at synth. Change the program, not this file.
apiVersion: tokapi.dev/v1alpha1
kind: TokApiKey
metadata:
  name: prod-api
  namespace: shop
  labels:
    app.kubernetes.io/managed-by: tokapi-constructs
    tokapi.dev/environment: prod
spec:
  gatewayRef:
    name: tokmodel
  routeRefs:
    - name: chat
  rotation:
    every: "30d"
`);
    expect(read("prod/kustomization.yaml")).toMatch(
      /resources:\n {2}- tokgateway.*\n {2}- tokmodelroute.*\n {2}- tokapikey/,
    );
  });

  it("are the same bytes again, and files that stay the same are not touched", () => {
    write(declared(["api", "batch"]));
    const [first, touched] = [bytes(), statSync(join(directory, ofProd()[0]!)).mtimeMs];
    write(declared(["batch", "api"]));
    expect(bytes()).toEqual(first);
    expect(statSync(join(directory, ofProd()[0]!)).mtimeMs).toBe(touched);
  });

  it("are cleaned of what is declared no more, environments too", () => {
    write(declared(["api", "batch"]));
    write(declared(["api"], ["prod"]));
    expect(tree()).toEqual(ofProd("api"));
    expect(readdirSync(directory)).toEqual(["prod"]);
  });

  it("of an environment without keys are an empty list, so that its last keys are pruned, too", () => {
    write(declared(["api"], ["prod"]));
    write(declared([], ["prod"]));
    expect(tree()).toEqual(["prod/kustomization.yaml"]);
    expect(read("prod/kustomization.yaml")).toMatch(/resources: \[\]\n$/);
  });

  it("leave alone what is not ours", () => {
    mkdirSync(join(directory, "prod/sub"), { recursive: true });
    const foreign = ["prod/namespace.yaml", "prod/README.md", "prod/sub/tokapikey.yaml", "values.yaml"];
    for (const path of foreign) writeFileSync(join(directory, path), "mine\n");
    writeFileSync(join(directory, "outside"), "# Written by tokapi at synth. Change the program, not this file.\n");
    symlinkSync(join(directory, "outside"), join(directory, "prod/link.yaml"));
    write(declared(["api"], ["prod"]));
    write(declared([], []));
    expect(tree()).toEqual([...foreign, "outside", "prod/link.yaml"].sort());
    for (const path of foreign) expect(read(path)).toBe("mine\n");
  });

  it("are refused where a file of somebody else is in the way, and then nothing is written", () => {
    write(declared(["old"], ["prod"]));
    const before = bytes();
    writeFileSync(join(directory, "prod/kustomization.yaml"), "resources: [mine.yaml]\n");
    expect(() => write(declared(["api"], ["prod"]))).toThrow(
      /not written by tokapi.*prod\/kustomization\.yaml.*Nothing was written/,
    );
    expect(tree()).toEqual(before.map(([path]) => path));
    expect(read("prod/kustomization.yaml")).toBe("resources: [mine.yaml]\n");
  });

  it("are not written through a link", () => {
    mkdirSync(join(directory, "prod"));
    symlinkSync(join(directory, "elsewhere"), join(directory, "prod/kustomization.yaml"));
    expect(() => write(declared(["api"], ["prod"]))).toThrow(/prod\/kustomization\.yaml/);
    expect(tree()).toEqual(["prod/kustomization.yaml"]);
  });

  it("of gateways are not to be pruned, for keys that go with them are revoked through them", () => {
    write(declared(["api"], ["prod"]), { argoCdSyncWaves: true });
    const { metadata } = parse(read("prod/tokgateway.shop.tokmodel.yaml")) as { metadata: object };
    expect(metadata).toMatchObject({
      annotations: {
        "argocd.argoproj.io/sync-options": "Prune=false",
        "argocd.argoproj.io/sync-wave": "-2",
        "kustomize.toolkit.fluxcd.io/prune": "disabled",
      },
    });
  });

  it("are in waves for Argo CD on request", () => {
    write(declared(["api"], ["prod"]), { argoCdSyncWaves: true });
    const waves = ofProd("api").map((path) => /sync-wave: "(.*)"/.exec(read(path))?.[1]);
    expect(waves).toEqual([undefined, "0", "-2", "-1"]);
  });

  it("hold no gateway that somebody else keeps", () => {
    const root = new RootConstruct();
    const inCluster = ClusterGateway.clusterTokGateway("company");
    const gateway = new Gateway(root, "tokmodel", { driver: "new-api", inCluster });
    new ApiKey(new Environment(root, "prod", { gateway }), "api", { name: "prod-api-server" });
    write(root);
    expect(tree()).toEqual(["prod/kustomization.yaml", "prod/tokapikey.prod.prod-api-server.yaml"]);
    expect(read("prod/tokapikey.prod.prod-api-server.yaml")).toContain("name: company\n    kind: ClusterTokGateway");
  });

  it("of an app are those of its GitOps environments; the others are Terraform's", () => {
    const app = new App({ outdir: join(directory, "out") });
    const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
    const prod = new Environment(new TerraformStack(app, "prod"), "prod", { gateway, gitOps: true });
    const staging = new Environment(new TerraformStack(app, "staging"), "staging", { gateway });
    const keys = new KeyPerEnvironment(app, "api", { environments: [staging, prod] });
    app.synth();
    write(app, { directory: join(directory, "k8s") });
    expect(tree().filter((path) => path.startsWith("k8s"))).toEqual([
      "k8s/prod/kustomization.yaml",
      "k8s/prod/tokapikey.prod.prod-api.yaml",
      "k8s/prod/tokgateway.prod.tokmodel.yaml",
    ]);
    const [inStaging, inProd] = keys.keys.map(({ terraformAddress, resource }) => [
      terraformAddress,
      resource !== undefined,
    ]);
    expect([inStaging, inProd]).toEqual([
      ["tok_cluster_api_key.staging_staging-api", true],
      [undefined, false],
    ]);
    expect(read("out/stacks/prod/cdk.tf.json")).not.toContain("tok_");
  });

  it("refuse what only Terraform will know", () => {
    const app = new App({ outdir: join(directory, "out") });
    const stack = new TerraformStack(app, "prod");
    const group = new TerraformVariable(stack, "group", { type: "string" }).stringValue;
    const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
    new ApiKey(new Environment(stack, "prod", { gateway, gitOps: true }), "api", {
      name: "prod-api-server",
      group,
      delivery: KeyDelivery.operator({ data: { NOTE: `of ${group}` } }),
    });
    expect(() => write(app)).toThrow(
      /group: is known to Terraform only[\s\S]*delivery\.data\.NOTE: is known to Terraform only/,
    );
  });
});

describe("an object for a chart of cdk8s", () => {
  it("is plain data with its routes written out, or all objects of an environment", () => {
    const root = declared(["api"], ["prod"]);
    const [key] = root.node.findAll().filter((construct) => ApiKey.isApiKey(construct));
    expect(key!.toManifest()).toMatchObject({
      kind: "TokApiKey",
      metadata: { name: "prod-api" },
      spec: { routes: [{ provider: "openai", models: ["gpt-4o"] }] },
    });
    const environment = root.node.findChild("prod") as Environment;
    expect(new Manifests(root).of(environment).map(({ kind }) => kind)).toEqual([
      "TokGateway",
      "TokModelRoute",
      "TokApiKey",
    ]);
  });

  it("there is none of an environment that Terraform applies", () => {
    const app = new App({ outdir: join(directory, "out") });
    const prod = new Environment(new TerraformStack(app, "prod"), "prod");
    expect(() => new Manifests(app).of(prod)).toThrow(/^prod\/prod: is not gitOps/);
  });

  it("there is none of a key that Terraform makes", () => {
    const root = declared([], ["prod"]);
    const props = { name: "prod-api-server", delivery: KeyDelivery.terraformState() };
    const key = new ApiKey(root.node.findChild("prod") as Environment, "api", props);
    expect(() => key.toManifest()).toThrow(/^prod\/api: only a key with KeyDelivery\.operator\(\)/);
  });
});
