import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { type App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  ApiKey,
  type ApiKeyProps,
  Environment,
  Gateway,
  KeyDelivery,
  ModelRoute,
} from "../../../provider/constructs/index.ts";
import { needing } from "../../support/needing.ts";
import { openWorkspace, type Workspace } from "../../support/terraform.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { createClock } from "../scenario/clock.ts";
import { ScenarioGateway } from "../scenario/gateway.ts";
import { attachedProvider, type ScenarioProvider } from "../scenario/provider.ts";
import { synthesized } from "./synthesized.ts";

jest.setTimeout(90_000);

const terraform = needing(await terraformProgram("terraform"));

terraform.describe("a program that changes", () => {
  let gateway: ScenarioGateway;
  let provider: ScenarioProvider;
  let workspace: Workspace;

  beforeEach(async () => {
    const clock = createClock(1);
    gateway = await ScenarioGateway.open("new-api v1.0.0-rc.24", clock, false);
    provider = await attachedProvider(clock, gateway.environment);
    workspace = await openWorkspace({
      program: terraform.needed,
      providers: provider.sources,
      files: {},
    });
  });
  afterEach(async () => {
    await workspace.close();
    provider.close();
    await gateway.emulator.close();
  });

  /** Synthesizes a program into the workspace. */
  async function write(declare: (app: App, stack: TerraformStack) => void): Promise<void> {
    const { prod } = synthesized((app) => declare(app, new TerraformStack(app, "prod")));
    await workspace.write({ "cdk.tf.json": JSON.stringify(prod) });
    await workspace.succeed(["init"]);
  }
  const key = (scope: Construct, id: string, props: Partial<ApiKeyProps> = {}) => {
    const { emulator, console } = gateway;
    const at = new Gateway(scope, "gateway", { name: "tokmodel", driver: "new-api", panelUrl: emulator.panelURL });
    const delivery = KeyDelivery.terraformState();
    return new ApiKey(scope, id, { name: "prod-api-server", gateway: at, group: console.group, delivery, ...props });
  };
  const live = () => gateway.emulator.ledger.existing().map(({ id }) => id);

  it("to the operator destroys the key that Terraform made, by the provider block that made it", async () => {
    await write((_, stack) => key(stack, "api"));
    await workspace.succeed(["apply", "-auto-approve"]);
    await write((_, stack) => key(stack, "api", { delivery: KeyDelivery.operator({ namespace: "shop" }) }));
    const { stdout } = await workspace.succeed(["plan", "-no-color"]);
    expect(stdout).toContain("tok_api_key.tokmodel_prod-api-server will be destroyed");
    expect(stdout).toContain("tok_cluster_api_key.shop_prod-api-server will be created");
  });

  it("to GitOps, or to no key at all, destroys the stack's last key", async () => {
    const declare = (delivery?: KeyDelivery) =>
      write((app, stack) => {
        const at = new Gateway(app, "tokmodel", { driver: "new-api", panelUrl: gateway.emulator.panelURL });
        const environment = new Environment(stack, "prod", { gitOps: true, gateway: at });
        const { group } = gateway.console;
        if (delivery) new ApiKey(environment, "api", { name: "prod-api-server", group, delivery });
      });
    for (const last of [KeyDelivery.operator(), undefined]) {
      await declare(KeyDelivery.terraformState());
      await workspace.succeed(["apply", "-auto-approve"]);
      expect(live()).toHaveLength(1);
      await declare(last);
      const apply = await workspace.succeed(["apply", "-auto-approve"]);
      expect([live(), apply.output]).toEqual([[], expect.stringMatching(/0 added, 0 changed, 1 destroyed/)]);
    }
  });

  it("in where its constructs stand plans nothing", async () => {
    const route = (scope: Construct) => new ModelRoute(scope, "r", { name: "chat", provider: "openai" });
    await write((app, stack) => key(stack, "api", { routes: [route(app)] }));
    await workspace.succeed(["apply", "-auto-approve"]);
    await write((_, stack) => {
      const moved = new Construct(new Construct(stack, "platform"), "keys");
      key(moved, "the-api", { routes: [route(moved)] });
    });
    await workspace.plansNothing();
  });

  it("in a name, and says from which, keeps the key; its name at the gateway is the new one", async () => {
    await write((_, stack) => key(stack, "api"));
    await workspace.succeed(["apply", "-auto-approve"]);
    const before = live();
    await write((_, stack) => key(stack, "api", { name: "prod-shop-api", renamedFrom: "prod-api-server" }));
    const apply = await workspace.succeed(["apply", "-auto-approve"]);
    expect(apply.output).toMatch(/0 added, 1 changed, 0 destroyed/);
    expect(live()).toEqual(before);
    expect((await gateway.console.look(before[0]!)).name).toMatch(/^prod-shop-api/);
    await write((_, stack) => key(stack, "api", { name: "prod-shop-api" }));
    await workspace.plansNothing();
  });

  it("to adopt a key takes it over as it is, and makes none", async () => {
    const id = await gateway.console.create("chat-frontend");
    const { group } = await gateway.console.look(id);
    await write((_, stack) => key(stack, "api", { adoptId: id, ...(group ? { group } : {}) }));
    const apply = await workspace.succeed(["apply", "-auto-approve"]);
    expect(apply.output).toMatch(/1 imported, 0 added, . changed, 0 destroyed/);
    expect(live()).toEqual([id]);
  });

  it("to grant a route to a key that is managed elsewhere limits it, and leaves the rest", async () => {
    const id = await gateway.console.create("chat-frontend");
    await write((_, stack) => {
      const at = new Gateway(stack, "tokmodel", { driver: "new-api", panelUrl: gateway.emulator.panelURL });
      const found = ApiKey.fromApiKeyName(stack, "frontend", { gateway: at, name: "chat-frontend" });
      new ModelRoute(stack, "chat", { provider: "openai", models: ["gpt-4o-mini"] }).grantUse(found);
    });
    await workspace.succeed(["apply", "-auto-approve"]);
    expect(await gateway.console.look(id)).toMatchObject({ name: "chat-frontend", models: ["gpt-4o-mini"] });
    await workspace.plansNothing();
  });
});
