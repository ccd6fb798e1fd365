import { expect, it } from "@jest/globals";
import { SECRETS } from "../../../operator/kube/resource.ts";
import { conditionOf, isTrue } from "../../support/operator-world.ts";
import { brisk, counted, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** What people do in the gateway's console, and what is left of a budget. */
export const consoles: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `console: ${title}: an edited key is put back to what is declared, with an event`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { quota: { amount: 5 }, allowedIPs: ["127.0.0.1"] });
        const status = await world.ready(name);
        const id = status.keys![0]!.id!;
        await gateway.edit(id, { quota: 500, allowedIPs: [] });
        await world.events(name, "Updated");
        expect(await gateway.limit(id)).toBe(5);
        expect(gateway.emulator.ledger.created()).toHaveLength(1);
      }),
    );

    it.concurrent(
      `console: ${title}: a key that somebody switched off stays off, a condition says so, and its schedule rests`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { rotation: brisk });
        const { keys } = await world.ready(name, 1);
        await gateway.disable(keys![0]!.id!);
        await world.reason(name, "Stalled", "DisabledInConsole");
        await world.edit(name, { spec: { rotation: { every: "4s" } } });
        const status = await world.reason(name, "Stalled", "DisabledInConsole");
        expect(conditionOf(status, "Ready")).toMatchObject({ status: "False", reason: "DisabledInConsole" });
        expect(conditionOf(status, "Ready")?.message).toContain("tokapi.dev/rotate=Compromised");
        // The clock of this test: another key of the same rhythm is rotated meanwhile.
        await world.declare("clock-api-server", gateway, { rotation: { ...brisk, every: "4s" } });
        await world.ready("clock-api-server", 2);
        expect(gateway.emulator.ledger.byId(keys![0]!.id!)?.state).toBe("disabled");
        expect(gateway.emulator.ledger.byName(`${keys![0]!.name.slice(0, -1)}2`)).toEqual([]);
        await gateway.enable(keys![0]!.id!);
        await world.ready(name);
      }),
    );

    it.concurrent(
      `console: ${title}: after a leak handled in the console, Compromised makes a new key and ends the old one`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway);
        const { keys } = await world.ready(name, 1);
        await gateway.disable(keys![0]!.id!);
        await world.reason(name, "Stalled", "DisabledInConsole");
        await world.annotate(name, { "tokapi.dev/rotate": "Compromised" });
        await world.ready(name, 2);
        await world.until(name, "the old key is gone", (status) => status.keys?.length === 1);
        expect(gateway.emulator.ledger.existing().map(({ text }) => text)).toEqual([await world.secret(name)]);
      }),
    );

    it.concurrent(
      `console: ${title}: a key that somebody deleted is replaced, once that is certain`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway);
        const { keys } = await world.ready(name, 1);
        await gateway.remove(keys![0]!.id!);
        const status = await world.ready(name, 2);
        expect(status.keys?.at(-1)).toMatchObject({ reason: "KeyLost" });
        await world.events(name, "KeyLost");
        expect(gateway.emulator.ledger.live().map(({ text }) => text)).toEqual([await world.secret(name)]);
        expect(gateway.emulator.ledger.created()).toHaveLength(2);
      }),
    );

    it.concurrent(
      `budget: ${title}: a rotated key gets what is left, also of what the old one spends in the overlap`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { quota: { amount: 5 }, rotation: { ...brisk, overlap: "20s" } });
        await world.ready(name, 1);
        const { ledger } = gateway.emulator;
        const list = gateway.emulator.kind === "new-api" ? "GET /api/token/" : "GET /api/v1/keys";
        const listings = () => ledger.management()[list]?.requests ?? 0;
        const old = (await world.secret(name))!;
        const price = gateway.emulator.kind === "new-api" ? 0.6 / 1e6 : 10 / 1e6;
        expect(await gateway.use(old, Math.round(1 / price))).toBe(200);
        await counted(listings, listings() + 2);
        await world.annotate(name, { "tokapi.dev/rotate": "now" });
        const second = await world.ready(name, 2);
        const id = second.keys!.at(-1)!.id!;
        const left = async () => Math.round((await gateway.limit(id)) * 10) / 10;
        expect(await left()).toBe(4);
        expect(await gateway.use(old, Math.round(1 / price))).toBe(200);
        await world.events(name, "Updated");
        expect(await left()).toBe(3);
      }),
    );
  }

  it.concurrent(
    "console: an empty listing by mistake costs no key: the data plane is asked first",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.ready(name);
      const { faults, ledger } = world.tokModel.emulator;
      const nothing = { success: true, message: "", data: { page: 1, page_size: 100, total: 0, items: [] } };
      const rule = { kind: "status" as const, status: 200, body: JSON.stringify(nothing), times: 0, method: "GET" };
      const list = faults.add({ ...rule, path: "^/api/token/\\?" });
      const one = faults.add({
        ...rule,
        path: "^/api/token/\\d+$",
        body: '{"success":false,"message":"record not found"}',
      });
      await counted(() => faults.hits(list), 14, 40_000);
      expect(ledger.created()).toHaveLength(1);
      expect(ledger.live()).toHaveLength(1);
      faults.clear(list);
      faults.clear(one);
      expect(isTrue(await world.ready(name, 1), "Ready")).toBe(true);
    }),
  );

  for (const { title, at } of gateways) {
    it.concurrent(
      `console: ${title}: with every copy in the cluster gone, the text is had from the gateway again`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway);
        await world.ready(name);
        const text = await world.secret(name);
        await world.stop();
        await world.remove(name, SECRETS);
        if (gateway.emulator.kind === "sub2api") await world.remove(`${name}.tokapi-pending`, SECRETS);
        await world.start();
        await world.follow(SECRETS, name, "it is back", (secret) => secret !== undefined);
        expect(await world.secret(name)).toBe(text);
        expect(gateway.emulator.ledger.created()).toHaveLength(1);
      }),
    );
  }

  it.concurrent(
    "console: a text that is lost for ever makes a new key, with reason SecretLost, and the old one goes",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel, { rotation: brisk });
      await world.ready(name);
      await world.stop();
      await world.remove(name, SECRETS);
      const { faults, ledger } = world.tokModel.emulator;
      const refused = { kind: "status" as const, status: 200, body: '{"success":true,"data":{"keys":{}}}' };
      faults.add({ ...refused, method: "POST", path: "^/api/token/batch/keys" });
      await world.start();
      await world.follow(SECRETS, name, "it holds a key again", (secret) => secret !== undefined);
      await world.until(name, "one key is left", ({ revision, keys }) => revision === 2 && keys?.length === 1);
      const planned = (await world.events(name, "Revoked")).map(({ note }) => note);
      expect(planned).toContainEqual(expect.stringContaining("SecretLost"));
      expect(ledger.live().map(({ text }) => text)).toEqual([await world.secret(name)]);
    }),
  );
};
