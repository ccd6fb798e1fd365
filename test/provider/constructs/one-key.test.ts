import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { TerraformStack } from "cdktf";
import { RootConstruct } from "constructs";
import { parse } from "yaml";
import type { KubeObject } from "../../../operator/kube/resource.ts";
import { TOK_API_KEYS, TOK_GATEWAYS, TOK_MODEL_ROUTES } from "../../../operator/resources/addresses.ts";
import {
  ApiKey,
  Environment,
  Gateway,
  KeyDelivery,
  Manifests,
  ModelRoute,
  SecretText,
} from "../../../provider/constructs/index.ts";
import { type ApiServer, embeddedServer } from "../../support/api-server.ts";
import { needing } from "../../support/needing.ts";
import { OperatorWorld } from "../../support/operator-world.ts";
import { openWorkspace } from "../../support/terraform.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { createClock } from "../scenario/clock.ts";
import { ScenarioGateway } from "../scenario/gateway.ts";
import { attachedProvider } from "../scenario/provider.ts";
import { synthesized } from "./synthesized.ts";

jest.setTimeout(90_000);

const terraform = needing(await terraformProgram("terraform"));

terraform.describe("a declared key in Terraform", () => {
  it("is made at the gateway, works, and is planned no more", async () => {
    const clock = createClock(1);
    const gateway = await ScenarioGateway.open("new-api v1.0.0-rc.24", clock, false);
    const provider = await attachedProvider(clock, gateway.environment);
    const { prod } = synthesized((app) => {
      const stack = new TerraformStack(app, "prod");
      const tokmodel = new Gateway(app, "tokmodel", { driver: "new-api", panelUrl: gateway.emulator.panelURL });
      const key = new ApiKey(stack, "api", {
        gateway: tokmodel,
        name: "prod-api-server",
        group: gateway.console.group,
        delivery: KeyDelivery.terraformState(),
      });
      new ModelRoute(app, "chat", { provider: "openai", models: ["gpt-4o-mini"] }).grantUse(key);
    });
    const workspace = await openWorkspace({
      program: terraform.needed,
      providers: provider.sources,
      files: { "cdk.tf.json": JSON.stringify(prod) },
    });
    try {
      await workspace.succeed(["init"]);
      await workspace.succeed(["apply", "-auto-approve"]);
      const [made] = gateway.emulator.ledger.existing();
      expect(await gateway.console.use(made!.text)).toBe(200);
      await workspace.plansNothing();
    } finally {
      await workspace.close();
      provider.close();
      await gateway.emulator.close();
    }
  });
});

describe("a declared key as YAML", () => {
  let server: ApiServer;
  let world: OperatorWorld;
  let directory: string;
  beforeAll(async () => {
    server = await embeddedServer();
    world = await OperatorWorld.open(server);
    await world.start();
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await server?.stop();
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "tokapi-manifests-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("arrives as a Secret with a key that works", async () => {
    const root = new RootConstruct();
    const { driver, panelURL, dataURL } = world.gatewaySpec(world.tokModel) as Record<string, string>;
    const gateway = new Gateway(root, "accounts", {
      driver: driver!,
      panelUrl: panelURL!,
      dataUrl: dataURL!,
      credentialsSecret: "tokmodel-account",
    });
    const prod = new Environment(root, "prod", { gateway, namespace: world.namespace });
    const key = new ApiKey(prod, "api", {
      name: "prod-api-server",
      group: world.tokModel.group,
      delivery: KeyDelivery.operator({ data: { OPENAI_BASE_URL: `${SecretText.BASE_URL}/v1` } }),
    });
    const files = new Manifests(root, { directory }).write();
    const kinds = { TokApiKey: TOK_API_KEYS, TokModelRoute: TOK_MODEL_ROUTES, TokGateway: TOK_GATEWAYS };
    for (const file of files) {
      const object = parse(readFileSync(file, "utf8")) as KubeObject;
      const resource = kinds[object.kind as keyof typeof kinds];
      if (resource)
        await world.client.patch(resource, object.metadata, object, {
          type: "apply",
          fieldManager: "test",
          force: true,
        });
    }
    await world.ready(key.secret!.name);
    expect(await world.tokModel.use((await world.secret("prod-api-server"))!)).toBe(200);
    expect(await world.secret("prod-api-server", "OPENAI_BASE_URL")).toBe(`${dataURL}/v1`);
  });
});
