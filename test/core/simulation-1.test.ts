import { expect, it } from "@jest/globals";
import { campaign, settings } from "./simulation/campaign.ts";

// The histories are split over two files so that two workers share them; the rules are in simulation/rules.ts.
it("keeps every rule through random histories, part 1 of 2", () => {
  const { runs, seed } = settings(0);
  const began = performance.now();
  const { histories, broken } = campaign(runs, seed);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stderr.write(`simulation, part 1: ${histories} histories in ${seconds} s, seed ${seed}\n`);
  if (broken) throw new Error(`repeat it with SIMULATION_SEED=${seed - 0}\n\n${broken.story}\n`);
  expect(histories).toBe(runs);
}, 600_000);
