import { expect, it } from "@jest/globals";
import { NAMESPACES, SECRETS } from "../../../operator/kube/resource.ts";
import { CLUSTER_TOK_GATEWAYS, TOK_GATEWAYS } from "../../../operator/resources/addresses.ts";
import { conditionOf, isTrue, type OperatorWorld, statusOf } from "../../support/operator-world.ts";
import { brisk, counted, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** Waits for a gateway's Ready with that reason; answers its message. */
async function gatewaySays(world: OperatorWorld, gateway: string, reason: string): Promise<string> {
  const ready = (object: Parameters<typeof statusOf>[0]) => conditionOf(statusOf(object), "Ready");
  const is = (object: Parameters<typeof statusOf>[0] | undefined) => !!object && ready(object)?.reason === reason;
  const found = await world.follow(TOK_GATEWAYS, gateway, `Ready says ${reason}`, is);
  expect(isTrue(statusOf(found!), "Stalled")).toBe(reason !== "Connected");
  return ready(found!)!.message;
}

/** Accounts that cannot be used: each says why, and mends by itself once somebody has acted. */
export const gatewayAccounts: Suite = (server) => {
  it.concurrent(
    "gateway: a good one says its version, its account and how many keys it has",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.ready(name);
      const is = (count: number) => (object: Parameters<typeof statusOf>[0] | undefined) =>
        (object?.status as { keys?: number } | undefined)?.keys === count;
      const found = await world.follow(TOK_GATEWAYS, "tokmodel", "it counts one key", is(1));
      expect(found?.status).toMatchObject({ serverVersion: "v1.0.0-rc.24", account: "ops", observedGeneration: 1 });
      expect(isTrue(statusOf(found!), "Ready")).toBe(true);
      await world.remove(name);
      await world.gone(name);
      await world.follow(TOK_GATEWAYS, "tokmodel", "it counts none", is(0));
    }),
  );

  it.concurrent(
    "gateway: changes that are not of its spec, such as its own status, are looked at together and not one by one",
    inWorld(server, async (world) => {
      await world.follow(TOK_GATEWAYS, "tokmodel", "it is ready", (object) => isTrue(statusOf(object!), "Ready"));
      const reads = () =>
        world.wire.requests.filter(({ verb, name: read }) => verb === "get" && read === "tokmodel-account").length;
      const [before, began] = [reads(), performance.now()];
      for (let change = 1; change <= 100; change++)
        await world.edit("tokmodel", { metadata: { annotations: { change: `${change}` } } }, TOK_GATEWAYS);
      await counted(reads, before + 1);
      const seconds = (performance.now() - began) / 1000;
      // Every two seconds at the most, however long the changes took.
      expect(reads() - before).toBeLessThanOrEqual(2 + seconds / 2);
    }),
  );

  it.concurrent(
    "gateway: a Secret that is missing, incomplete or wrong is named; the key waits and is made once it is right",
    inWorld(
      server,
      async (world) => {
        const { accessToken, userId } = world.tokModel.emulator.credentials;
        await world.remove("tokmodel-account", SECRETS);
        const other = { name: "other-account" };
        await world.edit("tokmodel", { spec: { credentialsSecretRef: other } }, TOK_GATEWAYS);
        expect(await gatewaySays(world, "tokmodel", "SecretNotFound")).toMatch(/credentialsSecretRef.*other-account/);
        await world.make(SECRETS, "other-account", { stringData: { user: "ops" } });
        expect(await gatewaySays(world, "tokmodel", "CredentialsIncomplete")).toMatch(/accessToken.*entries: user/);
        await world.edit("other-account", { stringData: { accessToken: "not-the-right-token", userId } }, SECRETS);
        await world.declare(name, world.tokModel);
        const status = await world.until(
          name,
          "the gateway is the reason",
          (s) => conditionOf(s, "Ready")?.reason === "GatewayNotReady",
        );
        expect(conditionOf(status, "Ready")?.message).toContain("TokGateway");
        expect(await gatewaySays(world, "tokmodel", "Unauthorized")).toMatch(/access token/i);
        expect(world.tokModel.emulator.ledger.created()).toEqual([]);
        await world.edit("other-account", { stringData: { accessToken, userId } }, SECRETS);
        await world.ready(name);
      },
      { started: true },
    ),
  );

  it.concurrent(
    "gateway: credentials that go wrong later stop new keys and touch none that works; put right, all goes on",
    inWorld(server, async (world) => {
      const { email, password } = world.tokenForMe.emulator.credentials;
      await world.declare(name, world.tokenForMe);
      await world.ready(name);
      await world.edit("tokenforme-account", { stringData: { password: "not-the-password" } }, SECRETS);
      expect(await gatewaySays(world, "tokenforme", "InvalidCredentials")).toMatch(
        /Correct the e-mail address or the password/,
      );
      await world.declare("later-api", world.tokenForMe);
      await world.reason("later-api", "Ready", "GatewayNotReady");
      expect(world.tokenForMe.emulator.ledger.live()).toHaveLength(1);
      expect(await world.tokenForMe.use((await world.secret(name))!)).toBe(200);
      await world.edit("tokenforme-account", { stringData: { email, password } }, SECRETS);
      await world.ready("later-api");
      await world.ready(name, 1);
    }),
  );

  it.concurrent(
    "gateway: a captcha and a second factor are named, with what to do",
    inWorld(
      server,
      async (world) => {
        world.tokenForMe.emulator.state({ turnstile: true });
        await world.start();
        expect(await gatewaySays(world, "tokenforme", "CaptchaRequired")).toMatch(/captcha/);
        world.tokenForMe.emulator.state({ turnstile: false });
        const u12 = { email: "u12@example.test", password: "u12-password" };
        await world.edit("tokenforme-account", { stringData: u12 }, SECRETS);
        expect(await gatewaySays(world, "tokenforme", "TwoFactorRequired")).toMatch(/TOTP secret/);
      },
      { started: false },
    ),
  );

  it.concurrent(
    "gateway: a panel URL that answers HTML is said to be no API",
    inWorld(
      server,
      async (world) => {
        world.tokModel.emulator.faults.add({ kind: "html", times: 0, path: "^/api/" });
        await world.start();
        expect(await gatewaySays(world, "tokmodel", "NotJson")).toMatch(/HTML.*panelURL/);
        world.tokModel.emulator.faults.clear();
        await gatewaySays(world, "tokmodel", "Connected");
      },
      { started: false },
    ),
  );

  it.concurrent(
    "gateway: too many requests are waited for, and the wait survives a restart of the operator",
    inWorld(server, async (world) => {
      await gatewaySays(world, "tokModel".toLowerCase(), "Connected");
      const limited = { kind: "status" as const, status: 429, headers: { "retry-after": "4" }, body: "{}" };
      const { faults, ledger } = world.tokModel.emulator;
      faults.add({ ...world.tokModel.createRoute, ...limited });
      await world.declare(name, world.tokModel);
      const status = await world.until(name, "it waits", ({ retry }) => retry?.reason === "RateLimited");
      const until = Date.parse(status.retry!.notBefore!);
      expect(isTrue(status, "Reconciling")).toBe(true);
      await world.stop();
      await world.start();
      const { keys } = await world.ready(name);
      expect(Date.parse(keys![0]!.issuedAt!)).toBeGreaterThanOrEqual(until - 50);
      expect(ledger.created()).toHaveLength(1);
    }),
  );

  it.concurrent(
    "gateway: an old server that cannot keep a restriction refuses it before anything is made",
    inWorld(
      server,
      async (world) => {
        await world.declare(name, world.tokModel, { allowedIPs: ["10.0.0.0/8"] });
        const status = await world.until(name, "it is refused", (s) => isTrue(s, "Stalled"));
        expect(conditionOf(status, "Ready")?.message).toMatch(/spec\.allowedIPs/);
        expect(world.tokModel.emulator.ledger.created()).toEqual([]);
      },
      { newApi: "v0.6.8.2" },
    ),
  );

  it.concurrent(
    "gateway: no more than maxConcurrentRotations scheduled rotations are under way; requests do not wait",
    inWorld(server, async (world) => {
      await world.edit("tokmodel", { spec: { maxConcurrentRotations: 1 } }, TOK_GATEWAYS);
      await gatewaySays(world, "tokmodel", "Connected");
      const names = ["first-api", "second-api", "third-api"];
      const spec = { rotation: { ...brisk, every: "3s", overlap: "1s" } };
      await Promise.all(names.map((key) => world.declare(key, world.tokModel, spec)));
      await Promise.all(names.map((key) => world.ready(key)));
      // No new key is accepted for now, so whoever begins a rotation keeps its place.
      const { faults } = world.tokModel.emulator;
      const away = { kind: "status" as const, status: 503, body: "{}", times: 0 };
      const fault = faults.add({ path: world.tokModel.probePath, ...away });
      const revisions = async () =>
        (await Promise.all(names.map((key) => world.until(key, "any", () => true)))).map((s) => s.lastRevision ?? 0);
      await world.events("third-api", "Delivered");
      await Promise.race(names.map((key) => world.until(key, "a rotation begins", (s) => isTrue(s, "Rotating"))));
      await world.declare("clock-api-server", world.tokenForMe, spec);
      await world.ready("clock-api-server", 2);
      const rotating = await Promise.all(names.map((key) => world.until(key, "any", () => true)));
      expect(rotating.filter((status) => isTrue(status, "Rotating"))).toHaveLength(1);
      faults.clear(fault);
      const before = await revisions();
      await Promise.all(names.map((key, index) => world.ready(key, before[index]! + 1)));
    }),
    90_000,
  );

  it.concurrent(
    "gateway: a ClusterTokGateway serves the namespaces that it names, within its policy",
    inWorld(server, async (world) => {
      const { client, namespace, tokModel } = world;
      const gateway = `shared-${namespace}`;
      const spec = {
        ...world.gatewaySpec(tokModel),
        credentialsSecretRef: { name: "tokmodel-account", namespace },
        namespaceSelector: { matchLabels: { team: namespace } },
        policy: { groups: ["default"], models: ["gpt-4o-mini"], maxKeys: 1, minRotation: "1h" },
      };
      await client.create(CLUSTER_TOK_GATEWAYS, { metadata: { name: gateway }, spec });
      try {
        const ref = { gatewayRef: { name: gateway, kind: "ClusterTokGateway" } };
        const routes = [{ provider: "openai", models: ["gpt-4o-mini"] }];
        await world.declare(name, tokModel, { ...ref, routes });
        await world.reason(name, "Stalled", "NamespaceNotAllowed");
        await client.patch(
          NAMESPACES,
          { name: namespace },
          { metadata: { labels: { team: namespace } } },
          { type: "merge" },
        );
        await world.ready(name);
        const refused = async (key: string, change: object, message: RegExp) => {
          await world.edit(name, { spec: change });
          const status = await world.reason(name, "Stalled", "PolicyDenied");
          expect([key, conditionOf(status, "Ready")?.message]).toEqual([key, expect.stringMatching(message)]);
        };
        await refused("group", { group: "vip" }, /spec\.group: "vip" is not one of default/);
        await refused(
          "model",
          { group: "default", routes: [{ provider: "openai", models: ["gpt-5-mini"] }] },
          /gpt-5-mini/,
        );
        await refused("every", { routes, rotation: { every: "10m", overlap: "1m" } }, /spec\.rotation\.every: 10m/);
        await world.edit(name, { spec: { rotation: null } });
        await world.ready(name, 1);
        await world.declare("second-api", tokModel, { ...ref, routes });
        const status = await world.reason("second-api", "Stalled", "PolicyDenied");
        expect(conditionOf(status, "Ready")?.message).toMatch(/may have 1/);
        expect(tokModel.emulator.ledger.created()).toHaveLength(1);
      } finally {
        await client.delete(CLUSTER_TOK_GATEWAYS, { name: gateway });
      }
    }),
  );
};
