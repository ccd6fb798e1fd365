import { expect, it } from "@jest/globals";
import { TOK_API_KEYS as keys } from "../../../operator/resources/addresses.ts";
import { conditionOf, isTrue, type OperatorWorld } from "../../support/operator-world.ts";
import { brisk, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** Only the newest key is left, and it is the one in the Secret. */
async function settled(world: OperatorWorld, revision: number): Promise<void> {
  const is = (s: { revision?: number | undefined; keys?: unknown[] | undefined }) =>
    (s.revision ?? 0) >= revision && s.keys?.length === 1;
  await world.until(name, `revision ${revision} alone is left`, is);
}

/** The newer key takes over, and the older one goes when nobody needs it. */
export const rotation: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `rotation: ${title}: on schedule; both keys work during the overlap, then the old one is dead for certain`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { ledger } = gateway.emulator;
        await world.declare(name, gateway, { rotation: { ...brisk, every: "3s" } });
        const first = await world.ready(name, 1);
        expect(Date.parse(first.nextRotationAt!)).toBeGreaterThan(Date.now() - 2_000);
        const old = (await world.secret(name))!;
        const second = await world.ready(name, 2);
        const fresh = (await world.secret(name))!;
        expect([await gateway.use(old), await gateway.use(fresh)]).toEqual([200, 200]);
        expect(second.keys?.map(({ state }) => state)).toEqual(["Retiring", "Current"]);
        await world.until(name, "revision 1 is forgotten", ({ keys }) => keys?.[0]?.revision !== 1);
        expect(ledger.byText(old)).toMatchObject({ state: "deleted" });
        const gap = ledger.byText(old)!.deletedAt! - ledger.byText(fresh)!.createdAt;
        expect(gap).toBeGreaterThanOrEqual(1_000);
        expect(second.lastRotatedAt).toBeDefined();
      }),
    );

    it.concurrent(
      `rotation: ${title}: on request; the annotation is taken off and the events tell the story`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { rotation: brisk });
        await world.ready(name, 1);
        await world.annotate(name, { "tokapi.dev/rotate": "before-audit" });
        await settled(world, 2);
        const taken = (object: { metadata: { annotations?: Readonly<Record<string, string>> } } | undefined) =>
          object?.metadata.annotations?.["tokapi.dev/rotate"] === undefined;
        await world.until(name, "the annotation is gone", (_, object) => taken(object));
        const notes = (await world.events(name, "Revoked")).map(({ reason, note }) => `${reason}: ${note}`);
        expect(notes).toContainEqual(expect.stringMatching(/^Planned: .*\.r2 is to be issued: Requested/));
        await world.annotate(name, { "tokapi.dev/rotate": "before-audit" });
        await settled(world, 3);
        expect(gateway.emulator.ledger.created()).toHaveLength(3);
      }),
    );

    it.concurrent(
      `rotation: ${title}: an old key in use is kept, with a condition, until it is idle`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { rotation: { ...brisk, retireWhenIdleFor: "4s" } });
        await world.ready(name, 1);
        const old = (await world.secret(name))!;
        await world.annotate(name, { "tokapi.dev/rotate": "now" });
        await world.ready(name, 2);
        const using = setInterval(() => void gateway.use(old), 300);
        try {
          const status = await world.until(name, "the old key is in use", (s) => isTrue(s, "PreviousKeyInUse"));
          expect(conditionOf(status, "PreviousKeyInUse")).toMatchObject({ reason: "StillInUse" });
          expect(conditionOf(status, "PreviousKeyInUse")?.message).toContain(`${status.keys?.[0]?.name}`);
          expect(isTrue(status, "Ready")).toBe(true);
          expect(gateway.emulator.ledger.byText(old)?.state).toBe("live");
        } finally {
          clearInterval(using);
        }
        await world.until(name, "the old key is gone", ({ keys }) => keys?.length === 1);
        const { deletedAt, lastCallAt } = gateway.emulator.ledger.byText(old)!;
        expect(deletedAt! - lastCallAt!).toBeGreaterThanOrEqual(3_000);
        await world.until(name, "the condition is gone", (s) => !isTrue(s, "PreviousKeyInUse"));
      }),
    );

    it.concurrent(
      `rotation: ${title}: the old key is disabled before it is deleted, and one annotation brings it back`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        await world.declare(name, gateway, { rotation: { ...brisk, disableBeforeDelete: "1h" } });
        await world.ready(name, 1);
        const old = (await world.secret(name))!;
        await world.annotate(name, { "tokapi.dev/rotate": "now" });
        await world.until(name, "the old key is disabled", ({ keys }) => keys?.[0]?.state === "Disabled");
        expect(await gateway.use(old)).toBe(401);
        expect(gateway.emulator.ledger.byText(old)?.state).toBe("disabled");
        await world.annotate(name, { "tokapi.dev/restore": "1" });
        await world.until(name, "the old key is back", ({ keys }) => keys?.[0]?.state === "Retiring");
        expect(await gateway.use(old)).toBe(200);
        await world.annotate(name, { "tokapi.dev/restore": null });
        await world.until(name, "it is disabled again", ({ keys }) => keys?.[0]?.state === "Disabled");
        await world.edit(name, { spec: { rotation: { disableBeforeDelete: "1s" } } });
        await settled(world, 2);
        expect(gateway.emulator.ledger.byText(old)?.state).toBe("deleted");
        const told = (await world.events(name, "Revoked")).map(({ reason }) => reason);
        const life = ["Planned", "Issued", "Verified", "Delivered"];
        expect(told).toEqual([...life, ...life, "Disabled", "Enabled", "Disabled", "Revoked"]);
      }),
    );

    it.concurrent(
      `rotation: ${title}: a compromised key dies as soon as the new one is delivered, and not before`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { ledger, faults } = gateway.emulator;
        await world.declare(name, gateway, { rotation: { overlap: "1h", disableBeforeDelete: "1h" } });
        await world.ready(name, 1);
        const old = (await world.secret(name))!;
        const fault = faults.add({ path: gateway.probePath, times: 0, kind: "status", status: 503, body: "{}" });
        await world.annotate(name, { "tokapi.dev/rotate": "Compromised" });
        await world.until(name, "the new key exists", ({ keys }) => keys?.[1]?.state === "Issued");
        expect(ledger.byText(old)?.state).toBe("live");
        faults.clear(fault);
        await settled(world, 2);
        expect(ledger.byText(old)?.state).toBe("deleted");
      }),
    );
  }

  it.concurrent(
    "rotation: with atMaxOverlap Revoke an old key that is still used goes all the same",
    inWorld(server, async (world) => {
      const { tokModel } = world;
      const rotation = { ...brisk, retireWhenIdleFor: "1h", maxOverlap: "3s", atMaxOverlap: "Revoke" };
      await world.declare(name, tokModel, { rotation });
      await world.ready(name, 1);
      const old = (await world.secret(name))!;
      expect(await tokModel.use(old)).toBe(200);
      await world.annotate(name, { "tokapi.dev/rotate": "now" });
      await settled(world, 2);
      expect(tokModel.emulator.ledger.byText(old)?.state).toBe("deleted");
    }),
  );

  it.concurrent(
    "rotation: a cron schedule in a time zone says when",
    inWorld(server, async (world) => {
      const rotation = { ...brisk, schedule: "*/3 * * * * *", timeZone: "Europe/Berlin" };
      await world.declare(name, world.tokModel, { rotation });
      const first = await world.ready(name, 1);
      expect(new Date(first.nextRotationAt!).getUTCSeconds() % 3).toBe(0);
      const second = await world.ready(name, 2);
      expect(second.keys?.at(-1)).toMatchObject({ reason: "Scheduled" });
    }),
  );

  it.concurrent(
    "rotation: a schedule waits for its maintenance window, a request does not, and suspend stops both",
    inWorld(server, async (world) => {
      const leap = { schedule: "0 0 29 2 *", duration: "1h" };
      const rotation = { ...brisk, every: "2s" };
      await world.declare(name, world.tokModel, { rotation: { ...rotation, window: leap } });
      await world.declare("suspended-api", world.tokModel, { rotation });
      await world.ready("suspended-api");
      await world.edit("suspended-api", { spec: { suspend: true } });
      const suspended = await world.reason("suspended-api", "Ready", "Suspended");
      await world.annotate("suspended-api", { "tokapi.dev/rotate": "now" });
      // The clock of this test: when it has rotated twice, the others were due as well.
      await world.declare("clock-api-server", world.tokModel, { rotation });
      await world.ready("clock-api-server", 3);
      const { status } = (await world.get(name, keys)) as unknown as { status: { lastRevision: number } };
      expect(status.lastRevision).toBe(1);
      const other = (await world.get("suspended-api", keys)) as unknown as { status: { lastRevision: number } };
      expect(other.status.lastRevision).toBe(suspended.lastRevision);
      await world.annotate(name, { "tokapi.dev/rotate": "now" });
      await world.ready(name, 2);
      await world.edit("suspended-api", { spec: { suspend: null } });
      await world.ready("suspended-api", suspended.lastRevision! + 1);
    }),
  );
};
