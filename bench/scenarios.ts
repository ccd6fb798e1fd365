import type { Scenario } from "./scenario.ts";
import { restart, steady, storm } from "./scenarios/many-keys.ts";
import { newKeys } from "./scenarios/new-keys.ts";

/** Every scenario, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  newKeys(1_000, 3),
  { ...newKeys(10_000, 1), long: true },
  storm,
  restart,
  steady,
];
