import { join } from "node:path";
import { afterAll, describe, it } from "@jest/globals";
import { type FoundTerraform, terraformPrograms } from "../../tools/terraform-programs.ts";
import { loadScenarios, type Scenario } from "./load.ts";
import { play } from "./play.ts";
import { removeSpawnedProvider } from "./provider.ts";
import type { Cast } from "./stage.ts";

const root = join(import.meta.dirname, "../scenarios");

/** Registers one of `of` equal parts of the scenarios, counted from 0, as tests: one for each cast it is played with. */
export async function scenarioTests(part: number, of: number): Promise<void> {
  const found = await terraformPrograms();
  const played = (await loadScenarios(root)).map((scenario) => ({ scenario, casts: castsOf(scenario, found) }));
  afterAll(removeSpawnedProvider);
  for (const { scenario, casts } of share(played, part, of)) {
    describe(scenario.name, () => {
      it.each(casts)("$gateway, $program.tool", (cast) => play(scenario, cast), 300_000);
    });
  }
}

interface Played {
  readonly scenario: Scenario;
  readonly casts: readonly Cast[];
}

/** The longest first, each to the part that has the least so far; without those that cannot be played here. */
function share(played: readonly Played[], part: number, of: number): readonly Played[] {
  // Starting the provider three times a command makes a spawned scenario about five times as long.
  const length = ({ scenario, casts }: Played) => casts.length * scenario.steps.length * (scenario.spawn ? 5 : 1);
  const parts = Array.from({ length: of }, (): Played[] => []);
  const sum = (members: readonly Played[]) => members.reduce((total, each) => total + length(each), 0);
  for (const each of played.filter(({ casts }) => casts.length > 0).toSorted((a, b) => length(b) - length(a))) {
    parts.toSorted((a, b) => sum(a) - sum(b))[0]?.push(each);
  }
  return parts[part] ?? [];
}

/** Every gateway, with the tools in turns, and every tool at least once; or every pair, if the scenario asks for them. */
function castsOf(scenario: Scenario, found: readonly FoundTerraform[]): readonly Cast[] {
  const wanted = scenario.tools.flatMap((tool) => found.filter((program) => program.tool === tool));
  const able = wanted.filter((program) => {
    const least = program.tool === "terraform" ? scenario.minTerraform : scenario.minTofu;
    if (least === undefined || atLeast(program.version, least)) return true;
    process.stderr.write(`NOT TESTED with ${program.tool} ${program.version}: ${scenario.name} needs ${least}.\n`);
    return false;
  });
  const { gateways, everyPair } = scenario;
  if (everyPair) return able.flatMap((program) => gateways.map((gateway) => ({ program, gateway })));
  if (able.length === 0) return [];
  return Array.from({ length: Math.max(gateways.length, able.length) }, (_, turn) => ({
    program: able[turn % able.length]!,
    gateway: gateways[turn % gateways.length]!,
  }));
}

function atLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
