import { expect, it } from "@jest/globals";
import { TOK_GATEWAYS } from "../../../operator/resources/addresses.ts";
import { conditionOf, statusOf } from "../../support/operator-world.ts";
import { leaks, secretTexts } from "../../support/secrets-kept.ts";
import { brisk, gateways, inWorld, type Suite } from "./suite.ts";

const name = "prod-api-server";

/** Every world is searched for secrets at its end; these are made to provoke one. */
export const redaction: Suite = (server) => {
  for (const { title, at } of gateways) {
    it.concurrent(
      `redaction: ${title}: a gateway that says a key's text in an error has it said nowhere`,
      inWorld(server, async (world) => {
        const gateway = at(world);
        const { faults, ledger } = gateway.emulator;
        await world.declare(name, gateway, { rotation: { ...brisk, disableBeforeDelete: "0s" } });
        await world.ready(name);
        const [key] = ledger.live();
        const message = `cannot delete the key ${key?.text} of somebody`;
        const body = JSON.stringify({ success: false, code: 500, message, error: { message } });
        const fault = faults.add({ kind: "status", status: 500, body, times: 3, method: "DELETE" });
        await world.remove(name);
        const status = await world.until(name, "it says what went wrong", ({ retry }) => (retry?.failures ?? 0) >= 2);
        expect(status.retry?.message).toContain("cannot delete the key");
        expect(faults.hits(fault)).toBeGreaterThanOrEqual(2);
        await world.gone(name);
      }),
    );

    it.concurrent(
      `redaction: ${title}: a gateway that says our credentials in an error has them said nowhere`,
      inWorld(
        server,
        async (world) => {
          const gateway = at(world);
          const { faults, credentials, kind } = gateway.emulator;
          const message = `who is ${credentials.accessToken ?? credentials.password}?`;
          const body = JSON.stringify({ success: false, code: 500, message, error: { message } });
          const path = kind === "new-api" ? "^/api/user/self" : "^/api/v1/auth/login";
          faults.add({ kind: "status", status: 500, body, times: 0, path });
          await world.start();
          const ready = (object: Parameters<typeof statusOf>[0] | undefined) =>
            object && conditionOf(statusOf(object), "Ready");
          const said = await world.follow(
            TOK_GATEWAYS,
            gateway.gateway,
            "it is refused",
            (object) => ready(object)?.status === "False",
          );
          expect(ready(said)?.message).toContain("who is");
        },
        { started: false },
      ),
    );
  }

  it.concurrent(
    "redaction: the search finds what it looks for",
    inWorld(server, async (world) => {
      await world.declare(name, world.tokModel);
      await world.ready(name);
      const { emulator } = world.tokModel;
      const text = (await world.secret(name))!;
      const secrets = secretTexts([emulator]);
      const places = [
        ["plain", `the key is ${text}.`],
        ["without its prefix", text.slice(3)],
        ["in base64", `{"apiKey":"${Buffer.from(text).toString("base64")}"}`],
        ["the account", `Bearer ${emulator.credentials.accessToken}`],
        ["nothing", "the key is [redacted]"],
      ] as const;
      const found = leaks(secrets, places);
      for (const [place] of places)
        expect([place, found.some((line) => line.endsWith(`shows in ${place}`))]).toEqual([place, place !== "nothing"]);
      const said = world.wire.requests.map(({ verb, resource, body }) => [`${verb} ${resource}`, body] as const);
      expect(said.some(([, body]) => body.includes('"reason":"Delivered"'))).toBe(true);
      expect(leaks(secrets, said)).toEqual([]);
    }),
  );
};
