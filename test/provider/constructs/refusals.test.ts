import { describe, expect, it } from "@jest/globals";
import { type App, TerraformStack, TerraformVariable } from "cdktf";
import { RootConstruct } from "constructs";
import {
  ApiKey,
  type ApiKeyProps,
  ClusterAccess,
  ClusterGateway,
  Environment,
  Gateway,
  GatewayCredentials,
  type GatewayProps,
  KeyDelivery,
  Manifests,
  ModelRoute,
  type OperatorDeliveryProps,
  Quota,
  Rotation,
} from "../../../provider/constructs/index.ts";
import { refused } from "./refused.ts";

/** One key in a stack, with what is given. */
const withKey = (props: Partial<ApiKeyProps>, gateway: GatewayProps = { preset: "TokModel" }) =>
  refused((app) => {
    const environment = new Environment(new TerraformStack(app, "prod"), "prod", {
      gateway: new Gateway(app, "tokmodel", gateway),
    });
    new ApiKey(environment, "api", { name: "prod-api-server", ...props });
  });
const withDelivery = (props: OperatorDeliveryProps) => withKey({ delivery: KeyDelivery.operator(props) });
const withGateway = (props: GatewayProps, id = "tokmodel") =>
  refused((app) => {
    new TerraformStack(app, "prod");
    new Gateway(app, id, props);
  });
const withRoute = (route: object, props: Partial<ApiKeyProps> = {}, gateway?: GatewayProps) =>
  refused((app) => {
    const environment = new Environment(new TerraformStack(app, "prod"), "prod", {
      gateway: new Gateway(app, "tokmodel", gateway ?? { preset: "TokModel" }),
    });
    const routes = [new ModelRoute(app, "chat", { provider: "openai", ...route })];
    new ApiKey(environment, "api", { name: "prod-api-server", routes, ...props });
  });
const sub2api: GatewayProps = { preset: "TokenForMe" };

describe("a declaration that is fine", () => {
  it("is not refused", () => {
    expect(withKey({})).toEqual([]);
    expect(withRoute({ models: ["gpt-4o"] }, { quota: Quota.total(5), rotation: Rotation.every("30d") })).toEqual([]);
    expect(withRoute({}, { group: "GPT Standard", quota: Quota.weekly(5) }, sub2api)).toEqual([]);
    expect(withKey({ rotation: Rotation.schedule("0 3 1 * *", { timeZone: "Europe/Berlin" }) })).toEqual([]);
  });
});

