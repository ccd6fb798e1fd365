import { describe, expect, it } from "@jest/globals";
import { TerraformStack } from "cdktf";
import { RootConstruct } from "constructs";
import { keySchema } from "../../../core/key.ts";
import { tokApiKeySpecSchema } from "../../../operator/resources/tok-api-key.ts";
import {
  ApiKey,
  type ApiKeyProps,
  Environment,
  Gateway,
  KeyDelivery,
  ModelRoute,
  Quota,
  Rotation,
  Workload,
} from "../../../provider/constructs/index.ts";
import { apiKeySchema } from "../../../provider/resources/api-key/schema.ts";
import { providerSchema } from "../../../provider/resources/provider-block/schema.ts";
import { synthesized } from "./synthesized.ts";

/** Every prop that a key of both kinds can have at once. */
const common = (scope: TerraformStack | RootConstruct): Omit<ApiKeyProps, "name"> => ({
  description: "The API of the shop",
  owner: "team-shop",
  group: "default",
  routes: [
    new ModelRoute(scope, `chat-${scope.node.children.length}`, {
      provider: "openai",
      models: ["gpt-4o"],
      enabled: true,
      priority: 1,
      rateLimit: { requestsPerMinute: 60, tokensPerMinute: 1000 },
    }),
  ],
  quota: Quota.monthly(5),
  expiresAt: "2028-01-31T00:00:00Z",
  lifetime: "90d",
  allowedIps: ["10.0.0.0/8"],
  enabled: true,
  retainOnDelete: true,
  adoptId: "1042",
});
const overlap = {
  overlap: "2h",
  retireWhenIdleFor: "1h",
  maxOverlap: "3d",
  revokeAtMaxOverlap: true,
  disableBeforeDelete: "1d",
  window: { schedule: "0 3 * * *", duration: "2h", timeZone: "Europe/Berlin" },
};

/** The paths of all fields of a schema, but for those that are somebody's own to name. */
function fieldsOf(schema: unknown, path = ""): readonly string[] {
  const { def, shape } = schema as { def: Record<string, unknown>; shape?: Record<string, unknown> };
  if (shape) return Object.entries(shape).flatMap(([name, each]) => fieldsOf(each, path ? `${path}.${name}` : name));
  if (def.type === "optional") return fieldsOf(def.innerType, path);
  if (def.type === "array") return fieldsOf(def.element, path);
  return [path];
}

/** The paths of all fields of a value. */
function fieldsIn(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [path] : value.flatMap((each) => fieldsIn(each, path));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, each]) => fieldsIn(each, path ? `${path}.${name}` : name));
}

describe("the props of a key", () => {
  const root = new RootConstruct();
  const gateway = new Gateway(root, "tokmodel", { preset: "TokModel" });
  const manifest = (rotation: Rotation, adoptName?: string) =>
    new ApiKey(new Environment(root, `e${root.node.children.length}`, { gateway }), "api", {
      ...(adoptName === undefined ? common(root) : {}),
      name: "prod-api-server",
      rotation,
      delivery: KeyDelivery.operator({
        resourceName: "api",
        secretName: "llm",
        entries: { apiKey: "KEY", baseUrl: "URL", previousApiKey: "OLD" },
        data: { e: "f" },
        secretType: "Opaque",
        secretLabels: { a: "b" },
        secretAnnotations: { c: "d" },
        previousKey: true,
        keepSecret: true,
        restart: [Workload.deployment("api")],
        verifyDataPlane: true,
        verifyModels: true,
        suspend: true,
        ...(adoptName === undefined ? {} : { adoptName }),
      }),
    }).toManifest();

  it("have one for every field of core's key, in a TokApiKey", () => {
    const { spec } = manifest(Rotation.every("30d", overlap));
    expect(fieldsIn(spec)).toEqual(expect.arrayContaining([...fieldsOf(keySchema)]));
  });

  it("have one for every field of a TokApiKey", () => {
    const told = [
      manifest(Rotation.every("30d", overlap)),
      manifest(Rotation.schedule("0 3 1 * *", { timeZone: "UTC" }), "prod-api"),
    ].flatMap(({ spec }) => fieldsIn(spec));
    // Routes are written out here, and the kind of the gateway is the default.
    const left = fieldsOf(tokApiKeySpecSchema).filter(
      (field) => !told.includes(field) && !["routeRefs.name", "gatewayRef.kind"].includes(field),
    );
    expect(left.filter((field) => !/^secret\.template\.(labels|annotations|data)$/.test(field))).toEqual([]);
  });

  it("have one for every argument of tok_api_key that the user may set", () => {
    const all = [
      KeyDelivery.encrypted("age1x"),
      KeyDelivery.writeOnly(`\${var.text}`, 1),
      KeyDelivery.terraformState(),
    ].flatMap((delivery) => {
      const { prod } = synthesized(
        (app) => {
          const stack = new TerraformStack(app, "prod");
          const at = new Gateway(stack, "tokmodel", { preset: "TokModel" });
          const rotation = Rotation.every("30d", { overlap: "2h" });
          new ApiKey(stack, "api", { ...common(stack), name: "prod-api-server", gateway: at, rotation, delivery });
        },
        { skipValidation: true },
      );
      const { "//": _, provider: __, ...values } = prod!.resource.tok_api_key!["tokmodel_prod-api-server"]!;
      return Object.keys(values);
    });
    const settable = Object.entries(apiKeySchema.attributes).filter(
      ([, { optional, required }]) => optional || required,
    );
    // Rotation by other things of a configuration is for those who write HCL: addOverride.
    const left = settable.map(([name]) => name).filter((name) => !all.includes(name) && name !== "rotate_when_changed");
    expect(left).toEqual([]);
  });
});

describe("the props of a gateway", () => {
  it("have one for every argument of the provider block that says where it is", () => {
    const { prod } = synthesized(
      (app) => {
        const stack = new TerraformStack(app, "prod");
        const place = {
          preset: "TokenForMe",
          region: "cn",
          driver: "new-api",
          panelUrl: "https://a",
          dataUrl: "https://b",
        };
        const at = new Gateway(stack, "a", { ...place, owner: "o", verify: false, timeout: "10s" });
        new ApiKey(stack, "api", { name: "prod-api-server", gateway: at, delivery: KeyDelivery.terraformState() });
      },
      { skipValidation: true },
    );
    const [block] = prod!.provider.tok!;
    const elsewhere = /^(access_token|user_id|email|password|totp_secret|refresh_token|credentials_file|kubernetes)$/;
    // For these, `resource` of the block: they are about the machine of Terraform.
    const machine = ["ca_bundle", "proxy", "rate_limits"];
    const left = Object.keys(providerSchema.attributes).filter(
      (name) => !(name in block!) && !elsewhere.test(name) && !machine.includes(name),
    );
    expect(left).toEqual([]);
  });
});
