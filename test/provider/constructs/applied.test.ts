import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { RootConstruct } from "constructs";
import { parse } from "yaml";
import { type KubeObject, NAMESPACES } from "../../../operator/kube/resource.ts";
import { TOK_API_KEYS, TOK_GATEWAYS, TOK_MODEL_ROUTES } from "../../../operator/resources/addresses.ts";
import {
  ApiKey,
  Environment,
  Gateway,
  KeyDelivery,
  Manifests,
  ModelRoute,
  Quota,
  Rotation,
  SecretText,
  Workload,
} from "../../../provider/constructs/index.ts";
import type { ApiServer } from "../../support/api-server.ts";
import { kubeconfigFor } from "../../support/kubeconfig.ts";
import { needing } from "../../support/needing.ts";
import { onControlPlane } from "../../support/on-control-plane.ts";
import { onPath } from "../../tools/on-path.ts";

const run = promisify(execFile);
const path = await onPath("kubectl");
const kubectl = needing<{ readonly path: string }>(
  path ? { path } : { missing: "kubectl is not on the PATH: NOT TESTED whether it finds a difference" },
);
const resources = { TokApiKey: TOK_API_KEYS, TokModelRoute: TOK_MODEL_ROUTES, TokGateway: TOK_GATEWAYS };

/** Everything that can be said, in one environment. */
function declared(namespace: string): RootConstruct {
  const root = new RootConstruct();
  const chat = new ModelRoute(root, "chat", {
    provider: "openai",
    models: ["gpt-4o", "o3"],
    priority: 10,
    description: "Chat",
  });
  const tokmodel = new Gateway(root, "tokmodel", { preset: "TokModel", timeout: "20s" });
  const tokenforme = new Gateway(root, "tokenforme", { preset: "TokenForMe", region: "cn" });
  const labels = { team: "shop" };
  const prod = new Environment(root, "prod", { gateway: tokmodel, namespace, labels });
  new ApiKey(prod, "whole", {
    name: "prod-api-server",
    description: "For the API: chat, and 'summaries'",
    owner: "team-shop@example.com",
    group: "GPT Standard",
    routes: [chat],
    quota: Quota.total(12.5),
    lifetime: "90d",
    allowedIps: ["10.0.0.0/8", "2001:db8::1"],
    enabled: true,
    rotation: Rotation.every("30d", {
      overlap: "2h",
      retireWhenIdleFor: "0s",
      maxOverlap: "3d",
      revokeAtMaxOverlap: true,
      disableBeforeDelete: "1d",
      window: { schedule: "0 3 * * 1-5", duration: "2h", timeZone: "Europe/Berlin" },
    }),
    retainOnDelete: true,
    adoptId: "1042",
    labels: { tier: "1" },
    delivery: KeyDelivery.operator({
      secretName: "llm",
      entries: { apiKey: "OPENAI_API_KEY" },
      data: { OPENAI_BASE_URL: `${SecretText.BASE_URL}/v1`, OLD: SecretText.PREVIOUS_API_KEY },
      secretType: "example.com/llm",
      secretLabels: { a: "yes" },
      secretAnnotations: { "example.com/b": "on" },
      previousKey: true,
      keepSecret: true,
      restart: [Workload.deployment("api"), Workload.statefulSet("api")],
      verifyDataPlane: true,
      verifyModels: true,
      suspend: false,
    }),
  });
  new ApiKey(prod, "by-pattern", {
    name: "prod-batch-jobs",
    gateway: tokenforme,
    group: "Claude",
    quota: Quota.weekly(5),
    expiresAt: "2030-01-31T00:00:00Z",
    rotation: Rotation.schedule("0 3 1 * *", { timeZone: "Asia/Shanghai" }),
    delivery: KeyDelivery.operator({ intoExistingSecret: true, secretName: "shared", resourceName: "batch" }),
  });
  return root;
}

function applied(server: () => ApiServer): void {
  let directory: string;
  let namespace: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tokapi-applied-"));
    namespace = (await server().admin.create(NAMESPACES, { metadata: { generateName: "gitops-" } })).metadata.name;
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("are taken by the API server, and a second time by server-side apply nothing changes", async () => {
    const files = new Manifests(declared(namespace), { directory }).write();
    const objects = (await Promise.all(files.map((path) => readFile(path, "utf8")))).map(
      (text) => parse(text) as KubeObject,
    );
    const ours = objects.filter(({ kind }) => kind! in resources);
    expect(ours.map(({ kind }) => kind).sort()).toEqual([
      "TokApiKey",
      "TokApiKey",
      "TokGateway",
      "TokGateway",
      "TokModelRoute",
    ]);
    const apply = () =>
      Promise.all(
        ours.map(async (object) => {
          const resource = resources[object.kind as keyof typeof resources];
          const options = { type: "apply", fieldManager: "gitops" } as const;
          const { metadata, spec } = await server().admin.patch(resource, object.metadata, object, options);
          expect(spec).toEqual(object.spec);
          return [metadata.name, metadata.generation, metadata.resourceVersion];
        }),
      );
    const first = await apply();
    expect(await apply()).toEqual(first);
  });

  kubectl.it("are applied by kubectl as a kustomization, and then its diff is empty", async () => {
    const config = join(directory, "kubeconfig");
    const { url, adminToken, ca } = server();
    await writeFile(config, kubeconfigFor(url, adminToken, ca), { mode: 0o600 });
    new Manifests(declared(namespace), { directory: join(directory, "k8s") }).write();
    const act = (...args: readonly string[]) =>
      run(kubectl.needed.path, [...args, "-k", join(directory, "k8s/prod")], {
        env: { PATH: process.env.PATH, HOME: directory, KUBECONFIG: config },
      });
    for (const how of [["--server-side"], []]) {
      await act("apply", ...how);
      expect((await act("diff", ...how)).stdout).toBe("");
    }
  });

  kubectl.it("of an environment without keys are a kustomization all the same", async () => {
    const root = new RootConstruct();
    new Environment(root, "prod", { namespace });
    new Manifests(root, { directory }).write();
    expect((await run(kubectl.needed.path, ["kustomize", join(directory, "prod")])).stdout).toBe("");
  });
}

onControlPlane("manifests on a real API server", [applied]);
