import type { ApiServer } from "../support/api-server.ts";
import { CrashWorld, type GatewayKind } from "./crash-world.ts";
import { play } from "./run-through.ts";
import type { Scenario } from "./scenarios.ts";
import { type Boundary, boundariesOf } from "./tripwire.ts";

/** One crash: where the operator died, and what came of it. */
export interface Crash {
  readonly gateway: GatewayKind;
  readonly scenario: string;
  readonly boundary: Boundary;
  readonly died: boolean;
  readonly wrong: readonly string[];
  readonly calls: number;
  readonly ms: number;
}

/** Everything that a matrix found. */
export interface MatrixReport {
  readonly crashes: readonly Crash[];
  /** What went wrong without any crash, and scenarios that did not run through. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

/** Worlds that work at the same time, for each gateway. Most of a scenario's time is waiting. */
const worldsAtOnce = 3;
/** A boundary that a run did not come to is tried so often: the order of effects that do not depend on each other varies. */
const tries = 3;

/** What a gateway's status says changes with every key of every scenario, so it is no boundary of one. */
const ofNoKey = "patch tokgateways/status";

/**
 * Records every scenario without a fault to find its effects, then plays it again for each of them with the operator
 * killed before the effect, and once more with it killed after the effect and before the answer.
 */
export async function crashMatrix(
  server: ApiServer,
  gateways: readonly GatewayKind[],
  scenarios: readonly Scenario[],
): Promise<MatrixReport> {
  const began = performance.now();
  const reports = await Promise.all(gateways.map((gateway) => crashGateway(server, gateway, scenarios)));
  return {
    crashes: reports.flatMap(({ crashes }) => crashes),
    wrong: reports.flatMap(({ wrong }) => wrong),
    seconds: (performance.now() - began) / 1000,
  };
}

async function crashGateway(server: ApiServer, gateway: GatewayKind, scenarios: readonly Scenario[]) {
  const crashes: Crash[] = [];
  const wrong: string[] = [];
  const jobs: ((lane: Lane) => Promise<void>)[] = scenarios.map((scenario) => async (lane) => {
    const recorded = await lane.play(scenario, undefined);
    wrong.push(...recorded.wrong.map((what) => `${gateway} ${scenario.name} without a crash: ${what}`));
    const effects = scenario.cold ? recorded.effects : recorded.effects.filter((effect) => effect !== ofNoKey);
    jobs.push(...boundariesOf(effects).map((at) => (lane: Lane) => crash(lane, scenario, at)));
  });
  const crash = async (lane: Lane, scenario: Scenario, boundary: Boundary) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await lane.play(scenario, boundary);
      if (!outcome.died && attempt < tries && outcome.wrong.length === 0) continue;
      crashes.push({ gateway, scenario: scenario.name, boundary, ...outcome });
      return;
    }
  };
  let busy = 0;
  const work = async () => {
    await using lane = new Lane(server, gateway);
    for (;;) {
      const job = jobs.shift();
      if (job) {
        busy += 1;
        await job(lane);
        busy -= 1;
      } else if (busy === 0) return;
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all(Array.from({ length: worldsAtOnce }, work));
  return { crashes, wrong };
}

let keys = 0;

/** A world in which one scenario after the other is played, each on a key of its own; a new one when something went wrong. */
class Lane {
  readonly #server: ApiServer;
  readonly #gateway: GatewayKind;
  #world: CrashWorld | undefined;

  constructor(server: ApiServer, gateway: GatewayKind) {
    this.#server = server;
    this.#gateway = gateway;
  }

  async play(scenario: Scenario, at: Boundary | undefined) {
    if (scenario.cold) await this.#close();
    if (!this.#world) {
      this.#world = await CrashWorld.open(this.#server, this.#gateway);
      if (!scenario.cold) {
        this.#world.start();
        await this.#world.connected();
      }
    }
    keys += 1;
    const name = `${scenario.name}-api-${keys}`;
    const began = performance.now();
    try {
      const outcome = await play(this.#world, scenario, name, at === undefined ? undefined : { at });
      if (outcome.wrong.length > 0 || scenario.cold) await this.#close();
      return outcome;
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      await this.#close();
      return { effects: [], died: true, wrong: [`not settled: ${what}`], calls: 0, ms: performance.now() - began };
    }
  }

  async #close(): Promise<void> {
    await this.#world?.[Symbol.asyncDispose]();
    this.#world = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

/** Everything that is wrong, one line each. A boundary that a run did not come to is wrong too: nothing was tried there. */
export function problems({ crashes, wrong }: MatrixReport): string[] {
  const bad = crashes.flatMap(({ gateway, scenario, boundary, died, wrong: here }) => {
    const where = `${gateway} ${scenario}, killed ${boundary.when} ${boundary.effect} #${boundary.nth}`;
    const unreached = died ? [] : ["the run did not come to it"];
    return [...here, ...unreached].map((what) => `${where}: ${what}`);
  });
  return [...wrong, ...bad];
}

/** One line for all, one for each scenario, and one for everything that is wrong. */
export function tell(report: MatrixReport): string {
  const { crashes, seconds } = report;
  const rows = new Map<string, Crash[]>();
  for (const crash of crashes) {
    const title = `${crash.gateway} ${crash.scenario}`;
    rows.set(title, [...(rows.get(title) ?? []), crash]);
  }
  const column = (value: number, width: number) => String(value).padStart(width);
  const lines = [...rows].map(([title, all]) => {
    const died = all.filter((crash) => crash.died).length;
    const calls = all.reduce((sum, crash) => sum + crash.calls, 0);
    const slowest = Math.max(...all.map(({ ms }) => ms)) / 1000;
    return `  ${title.padEnd(22)} ${column(all.length, 3)} boundaries ${column(died, 3)} kills ${column(calls, 5)} calls, slowest ${slowest.toFixed(1)} s`;
  });
  const kills = crashes.filter(({ died }) => died).length;
  const bad = problems(report);
  const head = `crash matrix: ${crashes.length} boundaries, ${kills} kills, ${bad.length} wrong, ${seconds.toFixed(1)} s`;
  return [head, ...lines, ...bad.map((what) => `  ${what}`)].join("\n");
}