describe("everything that is wrong", () => {
  it("is said at once, each with the construct's path, whichever stack it stands in", () => {
    const found = refused((app) => {
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModell" });
      const chat = new ModelRoute(app, "chat", { provider: "OpenAI" });
      for (const name of ["staging", "prod"]) {
        const environment = new Environment(new TerraformStack(app, name), name, { gateway });
        new ApiKey(environment, "api", { name: "key1", routes: [chat], quota: Quota.total(-1) });
      }
    });
    expect(found.map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual([
      "tokmodel: preset",
      "chat: provider",
      "staging/staging/api: name",
      "staging/staging/api: quota",
      "prod/prod/api: name",
      "prod/prod/api: quota",
      'prod/prod/api: the key "key1" at the gateway tokmodel is declared by staging/staging/api already. Keys are told apart by name',
    ]);
  });

  it("is said without any stack, too, and nothing is written", () => {
    const root = new RootConstruct();
    const gateway = new Gateway(root, "tokmodel", { preset: "TokModel" });
    new ApiKey(new Environment(root, "prod", { gateway }), "api", { name: "test" });
    expect(() => new Manifests(root, { directory: "/nowhere" }).write()).toThrow(
      /^One declaration is refused:\n {4}prod\/api: name: .*does not say what the key is for/,
    );
  });
});

describe("a key is refused for", () => {
  it.each<[string, Partial<ApiKeyProps>, RegExp]>([
    [
      "an overlap that does not fit",
      { rotation: Rotation.every("1h") },
      /^rotation\.overlap: .*overlap \(default: 1h\)/,
    ],
    [
      "an overlap that does not fit into a pattern",
      { rotation: Rotation.schedule("0 * * * *", { overlap: "2h" }) },
      /^rotation\.overlap: 2h does not fit into a rotation every 1h/,
    ],
    ["no cron pattern", { rotation: Rotation.schedule("every monday") }, /^rotation\.schedule: .*cron pattern/],
    ["no time zone", { rotation: Rotation.schedule("0 3 * * *", { timeZone: "Mars" }) }, /time zone/],
    ["no duration", { rotation: Rotation.every("monthly") }, /^rotation\.every: "monthly" is/],
    [
      "a lifetime beside an end",
      { lifetime: "90d", expiresAt: "2027-01-31T00:00:00Z" },
      /expiresAt.*lifetime.*not both/,
    ],
    ["a lifetime that ends first", { lifetime: "7d", rotation: Rotation.every("30d") }, /^lifetime: .*rotation\.every/],
    ["an end that is none", { expiresAt: "tomorrow" }, /^expiresAt: "tomorrow" is no RFC 3339 time/],
    [
      "an address that is none",
      { allowedIps: ["::1", "10.0.0.0/99"] },
      /^allowedIps\[1\]: "10\.0\.0\.0\/99" is no CIDR/,
    ],
    ["a quota that is none", { quota: Quota.total(0) }, /^quota: /],
    ["a quota that New API never fills again", { quota: Quota.daily(5) }, /^quota: New API never fills/],
    ["an old name of a TokApiKey", { renamedFrom: "prod-api" }, /^renamedFrom: .*resourceName/],
    ["a label that is none", { labels: { "a b": "c" } }, /^labels\.a b: .*no key/],
  ])("%s", (_, props, message) => {
    const found = withKey(props);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^prod\/prod\/api: /);
    expect(found[0]!.replace("prod/prod/api: ", "")).toMatch(message);
  });

  it("a value that it repeats as it is", () => {
    expect(withKey({ expiresAt: "next_new_year" })).toEqual([
      expect.stringContaining('"next_new_year" is no RFC 3339 time'),
    ]);
  });

  it.each<[string, OperatorDeliveryProps, RegExp]>([
    [
      "a name of a Secret that is none",
      { secretName: "LLM" },
      /^delivery\.secretName: "LLM" is not a name of Kubernetes/,
    ],
    ["two entries of one name", { entries: { apiKey: "A", baseUrl: "A" } }, /^delivery\.entries: Two data keys/],
    ["an entry that is there already", { data: { apiKey: "x" } }, /^delivery\.data: .*already/],
    ["a placeholder that is none", { data: { A: `\${secret}` } }, /^delivery\.data: A text knows only/],
    [
      "a previous key that is not delivered",
      { data: { A: `\${previousApiKey}` } },
      /^delivery\.previousKey: .*previous/,
    ],
    ["a type that mints tokens", { secretType: "kubernetes.io/service-account-token" }, /^delivery\.secretType: /],
    ["the operator's labels", { secretLabels: { "tokapi.dev/x": "y" } }, /^delivery\.secretLabels/],
    [
      "a type of somebody else's Secret",
      { intoExistingSecret: true, secretType: "Opaque" },
      /^delivery\.intoExistingSecret/,
    ],
    ["keeping what is somebody else's", { intoExistingSecret: true, keepSecret: true }, /^delivery\.keepSecret: /],
    ["models that nobody can check", { verifyModels: true, verifyDataPlane: false }, /^delivery\.verifyModels: /],
    ["a timeout that is none", { timeout: "soon" }, /^delivery\.timeout: "soon" is no duration/],
    ["a namespace that is none", { namespace: "Team A" }, /^delivery\.namespace: "Team A" is no namespace/],
  ])("%s", (_, props, message) => {
    const found = withDelivery(props);
    expect(found).toHaveLength(1);
    expect(found[0]!.replace("prod/prod/api: ", "")).toMatch(message);
  });
});

