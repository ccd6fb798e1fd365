import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { KeyPerEnvironment } from "tokapi/constructs";
import { parse, parseAllDocuments } from "yaml";
import { CompanyApp } from "../../../examples/cdktf/platform-module/platform.ts";
import type { KubeObject } from "../../../operator/kube/resource.ts";
import { TOK_API_KEYS, TOK_GATEWAYS, TOK_MODEL_ROUTES } from "../../../operator/resources/addresses.ts";
import type { ApiServer } from "../../support/api-server.ts";
import { kubeconfigFor } from "../../support/kubeconfig.ts";
import { needing } from "../../support/needing.ts";
import { onControlPlane } from "../../support/on-control-plane.ts";
import { OperatorWorld } from "../../support/operator-world.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { applied, PlayedExample } from "./example.ts";
import { runLua } from "./lua.ts";

const terraform = needing(await terraformProgram("terraform"));
const resources = { TokApiKey: TOK_API_KEYS, TokModelRoute: TOK_MODEL_ROUTES, TokGateway: TOK_GATEWAYS };
const example = (path: string) => readFile(join(import.meta.dirname, "../../../examples/cdktf", path), "utf8");

function suite(server: () => ApiServer): void {
  let world: OperatorWorld;
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tokapi-cluster-"));
    const { url, ca, adminToken } = server();
    await writeFile(join(directory, "kubeconfig"), kubeconfigFor(url, adminToken, ca), { mode: 0o600 });
    world = await OperatorWorld.open(server());
    await world.start();
  });
  afterEach(async () => {
    await world?.[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });
  /** The world has one namespace, whatever the environment. */
  const here = (text: string) => text.replace(/\bshop-(staging|prod)\b/g, world.namespace);

  terraform.it("key-per-environment: each key arrives as a Secret, and no state holds it", async () => {
    await using played = await PlayedExample.play("key-per-environment");
    for (const environment of ["staging", "prod"]) {
      const files = {
        "cdk.tf.json": here(await played.stack(environment, (text) => text)).replaceAll(
          '"llm"',
          `"llm-${environment}"`,
        ),
      };
      const account = { KUBECONFIG: join(directory, "kubeconfig") };
      await applied({ program: terraform.needed, files, account }, async (workspace) => {
        const text = (await world.secret(`llm-${environment}`, "OPENAI_API_KEY"))!;
        expect(await world.tokModel.use(text)).toBe(200);
        expect(await world.secret(`llm-${environment}`, "OPENAI_BASE_URL")).toBe(
          `${world.tokModel.emulator.dataURL}/v1`,
        );
        const key = await world.get(`${environment}-api-server`, TOK_API_KEYS);
        expect(key.spec).toMatchObject({ quota: { amount: environment === "prod" ? 500 : 20 } });
        const places = await workspace.written();
        expect(places.filter(([, written]) => written.includes(text))).toEqual([]);
      });
    }
  });

  terraform.it("platform-module: a key that keeps the rules is made", async () => {
    await using played = await PlayedExample.play("platform-module");
    const files = { "cdk.tf.json": here(await played.stack("prod", (text) => text)) };
    const account = { KUBECONFIG: join(directory, "kubeconfig") };
    await applied({ program: terraform.needed, files, account }, async () => {
      expect(await world.tokModel.use((await world.secret("prod-api-server"))!)).toBe(200);
      const { metadata } = await world.get("prod-api-server", TOK_API_KEYS);
      expect(metadata.labels).toMatchObject({ "example.com/cost-centre": "llm", "tokapi.dev/environment": "prod" });
      expect(metadata.annotations).toMatchObject({ "tokapi.dev/owner": "team-shop" });
    });
  });

  it("platform-module: a key that breaks the rules is refused, as its README shows", async () => {
    process.env.CDKTF_OUTDIR = directory;
    const app = new CompanyApp();
    delete process.env.CDKTF_OUTDIR;
    new KeyPerEnvironment(app, "api-server", { environments: [app.staging, app.prod] });
    const readme = await example("platform-module/README.md");
    const shown = readme.split("\n").filter((line) => /^(staging|prod)\//.test(line));
    expect(shown).toHaveLength(2);
    const message = await Promise.resolve()
      .then(() => app.synth())
      .catch((error: Error) => error.message);
    for (const line of shown) expect(message).toContain(line);
    expect(message).toMatch(
      /prod\/prod\/api-server: rotation: .*prod\/prod\/api-server: routes: this key may call every model/s,
    );
  });

  it.each(["gitops-argocd", "gitops-flux"])("%s: what is applied becomes keys that work", async (name) => {
    await using played = await PlayedExample.play(name);
    const folder = join(played.directory, "k8s/prod");
    const names = (await readdir(folder)).filter((file) => file !== "kustomization.yaml");
    const listed = parse(await readFile(join(folder, "kustomization.yaml"), "utf8")) as {
      resources: readonly string[];
    };
    expect([...listed.resources].sort()).toEqual(names.sort());
    for (const file of listed.resources) {
      const object = parse(here(await readFile(join(folder, file), "utf8"))) as KubeObject;
      const spec =
        object.kind === "TokGateway"
          ? { ...(object.spec as object), ...world.gatewaySpec(world.tokModel), preset: undefined }
          : object.spec;
      const resource = resources[object.kind as keyof typeof resources];
      const options = { type: "apply", fieldManager: "gitops", force: true } as const;
      await world.client.patch(resource, object.metadata, { ...object, spec }, options);
    }
    await world.ready("prod-api-server");
    const secret = name === "gitops-flux" ? "llm" : "prod-api-server";
    expect(await world.tokModel.use((await world.secret(secret))!)).toBe(200);
  });

  it("gitops-argocd: the health checks say what the conditions say", async () => {
    const { data } = parse(await example("gitops-argocd/argocd/health.yaml")) as { data: Record<string, string> };
    const health = (object: object, kind = "TokApiKey") =>
      runLua(data[`resource.customizations.health.tokapi.dev_${kind}`]!, { obj: object });
    await world.declare("prod-api-server", world.tokModel);
    await world.ready("prod-api-server");
    const ready = await world.get("prod-api-server", TOK_API_KEYS);
    expect(health(ready)).toMatchObject({ status: "Healthy" });
    const newer = { ...ready, metadata: { ...ready.metadata, generation: 99 } };
    expect(health(newer)).toMatchObject({ status: "Progressing" });
    expect(health({ ...ready, status: undefined })).toMatchObject({ status: "Progressing" });
    await world.declare("prod-wrong-group", world.tokModel, { group: "no such group" });
    await world.reason("prod-wrong-group", "Ready", "GroupUnknown");
    expect(health(await world.get("prod-wrong-group", TOK_API_KEYS))).toMatchObject({
      status: "Degraded",
      message: expect.stringContaining("no such group"),
    });
    expect(health(await world.get("tokmodel", TOK_GATEWAYS), "TokGateway")).toMatchObject({ status: "Healthy" });
  });

  it("the other files of gitops-argocd and gitops-flux name the folders that are written", async () => {
    const argo = parse(await example("gitops-argocd/argocd/application.yaml")) as KubeObject;
    expect(JSON.stringify(argo)).toContain("k8s/{{ .environment }}");
    const [keys, shop] = parseAllDocuments(await example("gitops-flux/flux/kustomizations.yaml")).map(
      (document) => document.toJS() as { metadata: { name: string }; spec: Record<string, unknown> },
    );
    expect(keys!.spec).toMatchObject({ path: "./k8s/prod", wait: true, prune: true });
    expect(shop!.spec.dependsOn).toEqual([{ name: keys!.metadata.name }]);
  });
}

onControlPlane("the example", [suite]);
