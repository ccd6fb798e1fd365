import { expect, it } from "@jest/globals";
import { conditionOf } from "../../support/operator-world.ts";
import { brisk, counted, gateways, inWorld, type Suite } from "./suite.ts";

/** No key is delivered that the data plane has not accepted, and no verdict is believed too early. */
export const verification: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `verification: ${title}: a key that is refused at first is asked about again, and delivered once it is accepted`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        gateway.emulator.faults.add({ path: gateway.probePath, times: 2, ...gateway.refusal });
        await world.declare("prod-api-server", gateway);
        await world.ready("prod-api-server", 1);
        expect(gateway.emulator.ledger.created()).toHaveLength(1);
        const events = await world.events("prod-api-server", "Delivered");
        expect(events).toContainEqual(expect.objectContaining({ reason: "ProbeRejected", type: "Warning" }));
      }),
    );

    it.concurrent(
      `verification: ${title}: a key that is never accepted is revoked undelivered, and the next one comes after a pause`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { ledger, faults } = gateway.emulator;
        const fault = faults.add({ path: gateway.probePath, times: 0, ...gateway.refusal });
        await world.declare("prod-api-server", gateway);
        const failed = await world.until(
          "prod-api-server",
          "revision 2 is planned",
          (s) => s.lastRevision === 2,
          45_000,
        );
        expect(await world.secret("prod-api-server")).toBeUndefined();
        expect(failed.keys?.find(({ revision }) => revision === 2)).toMatchObject({ setbacks: 1 });
        faults.clear(fault);
        const status = await world.ready("prod-api-server");
        await world.until("prod-api-server", "only the current key is left", ({ keys }) => keys?.length === 1);
        expect(ledger.existing().map(({ text }) => text)).toEqual([await world.secret("prod-api-server")]);
        expect(status.revision).toBeGreaterThanOrEqual(2);
      }),
    );

    it.concurrent(
      `verification: ${title}: while the data plane refuses every key, nothing is destroyed and nothing delivered`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { ledger, faults } = gateway.emulator;
        await world.declare("prod-api-server", gateway, { rotation: brisk });
        await world.ready("prod-api-server", 1);
        const first = await world.secret("prod-api-server");
        const fault = faults.add({ path: gateway.probePath, times: 0, ...gateway.refusal });
        await world.annotate("prod-api-server", { "tokapi.dev/rotate": "outage" });
        // Three refusals of the new key over ten seconds would condemn it, were the old one accepted meanwhile.
        const refused = () => faults.list().find(({ id }) => id === fault)?.hits ?? 0;
        await counted(refused, 5, 40_000);
        expect(ledger.live()).toHaveLength(2);
        expect(await world.secret("prod-api-server")).toBe(first);
        faults.clear(fault);
        await world.ready("prod-api-server", 2);
        await world.until("prod-api-server", "the old key is gone", ({ keys }) => keys?.length === 1);
        expect(ledger.created()).toHaveLength(2);
      }),
    );
  }

  it.concurrent(
    "verification: with verify.dataPlane false a key is delivered untried",
    inWorld(server, async (world) => {
      const { faults } = world.tokModel.emulator;
      const fault = faults.add({ path: world.tokModel.probePath, times: 0, ...world.tokModel.refusal });
      await world.declare("prod-api-server", world.tokModel, { verify: { dataPlane: false } });
      await world.ready("prod-api-server", 1);
      expect(faults.hits(fault)).toBe(0);
    }),
  );

  it.concurrent(
    "verification: with verify.models a key waits until it sees every model of its routes",
    inWorld(server, async (world) => {
      const { faults } = world.tokModel.emulator;
      const nothing = { kind: "status" as const, status: 200, body: '{"object":"list","success":true,"data":[]}' };
      const fault = faults.add({ path: world.tokModel.probePath, times: 2, ...nothing });
      const routes = [{ provider: "openai", models: ["gpt-4o-mini"] }];
      await world.declare("prod-api-server", world.tokModel, { routes, verify: { models: true } });
      await world.ready("prod-api-server", 1);
      expect(faults.hits(fault)).toBe(2);
      expect(world.tokModel.emulator.ledger.created()).toHaveLength(1);
    }),
  );

  it.concurrent(
    "verification: an empty wallet does not make a key bad",
    inWorld(server, async (world) => {
      const body = JSON.stringify({
        error: { type: "new_api_error", code: "insufficient_user_quota", message: "no money" },
      });
      const { faults } = world.tokModel.emulator;
      faults.add({ path: world.tokModel.probePath, times: 0, kind: "status", status: 403, body });
      await world.declare("prod-api-server", world.tokModel);
      const status = await world.ready("prod-api-server", 1);
      expect(conditionOf(status, "Stalled")?.status).toBe("False");
    }),
  );
};