describe("a key that Terraform makes is refused for", () => {
  it.each<[string, Partial<ApiKeyProps>, GatewayProps, RegExp]>([
    ["a recipient that is none", { delivery: KeyDelivery.encrypted("me") }, {}, /^delivery\.recipients\[0\]: /],
    ["nobody to read it", { delivery: KeyDelivery.encrypted() }, {}, /^delivery\.recipients: The list is empty/],
    [
      "what only the operator does",
      {
        delivery: KeyDelivery.terraformState(),
        rotation: Rotation.every("30d", { maxOverlap: "3d", retireWhenIdleFor: "1h" }),
      },
      {},
      /^rotation: only the operator knows retireWhenIdleFor, maxOverlap|^rotation: only the operator knows maxOverlap, retireWhenIdleFor/,
    ],
    [
      "a gateway of which it has no address",
      { delivery: KeyDelivery.terraformState() },
      { driver: "new-api", inCluster: ClusterGateway.tokGateway("x") },
      /^tokmodel: panelUrl: is missing, and Terraform makes keys here too/,
    ],
  ])("%s", (_, props, gateway, message) => {
    const found = withKey(props, { ...(gateway.driver || gateway.preset ? {} : { preset: "TokModel" }), ...gateway });
    expect(found).toHaveLength(1);
    expect(found[0]!.replace("prod/prod/api: ", "")).toMatch(message);
  });

  it("a text where the gateway makes its own", () => {
    const found = refused((app) => {
      const stack = new TerraformStack(app, "prod");
      const text = new TerraformVariable(stack, "text", { type: "string", sensitive: true });
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      const delivery = KeyDelivery.writeOnly(text.stringValue, 1);
      new ApiKey(stack, "api", { gateway, name: "prod-api-server", delivery });
    });
    expect(found).toEqual([expect.stringMatching(/^prod\/api: delivery: New API makes the texts of its keys itself/)]);
  });

  it("having no stack", () => {
    const found = refused((app) => {
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      new ApiKey(app, "api", { gateway, name: "prod-api-server", delivery: KeyDelivery.terraformState() });
    });
    expect(found).toEqual([expect.stringMatching(/^api: stands in no TerraformStack/)]);
  });
});

describe("a route is refused for", () => {
  it.each<[string, object, Partial<ApiKeyProps>, GatewayProps | undefined, RegExp]>([
    [
      "a rate that New API cannot limit",
      { rateLimit: { requestsPerMinute: 5 } },
      {},
      undefined,
      /^prod\/prod\/api: routes: chat: rateLimit: New API cannot limit/,
    ],
    [
      "models that Sub2API cannot limit",
      { models: ["a"] },
      { group: "g" },
      sub2api,
      /^prod\/prod\/api: routes: chat: models: On Sub2API the group/,
    ],
    [
      "being closed, and the only one",
      { enabled: false },
      {},
      undefined,
      /^prod\/prod\/api: routes: No route is enabled/,
    ],
    [
      "an empty list",
      { models: [] },
      {},
      undefined,
      /^prod\/prod\/api: routes: chat: models: The list of models is empty/,
    ],
    ["a priority that is none", { priority: -1 }, {}, undefined, /^chat: priority: /],
    ["a provider that is none", { provider: "Open AI" }, {}, undefined, /^chat: provider: /],
    ["a name that is none", { name: "Chat!" }, {}, undefined, /^chat: name: /],
  ])("%s", (_, route, props, gateway, message) => {
    expect(withRoute(route, props, gateway)[0]).toMatch(message);
  });

  it("being shared across gateways", () => {
    const found = refused((app) => {
      const stack = new TerraformStack(app, "prod");
      const route = new ModelRoute(app, "gpt", { provider: "openai" });
      for (const [preset, group] of [
        ["TokModel", "default"],
        ["TokenForMe", "GPT Standard"],
      ] as const) {
        const environment = new Environment(stack, preset.toLowerCase(), {
          gateway: new Gateway(app, `at-${preset.toLowerCase()}`, { preset }),
        });
        new ApiKey(environment, "api", { name: "prod-api-server", group, routes: [route] });
      }
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^gpt: is shared by keys of 2 gateways: at-tokmodel \(prod\/tokmodel\/api\), at-tokenforme \(.*one ModelRoute for each gateway/,
      ),
    ]);
  });

  it("two vendors in one key of Sub2API, whose keys also need a group", () => {
    const found = refused((app) => {
      const gateway = new Gateway(app, "tokenforme", sub2api);
      const routes = ["openai", "anthropic"].map((provider) => new ModelRoute(app, provider, { provider }));
      new ApiKey(new Environment(new TerraformStack(app, "prod"), "prod"), "api", {
        gateway,
        name: "prod-api-server",
        routes,
      });
    });
    expect(found).toEqual([
      expect.stringMatching(/routes: One Sub2API key opens one vendor/),
      expect.stringMatching(/group: a key of Sub2API belongs to exactly one group/),
    ]);
  });
});

