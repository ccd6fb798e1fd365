import { expect, it } from "@jest/globals";
import { TOK_GATEWAYS } from "../../../operator/resources/addresses.ts";
import type { RecordedRequest } from "../../support/api-recorder.ts";
import { isTrue, type OperatorWorld, statusOf } from "../../support/operator-world.ts";
import { brisk, gateways, inWorld, type Suite } from "./suite.ts";

/** Targets: requests for a new key, by who makes its text, and for a whole rotation. */
const most = { newKey: { "new-api": 4, sub2api: 5 }, rotation: 6 } as const;

/** What went over the wire to the API server, events, watches and gateways aside. */
function asked(world: OperatorWorld, from: number): string[] {
  const counts = ({ verb, resource }: RecordedRequest) =>
    verb !== "watch" && resource !== "events" && !resource.startsWith("tokgateways");
  const credentials = ({ verb, resource, name }: RecordedRequest) =>
    verb === "get" && resource === "secrets" && name.endsWith("-account");
  return world.wire.requests
    .slice(from)
    .filter((request) => counts(request) && !credentials(request))
    .map(({ verb, resource }) => `${verb} ${resource}`);
}

/** How much is asked of the API server and the gateway, counted on the wire. */
export const figures: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `figures: ${title}: one create at the gateway for a key, few requests to the API server, and no reads`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { ledger, kind } = gateway.emulator;
        const connected = (object: Parameters<typeof statusOf>[0] | undefined) =>
          !!object && isTrue(statusOf(object), "Ready");
        await world.follow(TOK_GATEWAYS, gateway.gateway, "it is connected", connected);
        const rotation = { ...brisk, every: "10s", disableBeforeDelete: "1s" };

        const first = world.wire.requests.length;
        await world.declare("prod-api-server", gateway, { rotation });
        await world.ready("prod-api-server");
        await world.events("prod-api-server", "Delivered");
        const forNew = asked(world, first);
        expect(forNew.length).toBeLessThanOrEqual(most.newKey[kind]);
        expect(forNew.filter((line) => /^(get|list)/.test(line))).toEqual([]);
        expect(ledger.created()).toHaveLength(1);
        const creates = kind === "new-api" ? "POST /api/token/" : "POST /api/v1/keys";
        expect(ledger.management()[creates]?.requests).toBe(1);

        const second = world.wire.requests.length;
        await world.until("prod-api-server", "the new key is delivered", ({ revision }) => revision === 2);
        await world.until("prod-api-server", "the old key is gone", ({ keys }) => keys?.length === 1);
        const forRotation = asked(world, second);
        expect(forRotation.length).toBeLessThanOrEqual(most.rotation);
        expect(forRotation.filter((line) => /^(get|list)/.test(line))).toEqual([]);
        expect(ledger.management()[creates]?.requests).toBe(2);
        process.stderr.write(
          `${server().name}, ${title}: a new key: ${forNew.join(", ")}\n  a rotation: ${forRotation.join(", ")}\n`,
        );
      }),
    );

    it.concurrent(
      `figures: ${title}: thirty keys declared at once are created once each`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { ledger } = gateway.emulator;
        const names = Array.from({ length: 30 }, (_, index) => `batch-api-${index}`);
        await Promise.all(names.map((name) => world.declare(name, gateway)));
        await Promise.all(names.map((name) => world.ready(name)));
        expect(ledger.created()).toHaveLength(30);
        const texts = await Promise.all(names.map((name) => world.secret(name)));
        expect(new Set(texts)).toEqual(new Set(ledger.live().map(({ text }) => text)));
      }),
    );
  }
};
