import { expect, it } from "@jest/globals";
import { NAMESPACES, SECRETS } from "../../../operator/kube/resource.ts";
import { TOK_GATEWAYS } from "../../../operator/resources/addresses.ts";
import { brisk, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** How keys end with their resource. */
export const deletion: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `deletion: ${title}: every key that the resource ever made is revoked, also in the middle of a rotation`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { rotation: { ...brisk, overlap: "1h" } });
        await world.ready(name, 1);
        await world.annotate(name, { "tokapi.dev/rotate": "now" });
        await world.ready(name, 2);
        expect(gateway.emulator.ledger.live()).toHaveLength(2);
        await world.remove(name);
        await world.gone(name);
        expect(gateway.emulator.ledger.existing()).toEqual([]);
      }),
    );

    it.concurrent(
      `deletion: ${title}: a gateway that is away keeps the resource until it is back`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway);
        await world.ready(name);
        const fault = gateway.emulator.faults.add({ kind: "reset-before", times: 0, method: "DELETE" });
        await world.remove(name);
        const status = await world.until(
          name,
          "the deletion is tried again",
          ({ retry }) => (retry?.failures ?? 0) >= 2,
        );
        expect(status.retry?.notBefore).toBeDefined();
        expect(gateway.emulator.ledger.live()).toHaveLength(1);
        gateway.emulator.faults.clear(fault);
        await world.gone(name);
        expect(gateway.emulator.ledger.existing()).toEqual([]);
      }),
    );
  }

  it.concurrent(
    "deletion: with Retain the keys stay alive, and an event names them",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { deletionPolicy: "Retain" });
      await world.ready(name);
      const [key] = world.tokModel.emulator.ledger.live();
      await world.remove(name);
      await world.gone(name);
      expect(world.tokModel.emulator.ledger.live()).toEqual([key]);
      const events = await world.events(name, "KeysLeft");
      expect(events.at(-1)).toMatchObject({ type: "Warning", note: expect.stringContaining(`id ${key?.id}`) });
    }),
  );

  it.concurrent(
    "deletion: an annotation abandons a resource whose gateway is gone for good, and an event lists the ids",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.ready(name);
      const [key] = world.tokModel.emulator.ledger.live();
      world.tokModel.emulator.faults.add({ kind: "reset-before", times: 0 });
      await world.remove(name);
      await world.until(name, "it cannot be revoked", ({ retry }) => retry !== undefined);
      await world.annotate(name, { "tokapi.dev/abandon": "true" });
      await world.gone(name);
      const events = await world.events(name, "KeysLeft");
      expect(events.at(-1)?.note).toContain(`${key?.name} (id ${key?.id})`);
    }),
  );

  it.concurrent(
    "deletion: with its namespace, the gateway and its credentials, a key is revoked all the same",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.declare("staging-api", world.tokenForMe);
      await Promise.all([world.ready(name), world.ready("staging-api")]);
      await world.client.delete(NAMESPACES, { name: world.namespace });
      await Promise.all([world.gone(name), world.gone("staging-api")]);
      expect(world.tokModel.emulator.ledger.existing()).toEqual([]);
      expect(world.tokenForMe.emulator.ledger.existing()).toEqual([]);
    }),
  );

  it.concurrent(
    "deletion: a gateway that is deleted before its keys leaves them working, and they are revoked when they go",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.ready(name);
      await world.remove("tokmodel", TOK_GATEWAYS);
      await world.remove("tokmodel-account", SECRETS);
      await world.declare("later-api", world.tokModel);
      await world.reason("later-api", "Ready", "GatewayNotFound");
      expect(await world.tokModel.use((await world.secret(name))!)).toBe(200);
      await Promise.all([world.remove(name), world.remove("later-api")]);
      await Promise.all([world.gone(name), world.gone("later-api")]);
      expect(world.tokModel.emulator.ledger.existing()).toEqual([]);
    }),
  );

  it.concurrent(
    "deletion: a resource that is refused, and has made nothing, goes at once",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { group: "not-a-group" });
      await world.reason(name, "Stalled", "GroupUnknown");
      await world.remove(name);
      await world.gone(name);
      expect(world.tokModel.emulator.ledger.created()).toEqual([]);
    }),
  );
};
