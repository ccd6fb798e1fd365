import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { localMachine } from "./local-machine.ts";
import type { World } from "./resources/client.ts";
import type { Surroundings } from "./resources/provider-block/configure.ts";

/** How time passes for the provider. */
export type Time = Pick<World, "now" | "monotonic" | "sleep">;

/** As it passes for this machine. */
export const realTime: Time = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => pause(ms, undefined, signal ? { signal } : {}),
};

/** This process and this machine, with the given time. */
export function surroundings(time: Time, environment: Surroundings["environment"]): Surroundings {
  return {
    world: { ...time, random: () => Math.random(), randomBytes: (count) => randomBytes(count) },
    environment,
    files: {
      read: (path) => readFileSync(path, "utf8"),
      // Beside it and then over it: a run that dies while writing leaves the old token or the new one, never half of one.
      write(path, content) {
        writeFileSync(`${path}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600 });
        renameSync(`${path}.new`, path);
      },
    },
    machine: localMachine,
    // Not before a gateway is asked something: a plan without one should not load what talks to it.
    open: async (connection, world) => {
      const { openConnection } = await import("../gateways/index.ts");
      const { nodeTransport } = await import("../gateways/transports/node-transport.ts");
      return openConnection(connection, { ...world, transport: nodeTransport });
    },
  };
}
