import { expect, it } from "@jest/globals";
import { SECRETS } from "../../../operator/kube/resource.ts";
import { conditionOf } from "../../support/operator-world.ts";
import { counted, gateways, inWorld, type Suite } from "./suite.ts";

/** A key comes into being: intent, creation in both ways, verification, delivery. */
export const creation: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `creation: ${title}: a declared key is issued once, verified and delivered, and each step is told`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare("prod-api-server", gateway);
        const status = await world.ready("prod-api-server");
        const [key, ...others] = gateway.emulator.ledger.created();
        expect(others).toEqual([]);
        expect(key).toMatchObject({ state: "live", name: status.keys?.[0]?.name });
        expect(await world.secret("prod-api-server")).toBe(key?.text);
        expect(await world.secret("prod-api-server", "baseURL")).toBe(gateway.emulator.dataURL);
        expect(await gateway.use(key!.text)).toBe(200);
        expect(status).toMatchObject({ revision: 1, lastRevision: 1, secretName: "prod-api-server" });
        expect(status.keys).toMatchObject([{ revision: 1, id: key?.id, state: "Current", reason: "Created" }]);
        const events = await world.events("prod-api-server", "Delivered");
        expect(events.map(({ reason }) => reason)).toEqual(["Planned", "Issued", "Verified", "Delivered"]);
        expect(events.every(({ type }) => type === "Normal")).toBe(true);
      }),
    );
  }

  it.concurrent(
    "creation: the remote name tells the use, the owner's marker and the revision, in 30 bytes",
    inWorld(server, async (world) => {
      await world.declare("prod-api-server", world.tokModel, { name: "a-very-long-name-for-one-key-in-production" });
      await world.ready("prod-api-server");
      const [key] = world.tokModel.emulator.ledger.created();
      expect(key?.name).toMatch(/^a-very-long-name-f?\.[a-z2-9]{8}\.r1$|^[a-z-]{1,18}\.[a-z2-9]{8}\.r1$/);
      expect(Buffer.byteLength(key!.name)).toBeLessThanOrEqual(30);
    }),
  );

  it.concurrent(
    "creation: our own text is stored in a pending Secret before the gateway hears of it",
    inWorld(server, async (world) => {
      world.tokenForMe.emulator.faults.add({ ...world.tokenForMe.createRoute, kind: "reset-before", times: 2 });
      await world.declare("prod-api-server", world.tokenForMe);
      const pending = "prod-api-server.tokapi-pending";
      await world.follow(SECRETS, pending, "it holds the text", (secret) => secret !== undefined);
      const text = await world.secret(pending, "r1");
      expect(text).toMatch(/^sk-[0-9a-f]{64}$/);
      await world.ready("prod-api-server");
      expect(await world.secret("prod-api-server")).toBe(text);
      expect(world.tokenForMe.emulator.ledger.created()).toHaveLength(1);
    }),
  );

  for (const { title, at } of gateways) {
    it.concurrent(
      `creation: ${title}: a create whose answer is lost makes one key and no second`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        gateway.emulator.faults.add({ ...gateway.createRoute, kind: "reset-after" });
        await world.declare("prod-api-server", gateway);
        await world.ready("prod-api-server");
        expect(gateway.emulator.ledger.created()).toHaveLength(1);
      }),
    );
  }

  it.concurrent(
    "creation: conditions follow kstatus: the newest generation, Ready true, Reconciling and Stalled false",
    inWorld(server, async (world) => {
      await world.declare("prod-api-server", world.tokModel);
      const status = await world.ready("prod-api-server");
      const words = Object.fromEntries((status.conditions ?? []).map(({ type, status: word }) => [type, word]));
      expect(words).toEqual({
        Ready: "True",
        Reconciling: "False",
        Stalled: "False",
        Rotating: "False",
        PreviousKeyInUse: "False",
      });
      expect(status.observedGeneration).toBe(1);
      for (const condition of status.conditions ?? []) {
        expect(condition.observedGeneration).toBe(1);
        expect(condition.lastTransitionTime).toMatch(/^20\d\d-.*Z$/);
        expect(condition.message).not.toBe("");
      }
    }),
  );

  it.concurrent(
    "creation: a converged world is left alone: no request but watches, no call that changes the gateway",
    inWorld(server, async (world) => {
      await world.declare("prod-api-server", world.tokModel);
      await world.ready("prod-api-server");
      await world.events("prod-api-server", "Delivered");
      const { ledger } = world.tokModel.emulator;
      const before = world.wire.requests.length;
      const events = ledger.events().length;
      // The gateway is polled every second; each poll is a chance to write something.
      const listings = () => ledger.management()["GET /api/token/"]?.requests ?? 0;
      await counted(listings, listings() + 3);
      const asked = world.wire.requests.slice(before).map(({ verb, resource, name }) => `${verb} ${resource} ${name}`);
      // Credentials are read anew, because their Secrets are not watched.
      expect(asked.filter((line) => !/^watch |^get secrets .*-account$/.test(line))).toEqual([]);
      const changes = ledger
        .events()
        .slice(events)
        .filter(({ kind, what }) => kind === "key" || /^(POST|PUT|DEL)/.test(what));
      expect(changes).toEqual([]);
    }),
  );

  it.concurrent(
    "creation: a gateway that does not exist keeps the key waiting, and the condition names it",
    inWorld(server, async (world) => {
      await world.declare("prod-api-server", world.tokModel, { gatewayRef: { name: "not-there" } });
      const status = await world.reason("prod-api-server", "Ready", "GatewayNotFound");
      expect(conditionOf(status, "Ready")?.message).toContain("not-there");
      expect(status.keys ?? []).toEqual([]);
    }),
  );
};
