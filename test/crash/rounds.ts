// `npm run test:crash -- --rounds N [--seed S]`: kills operators at random instants of random scenarios and asks the gateways
// what came of it. Exits with 1 if anything is wrong.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { embeddedServer } from "../support/api-server.ts";
import { CrashWorld, type GatewayKind } from "./crash-world.ts";
import { play } from "./run-through.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
  },
});
const rounds = Number(values.rounds);
const random = randomFrom(Number(values.seed));
/** How long after the trigger the operator may die; a scenario is over within that. */
const withinMs = 4_000;
const worldsAtOnce = 6;
/** Two deaths in one scenario as often as one. */
const mostDeaths = 2;

interface Round {
  readonly number: number;
  readonly gateway: GatewayKind;
  readonly scenario: Scenario;
  /** Milliseconds from the trigger, or from the start of the operator before. */
  readonly deaths: readonly number[];
}

const warm = scenarios.filter(({ cold }) => !cold);
const all: Round[] = Array.from({ length: rounds }, (_, number) => ({
  number,
  gateway: random() < 0.5 ? "new-api" : "sub2api",
  scenario: warm[Math.floor(random() * warm.length)]!,
  // Most happens early, and a fresh operator works only after it has compiled and looked around.
  deaths: Array.from({ length: 1 + Math.floor(random() * mostDeaths) }, () => Math.round(random() ** 2 * withinMs)),
}));

const began = performance.now();
const server = await embeddedServer({ rolloutDelayMs: 20 });
const wrong: string[] = [];
let kills = 0;
let calls = 0;
process.stderr.write(`crash rounds: ${rounds}, seed ${values.seed}\n`);
await Promise.all(
  (["new-api", "sub2api"] as const).flatMap((gateway) => {
    const own = all.filter((round) => round.gateway === gateway);
    return Array.from({ length: worldsAtOnce / 2 }, () => lane(gateway, own));
  }),
);
await server.stop();
const seconds = ((performance.now() - began) / 1000).toFixed(0);
const what = [
  `crash rounds: ${rounds} rounds, ${kills} kills, ${calls} calls, ${wrong.length} wrong, ${seconds} s`,
  ...wrong,
];
process.stdout.write(`${what.join("\n  ")}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function lane(gateway: GatewayKind, left: Round[]): Promise<void> {
  let world: CrashWorld | undefined;
  for (let round = left.shift(); round; round = left.shift()) {
    world ??= await open(gateway);
    const found = await playRound(world, round);
    wrong.push(...found);
    if (found.length === 0) continue;
    await world[Symbol.asyncDispose]();
    world = undefined;
  }
  await world?.[Symbol.asyncDispose]();
}

async function open(gateway: GatewayKind): Promise<CrashWorld> {
  const world = await CrashWorld.alone(server, gateway);
  world.start();
  await world.connected();
  return world;
}

async function playRound(world: CrashWorld, { number, gateway, scenario, deaths }: Round): Promise<readonly string[]> {
  const where = `round ${number}: ${gateway} ${scenario.name}, killed after ${deaths.join(" ms and ")} ms`;
  const triggered = async () => {
    for (const ms of deaths) {
      await sleep(ms);
      await world.crew.operator.kill();
      kills += 1;
      world.start();
    }
  };
  try {
    const outcome = await play(world, scenario, `${scenario.name}-api-${number}`, { triggered });
    calls += outcome.calls;
    return outcome.wrong.map((problem) => `${where}: ${problem}`);
  } catch (error) {
    return [`${where}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Mulberry32: the same seed gives the same rounds. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
