import type { Scenario } from "./scenario.ts";
import { decisions } from "./scenarios/decide.ts";
import { drivers } from "./scenarios/drivers.ts";
import { failover } from "./scenarios/failover.ts";
import { rateLimits } from "./scenarios/limits.ts";
import { restart, steady, storm } from "./scenarios/many-keys.ts";
import { memory } from "./scenarios/memory.ts";
import { newKeys } from "./scenarios/new-keys.ts";
import { provider } from "./scenarios/provider.ts";
import { rotations } from "./scenarios/rotations.ts";
import { synth } from "./scenarios/synth.ts";
import { watchFaults } from "./scenarios/watch-faults.ts";

/** Every scenario, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  decisions,
  drivers,
  newKeys(1_000, 3),
  { ...newKeys(10_000, 1), long: true },
  rotations,
  rateLimits,
  failover,
  watchFaults,
  storm,
  restart,
  steady,
  memory,
  provider,
  synth,
];