describe("a gateway is refused for", () => {
  it.each<[string, GatewayProps, RegExp]>([
    ["an unknown preset", { preset: "TokModell" }, /^tokmodel: preset: .*TokModel/],
    ["an unknown site", { preset: "TokenForMe", region: "mars" }, /^tokmodel: region: /],
    ["a site of another service", { preset: "TokModel", region: "cn" }, /region: goes with the preset TokenForMe only/],
    ["no address", { driver: "new-api" }, /panelUrl: is missing/],
    ["nothing at all", {}, /driver: is missing/],
    ["an address that is none", { driver: "new-api", panelUrl: "gateway" }, /panelUrl: is no URL/],
    [
      "an address with a password",
      { driver: "new-api", panelUrl: "https://a:b@c" },
      /panelUrl: must not hold a user name/,
    ],
    [
      "two places",
      { preset: "TokModel", panelUrl: "https://a.example" },
      /preset: has driver and addresses of its own/,
    ],
    ["no duration", { preset: "TokModel", timeout: "soon" }, /timeout: "soon"|timeout: .*duration/],
    ["a Secret of no name", { preset: "TokModel", credentialsSecret: "My Account" }, /credentialsSecret: "My Account"/],
    ["a name that is no alias", { preset: "TokModel", name: "9lives" }, /name: "9lives" must consist/],
  ])("%s", (_, props, message) => {
    expect(withGateway(props).join("\n")).toMatch(message);
  });

  it("the name of another one", () => {
    const found = refused((app) => {
      for (const id of ["one", "two"]) new Gateway(new TerraformStack(app, id), "tokmodel", { preset: "TokModel" });
    });
    expect(found).toEqual([
      expect.stringMatching(/^two\/tokmodel: the gateway name "tokmodel" is declared by one\/tokmodel/),
    ]);
  });
});

describe("a secret that is a literal text is refused at once, and not repeated:", () => {
  const literal = "hunter2hunter2hunter2";
  const variable = (name: string) => `\${var.${name}}`;
  it.each<[string, (text: string) => unknown]>([
    ["a token", (text) => GatewayCredentials.accessToken(text, "1")],
    ["a password", (text) => GatewayCredentials.login("me@example.com", text)],
    ["a second factor", (text) => GatewayCredentials.login("me@example.com", variable("password"), text)],
    ["a token of a cluster", (text) => ClusterAccess.server("https://10.0.0.1", "PEM", text)],
    ["the text of a key", (text) => KeyDelivery.writeOnly(text, 1)],
  ])("%s", (_, given) => {
    for (const text of [literal, `\${"${literal}"}`, `x\${var.a}`]) {
      expect(() => given(text)).toThrow(/is a literal text.*Declare a TerraformVariable with sensitive: true/);
      expect(() => given(text)).toThrow(expect.objectContaining({ message: expect.not.stringContaining("hunter2") }));
    }
    expect(() => given(variable("secret"))).not.toThrow();
    expect(() => given(`\${data.vault.x["key"]}`)).not.toThrow();
  });
});

describe("two of a kind", () => {
  const two = (declare: (environment: Environment, app: App) => void) =>
    refused((app) => {
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      declare(new Environment(new TerraformStack(app, "prod"), "prod", { gateway }), app);
    });

  it("of one name at a gateway are refused, and told where the other is", () => {
    const found = two((environment) => {
      for (const id of ["a", "b"])
        new ApiKey(environment, id, { name: "prod-api-server", delivery: KeyDelivery.terraformState() });
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^prod\/prod\/b: the key "prod-api-server" at the gateway tokmodel is declared by prod\/prod\/a/,
      ),
    ]);
  });

  it("that would share a Secret are refused", () => {
    const found = two((environment) => {
      for (const name of ["prod-api-server", "prod-batch-jobs"])
        new ApiKey(environment, name, { name, delivery: KeyDelivery.operator({ secretName: "llm" }) });
    });
    expect(found).toEqual([expect.stringMatching(/the Secret "llm" \(environment prod, namespace prod\).*secretName/)]);
  });

  it("in environments of their own are fine under names of their own", () => {
    const found = refused((app) => {
      for (const name of ["staging", "prod"]) {
        const stack = new TerraformStack(app, name);
        const gateway = new Gateway(stack, `at-${name}`, { preset: "TokModel" });
        new ApiKey(new Environment(stack, name), "api", { gateway, name: "api-server-of-shop" });
      }
    });
    expect(found).toEqual([]);
  });
});

it("a key without a gateway is refused where it is declared", () => {
  expect(() => refused((app) => new ApiKey(app, "api", { name: "prod-api-server" }))).toThrow(
    /^api: gateway: is missing/,
  );
});
