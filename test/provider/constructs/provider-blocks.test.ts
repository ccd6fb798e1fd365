import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import {
  ApiKey,
  ClusterAccess,
  Environment,
  Gateway,
  GatewayCredentials,
  type GatewayProps,
  KeyDelivery,
  ModelRoute,
} from "../../../provider/constructs/index.ts";
import { synthesized } from "./synthesized.ts";

const delivery = KeyDelivery.terraformState();
const secret = (stack: TerraformStack, name: string) =>
  new TerraformVariable(stack, name, { type: "string", sensitive: true }).stringValue;

describe("the provider blocks of a stack", () => {
  it("are one for each gateway that its keys are at, whose owner is the stack, and one for the cluster", () => {
    const stacks = synthesized((app) => {
      const [used, operators] = ["tokmodel", "other"].map((id) => new Gateway(app, id, { preset: "TokModel" }));
      new Gateway(app, "nobodys", { preset: "TokModel" });
      for (const name of ["staging", "prod"]) {
        const stack = new TerraformStack(app, name);
        for (const what of ["api", "batch"])
          new ApiKey(stack, what, { gateway: used!, name: `${name}-${what}-service`, delivery });
        new ApiKey(stack, "op", {
          gateway: operators!,
          name: `${name}-for-operator`,
          delivery: KeyDelivery.operator({ namespace: "shop" }),
        });
      }
    });
    for (const name of ["staging", "prod"]) {
      expect(stacks[name]!.provider.tok).toEqual([
        { alias: "tokmodel", preset: "TokModel", owner: name },
        // Needed by keys that Terraform made before the operator did, if there are any, and by nothing else.
        { alias: "other", preset: "TokModel", owner: name },
        { alias: "cluster_" },
      ]);
    }
  });

  it("stay when the last key goes: of gateways that stand in the stack, and that an environment in it names", () => {
    const { prod } = synthesized((app) => {
      const [above] = ["above", "nobodys"].map((id) => new Gateway(app, id, { preset: "TokModel" }));
      const stack = new TerraformStack(app, "prod");
      new Gateway(stack, "inside", { preset: "TokModel" });
      new Environment(stack, "live", { gateway: above! });
    });
    const place = { preset: "TokModel", owner: "prod" };
    expect(prod!.provider.tok).toEqual([
      { alias: "inside", ...place },
      { alias: "above", ...place },
    ]);
  });

  it.each<[string, (stack: TerraformStack) => Partial<GatewayProps>, object]>([
    ["the environment", () => ({ credentials: GatewayCredentials.environment() }), {}],
    ["a file", () => ({ credentials: GatewayCredentials.file("~/tok.json") }), { credentials_file: "~/tok.json" }],
    [
      "a token by reference",
      (stack) => ({ credentials: GatewayCredentials.accessToken(secret(stack, "token"), "7") }),
      { access_token: `\${var.token}`, user_id: "7" },
    ],
    [
      "a login by reference",
      (stack) => ({
        credentials: GatewayCredentials.login("me@example.com", secret(stack, "password"), secret(stack, "totp")),
      }),
      { email: "me@example.com", password: `\${var.password}`, totp_secret: `\${var.totp}` },
    ],
    [
      "another owner",
      () => ({ owner: "platform", timeout: "10s", verify: false }),
      { owner: "platform", timeout: "10s", verify: false },
    ],
  ])("have credentials out of %s", (_, props, expected) => {
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateway = new Gateway(stack, "tokmodel", {
        driver: "new-api",
        panelUrl: "https://a.example",
        ...props(stack),
      });
      new ApiKey(stack, "api", { gateway, name: "prod-api-server", delivery });
    });
    const place = { alias: "tokmodel", driver: "new-api", panel_url: "https://a.example", owner: "prod" };
    expect(prod!.provider.tok).toEqual([{ ...place, ...expected }]);
  });

  it.each<[string, (stack: TerraformStack) => ClusterAccess, object]>([
    ["the environment", () => ClusterAccess.environment(), {}],
    [
      "a kubeconfig",
      () => ClusterAccess.kubeconfig("~/.kube/config", "prod"),
      { kubernetes: { config_path: "~/.kube/config", config_context: "prod" } },
    ],
    [
      "an address and a token by reference",
      (stack) => ClusterAccess.server("https://10.0.0.1", "PEM", secret(stack, "token")),
      { kubernetes: { host: "https://10.0.0.1", cluster_ca_certificate: "PEM", token: `\${var.token}` } },
    ],
  ])("reach the cluster of an environment by %s", (_, cluster, expected) => {
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      const environment = new Environment(stack, "live", { gateway, cluster: cluster(stack) });
      for (const id of ["a", "b"]) new ApiKey(environment, id, { name: `live-service-${id}` });
    });
    expect(prod!.provider.tok).toContainEqual({ alias: "cluster_live", ...expected });
  });
});

describe("what deserves a look is a warning at synth:", () => {
  it("a key in clear in the state, and a hint that nobody follows", () => {
    const outdir = mkdtempSync(join(tmpdir(), "tokapi-warnings-"));
    try {
      const app = new App({ outdir });
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      const route = new ModelRoute(app, "chat", { provider: "openai", priority: 1 });
      new ApiKey(new TerraformStack(app, "prod"), "api", {
        gateway,
        name: "prod-api-server",
        delivery,
        routes: [route],
      });
      app.synth();
      app.synth();
      const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
      const told = stacks.prod.annotations.map(({ level, message }: Record<string, string>) => [level, message]);
      expect(told).toEqual([
        ["@cdktf/warn", expect.stringMatching(/^The state will hold the key prod-api-server in clear/)],
        ["@cdktf/warn", "The priority of chat is ignored: New API knows no order of routes."],
      ]);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});
