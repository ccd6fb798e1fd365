import { createClock } from "../clock.ts";
import { control } from "../control.ts";
import type { Emulator, EmulatorOptions } from "../emulator.ts";
import { createFaults } from "../faults.ts";
import { serve } from "../http.ts";
import { createLedger } from "../ledger.ts";
import { clientAddress } from "./client-address.ts";
import { changeConditions } from "./conditions.ts";
import { createHandler } from "./handler.ts";
import { noLimits } from "./limits.ts";
import { profileByName } from "./profile.ts";
import { credentialsOf, plant, readSeed, wireSeed } from "./seed.ts";
import { createWorld } from "./world.ts";

/**
 * Starts a New API server that keeps everything in memory. Panel and data plane are one address.
 * `credentials` are `accessToken` and `userId` of the first common user, `rootAccessToken` and `rootUserId`;
 * empty with `seed: "empty"`. Throws an Error on an unknown profile or a seed that makes no sense.
 */
export async function startNewApi(options: EmulatorOptions): Promise<Emulator> {
  const profile = profileByName(options.profile);
  const clock = createClock(options.now);
  const ledger = createLedger();
  const faults = createFaults();
  const world = createWorld(profile, clock, ledger);
  const { seed = "empty" } = options;
  if (seed === "wire") plant(world, wireSeed);
  else if (seed !== "empty") plant(world, readSeed(seed));
  if (!options.limits) world.limits.restart(noLimits, false);

  const state = (change: Readonly<Record<string, unknown>>) => changeConditions(world, change);
  const own = control({ ledger, faults, clock, state });
  const handle = createHandler(world);
  const server = await serve({
    port: options.port ?? 0,
    faults,
    clientAddress: (peer, headers) => clientAddress(profile, peer, headers),
    onFault: (fault, method, url) => ledger.note("fault", `${fault.kind} ${method} ${url.split("?")[0]}`, clock.now()),
    handle: (request) => own(request) ?? handle(request),
  });
  return {
    kind: "new-api",
    profile: profile.version,
    panelURL: server.url,
    dataURL: server.url,
    credentials: credentialsOf(world),
    ledgerURL: `${server.url}/__emulator/ledger`,
    ledger,
    faults,
    clock,
    state,
    async close() {
      world.settlement.flush();
      await server.close();
    },
  };
}
