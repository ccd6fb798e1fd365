import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { startNewApi } from "../../emulator/new-api/index.ts";
import type { Deps, RequestEvent } from "../../gateways/deps.ts";
import { openGateway } from "../../gateways/index.ts";
import { undiciTransport } from "../../gateways/transports/undici-transport.ts";
import { draftOf } from "./bench.ts";
import { access } from "./new-api-world.ts";

const minute = 60_000;

/** A world in which time passes so many times faster, for the server and for the driver alike. */
async function fastWorld(profile: string, speed: number) {
  const began = performance.now();
  const start = Date.UTC(2026, 10, 22);
  const now = () => start + Math.floor((performance.now() - began) * speed);
  const emulator = await startNewApi({ profile, seed: "wire", limits: true, now });
  const events: RequestEvent[] = [];
  const deps: Deps = {
    transport: undiciTransport,
    now,
    sleep: (ms, signal) => pause(ms / speed, undefined, signal ? { signal } : {}),
    random: () => 0.5,
    onRequest: (event) => void events.push(event),
  };
  const config = { driver: "new-api", panelURL: emulator.panelURL, credentials: access(emulator) };
  const gateway = await openGateway(config, deps);
  return { emulator, gateway, events, now };
}

describe("the default limits of New API", () => {
  it("a bucket that reveals and logins share: a hundred keys at once cost a few calls of twenty, and never a 429", async () => {
    const { emulator, gateway, events } = await fastWorld("v1.0.0-rc.24", 1);
    const made = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        gateway.create(draftOf(gateway, `r${index}.abcdefgh.r1`), { urgent: true }),
      ),
    );
    await Promise.all(made.map(({ id }) => gateway.reveal(id)));
    await gateway.close();
    await emulator.close();
    expect(events.filter((event) => event.status === 429)).toEqual([]);
    expect(events.filter((event) => event.bucket === "CT").length).toBeLessThan(12);
  }, 60_000);

  it.each(["v1.0.0-rc.24", "v0.10.8"])(
    "%s: a long storm never stalls and gets not one 429",
    async (profile) => {
      const { emulator, gateway, events, now } = await fastWorld(profile, 60);
      const allowed = profile.startsWith("v1") ? 2 : 1;
      const span = 12 * minute;
      // The first window is a burst; the rate that lasts is measured after it.
      const from = now() + 4 * minute;
      const until = from + span;
      let counted = 0;
      let made = 0;
      let next = 0;
      const stop = new AbortController();
      const worker = async () => {
        while (now() < until) {
          next += 1;
          const { id } = await gateway.create(draftOf(gateway, `s${next}.abcdefgh.r1`), {
            urgent: true,
            signal: stop.signal,
          });
          made += 1;
          await gateway.revoke(id, undefined, { signal: stop.signal });
        }
      };
      const workers = Array.from({ length: 250 }, () => worker().catch(() => undefined));
      while (now() < from) await pause(20);
      const before = events.length;
      while (now() < until) await pause(20);
      counted = events.length - before;
      stop.abort();
      await Promise.all(workers);
      await gateway.close();
      await emulator.close();
      expect(events.filter((event) => event.status === 429)).toEqual([]);
      // A place is free again one window after the answer, and answers take sixty times longer here than in life.
      const latency = events.reduce((sum, event) => sum + event.seconds, 0) / events.length;
      // How much of the rate is used is a figure of `npm run bench -- limits`; a busy machine must not fail this test.
      expect(counted / (span / 1000)).toBeGreaterThan(0.5 * allowed * (180 / (180 + latency)));
      expect(made).toBeGreaterThan(0.2 * allowed * (span / 1000));
    },
    90_000,
  );
});
