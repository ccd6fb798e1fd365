import { describe, expect, it } from "@jest/globals";
import { Aspects, type IAspect, TerraformStack, Testing } from "cdktf";
import { type IConstruct, RootConstruct } from "constructs";
import {
  ApiKey,
  type ApiKeyProps,
  Environment,
  Gateway,
  KeyRule,
  Manifests,
  ModelRoute,
  Rotation,
} from "../../../provider/constructs/index.ts";
import { refused } from "./refused.ts";

/** One key in `environment`, under a rule that is attached to the app. */
const under = (rule: IAspect, props: Partial<ApiKeyProps>, environment = "prod", preset = "TokModel") =>
  refused((app) => {
    Aspects.of(app).add(rule);
    const gateway = new Gateway(app, "account", { preset });
    const group = preset === "TokenForMe" ? { group: "GPT Standard" } : {};
    new ApiKey(new Environment(new TerraformStack(app, environment), environment, { gateway }), "api", {
      name: `${environment}-api-server`,
      ...group,
      ...props,
    });
  });
const wild = new ModelRoute(new RootConstruct(), "wild", { provider: "openai" });
const named = new ModelRoute(new RootConstruct(), "named", { provider: "openai", models: ["gpt-4o"] });

describe("a rule over a tree", () => {
  it.each<[string, IAspect, Partial<ApiKeyProps>, Partial<ApiKeyProps>, RegExp]>([
    [
      "that keys rotate",
      KeyRule.rotateAtLeastEvery("90d"),
      { rotation: Rotation.every("90d") },
      { rotation: Rotation.every("91d") },
      /^prod\/prod\/api: rotation: this key is rotated only every 91d, .* at least every 90d/,
    ],
    [
      "that keys rotate, by a pattern",
      KeyRule.rotateAtLeastEvery("31d"),
      { rotation: Rotation.schedule("0 3 1 * *") },
      { rotation: Rotation.schedule("0 3 1 */2 *") },
      /only every 62d/,
    ],
    [
      "that keys rotate, by their lifetime",
      KeyRule.rotateAtLeastEvery("30d"),
      { lifetime: "30d" },
      {},
      /is rotated only on request/,
    ],
    ["that keys have an owner", KeyRule.haveOwner(), { owner: "team-a" }, {}, /owner: is missing/],
    [
      "that models are named in production",
      KeyRule.noWildcardModelsInProduction(),
      { routes: [named] },
      { routes: [named, wild] },
      /routes: wild opens every model of its provider/,
    ],
    [
      "that models are named in production, also by a key without routes",
      KeyRule.noWildcardModelsInProduction(),
      { routes: [named] },
      {},
      /routes: this key may call every model/,
    ],
    [
      "that names say where and how",
      KeyRule.namesMatch(),
      { name: "prod-batch-jobs" },
      { name: "batch-jobs" },
      /name: "batch-jobs" does not match prod-/,
    ],
    [
      "that names are of a pattern",
      KeyRule.namesMatch("{environment}-[a-z]+-(api|batch)"),
      { name: "prod-shop-api" },
      { name: "prod-shop-web" },
      /does not match prod-\[a-z\]\+-\(api\|batch\)/,
    ],
  ])("%s, on an App as well", (_, rule, good, bad, message) => {
    expect(under(rule, good)).toEqual([]);
    expect(under(rule, bad)).toEqual([expect.stringMatching(message)]);
  });

  it("for production lets other environments do as they like", () => {
    expect(under(KeyRule.noWildcardModelsInProduction(), {}, "staging")).toEqual([]);
  });

  it("about models takes a group for an answer where groups decide", () => {
    expect(under(KeyRule.noWildcardModelsInProduction(), {}, "prod", "TokenForMe")).toEqual([]);
  });

  it("holds below its construct only, and for all its keys at once, beside everything else that is wrong", () => {
    const found = refused((app) => {
      const gateway = new Gateway(app, "account", { preset: "TokModel" });
      for (const name of ["staging", "prod"]) {
        const stack = new TerraformStack(app, name);
        if (name === "prod") Aspects.of(stack).add(KeyRule.haveOwner());
        const environment = new Environment(stack, name, { gateway });
        for (const what of ["api-server", "batch-jobs"])
          new ApiKey(environment, what, {
            name: `${name}-${what}`,
            rotation: Rotation.every(name === "prod" ? "1h" : "30d"),
          });
      }
    });
    expect(found.map((line) => line.split(": ", 2))).toEqual(
      ["prod/prod/api-server", "prod/prod/batch-jobs"].flatMap((path) => [
        [path, "rotation.overlap"],
        [path, "owner"],
      ]),
    );
  });

  it("holds without Terraform, too", () => {
    const root = new RootConstruct();
    Aspects.of(root).add(KeyRule.haveOwner());
    const gateway = new Gateway(root, "account", { preset: "TokModel" });
    new ApiKey(new Environment(root, "prod", { gateway }), "api", { name: "prod-api-server" });
    expect(() => new Manifests(root, { directory: "/nowhere" }).write()).toThrow(/owner: is missing/);
  });

  it("of one's own sees what it needs of a key", () => {
    const seen: string[] = [];
    const rule: IAspect = {
      visit(node: IConstruct) {
        if (ApiKey.isApiKey(node))
          seen.push(`${node.name} of ${node.owner} at ${node.gateway.name} every ${node.rotation?.period}`);
      },
    };
    const app = Testing.app();
    const stack = new TerraformStack(app, "prod");
    Aspects.of(stack).add(rule);
    const gateway = new Gateway(app, "account", { preset: "TokModel" });
    new ApiKey(stack, "api", { gateway, name: "prod-api-server", owner: "me", rotation: Rotation.every("30d") });
    Testing.synth(stack);
    expect(seen).toEqual(["prod-api-server of me at account every 30d"]);
  });
});

it("a rule that cannot hold is refused at once", () => {
  expect(() => KeyRule.rotateAtLeastEvery("monthly")).toThrow(/"monthly" is no duration/);
});
