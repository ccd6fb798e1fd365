import { expect, it } from "@jest/globals";
import { conditionOf } from "../../support/operator-world.ts";
import { brisk, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** A key that was made by hand comes under management. */
export const adoption: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `adoption: ${title}: by id; the key is delivered as it is, and rotated later like any other`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const id = await gateway.create("made-by-hand");
        await world.declare(name, gateway, { adopt: { id }, rotation: brisk });
        const status = await world.ready(name, 1);
        expect(status.keys).toMatchObject([{ id, name: "made-by-hand", reason: "Adopted", state: "Current" }]);
        const [key, ...others] = gateway.emulator.ledger.created();
        expect(others).toEqual([]);
        expect(await world.secret(name)).toBe(key?.text);
        await world.annotate(name, { "tokapi.dev/rotate": "now" });
        await world.ready(name, 2);
        await world.until(name, "the adopted key is gone", ({ keys }) => keys?.length === 1);
        expect(gateway.emulator.ledger.byId(id)?.state).toBe("deleted");
      }),
    );

    it.concurrent(
      `adoption: ${title}: by name; what is declared is put in`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const id = await gateway.create("made-by-hand");
        await world.declare(name, gateway, { adopt: { name: "made-by-hand" }, quota: { amount: 3 } });
        await world.ready(name, 1);
        await world.events(name, "Updated");
        expect(await gateway.limit(id)).toBe(3);
      }),
    );
  }

  it.concurrent(
    "adoption: a name that two keys bear, none bears, or that is another resource's, is refused and nothing is made",
    inWorld(server, async (world) => {
      const { tokModel } = world;
      await tokModel.create("twice");
      await tokModel.create("twice");
      await world.declare("owner-api", tokModel);
      const owner = await world.ready("owner-api");
      const cases = [
        ["ambiguous-api", { name: "twice" }, /2 keys are named "twice".*give the id/],
        ["missing-api", { id: "4711" }, /no key with id 4711/],
        ["foreign-api", { id: owner.keys![0]!.id! }, /belongs to another TokApiKey/],
      ] as const;
      const before = tokModel.emulator.ledger.created().length;
      for (const [key, adopt, message] of cases) {
        await world.declare(key, tokModel, { adopt });
        const status = await world.reason(key, "Stalled", "AdoptionRefused");
        expect(conditionOf(status, "Ready")?.message).toMatch(message);
        await world.remove(key);
        await world.gone(key);
      }
      expect(tokModel.emulator.ledger.created()).toHaveLength(before);
      expect(tokModel.emulator.ledger.live()).toHaveLength(before);
    }),
  );

  it.concurrent(
    "adoption: a key that no listing has shown yet is looked for, and one that comes later is taken then",
    inWorld(server, async (world) => {
      const { tokModel } = world;
      await world.declare("owner-api", tokModel);
      await world.ready("owner-api");
      const id = await tokModel.create("made-just-now");
      await world.declare("at-once-api", tokModel, { adopt: { id } });
      await world.ready("at-once-api", 1);
      await world.declare("later-api", tokModel, { adopt: { name: "made-later" } });
      await world.reason("later-api", "Stalled", "AdoptionRefused");
      const later = await tokModel.create("made-later");
      expect((await world.ready("later-api", 1)).keys).toMatchObject([{ id: later, reason: "Adopted" }]);
    }),
  );
};
