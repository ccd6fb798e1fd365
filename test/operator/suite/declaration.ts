import { expect, it } from "@jest/globals";
import { TOK_MODEL_ROUTES } from "../../../operator/resources/addresses.ts";
import { conditionOf } from "../../support/operator-world.ts";
import { brisk, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** Edits of what is declared reach the key that exists; nothing is issued anew for them. */
export const declaration: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `declaration: ${title}: quota, expiry, addresses and group are changed on the key that exists`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway);
        const { keys } = await world.ready(name);
        const change = {
          quota: { amount: 7 },
          expiresAt: "2040-01-01T00:00:00Z",
          allowedIPs: ["127.0.0.1"],
          group: gateway.otherGroup,
        };
        await world.edit(name, { spec: change });
        await world.events(name, "Updated");
        const status = await world.ready(name, 1);
        expect(await gateway.limit(keys![0]!.id!)).toBe(7);
        expect(status.keys).toHaveLength(1);
        expect(gateway.emulator.ledger.created()).toHaveLength(1);
      }),
    );

    it.concurrent(
      `declaration: ${title}: enabled false switches the key off, true on again, and it is the same key`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { rotation: brisk });
        await world.ready(name);
        const text = (await world.secret(name))!;
        await world.edit(name, { spec: { enabled: false } });
        await world.reason(name, "Ready", "Disabled");
        expect(await gateway.use(text)).toBe(401);
        await world.edit(name, { spec: { enabled: true } });
        await world.ready(name, 1);
        expect(await gateway.use(text)).toBe(200);
        expect(await world.secret(name)).toBe(text);
      }),
    );
  }

  it.concurrent(
    "declaration: routes name what a key may call; two keys share a TokModelRoute, and its edit reaches both",
    inWorld(server, async (world) => {
      const { tokModel } = world;
      await world.make(TOK_MODEL_ROUTES, "small", { spec: { provider: "openai", models: ["gpt-4o-mini"] } });
      const spec = { group: "default", routeRefs: [{ name: "small" }] };
      await Promise.all([world.declare(name, tokModel, spec), world.declare("staging-api", tokModel, spec)]);
      await Promise.all([world.ready(name), world.ready("staging-api")]);
      const texts = [(await world.secret(name))!, (await world.secret("staging-api"))!];
      expect(await Promise.all(texts.map((text) => tokModel.use(text)))).toEqual([200, 200]);
      await world.edit("small", { spec: { models: ["gpt-5-mini"] } }, TOK_MODEL_ROUTES);
      await Promise.all([world.events(name, "Updated"), world.events("staging-api", "Updated")]);
      expect(await Promise.all(texts.map((text) => tokModel.use(text)))).toEqual([403, 403]);
      expect(tokModel.emulator.ledger.created()).toHaveLength(2);
    }),
  );

  it.concurrent(
    "declaration: a route that is deleted stops issuing and touches nothing that works",
    inWorld(server, async (world) => {
      const { tokModel } = world;
      await world.make(TOK_MODEL_ROUTES, "small", { spec: { provider: "openai", models: ["gpt-4o-mini"] } });
      await world.declare(name, tokModel, { routeRefs: [{ name: "small" }], rotation: { ...brisk, every: "3s" } });
      await world.ready(name);
      const text = (await world.secret(name))!;
      await world.remove("small", TOK_MODEL_ROUTES);
      const status = await world.reason(name, "Stalled", "RouteNotFound");
      expect(conditionOf(status, "Ready")?.message).toMatch(/spec\.routeRefs.*small.*left as it is/);
      expect(await tokModel.use((await world.secret(name)) ?? text)).toBe(200);
      await world.make(TOK_MODEL_ROUTES, "small", { spec: { provider: "openai", models: ["gpt-4o-mini"] } });
      await world.ready(name);
    }),
  );

  it.concurrent(
    "declaration: suspended from the start, nothing is issued until it is not",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { suspend: true });
      await world.reason(name, "Ready", "Suspended");
      expect(world.tokModel.emulator.ledger.created()).toEqual([]);
      await world.edit(name, { spec: { suspend: false } });
      await world.ready(name);
    }),
  );

  it.concurrent(
    "declaration: hints that the gateway does not know are told as warnings, and the key is issued",
    inWorld(server, async (world) => {
      const routes = [{ provider: "openai", models: ["gpt-4o-mini"], priority: 3 }];
      await world.declare(name, world.tokModel, { routes, description: "For the API." });
      const status = await world.ready(name);
      expect(status.warnings).toEqual([
        expect.stringContaining("spec.description"),
        expect.stringContaining("priority"),
      ]);
    }),
  );

  it.concurrent(
    "declaration: a lifetime gives each key an end at the gateway, and it is rotated well before",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokenForMe, { lifetime: "9s", rotation: { ...brisk } });
      const first = await world.ready(name, 1);
      const text = (await world.secret(name))!;
      await world.ready(name, 2);
      const lived = Date.now() - Date.parse(first.keys![0]!.issuedAt!);
      expect(lived).toBeLessThan(9_000);
      expect(await world.secret(name)).not.toBe(text);
    }),
  );
};
