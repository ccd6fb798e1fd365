import type { ApiServer } from "../support/api-server.ts";
import type { GatewayKind } from "./crash-world.ts";
import type { Outcome } from "./run-through.ts";
import type { Scenario } from "./scenarios.ts";
import { type Part, type Played, Team } from "./team.ts";
import { type Boundary, boundariesOf } from "./tripwire.ts";

/** One crash: where the operator died, and what came of it. */
export interface Crash extends Outcome {
  readonly gateway: GatewayKind;
  readonly scenario: string;
  readonly boundary: Boundary;
}

/** Everything that a matrix found. */
export interface MatrixReport {
  readonly crashes: readonly Crash[];
  /** What went wrong without any crash, and scenarios that did not run through. */
  readonly wrong: readonly string[];
  readonly kills: number;
  readonly seconds: number;
}

/** Where a matrix is played. */
export interface Ground {
  /** The API server of one more team, which stops it. */
  server(): Promise<ApiServer>;
  /** Operators at the same time. */
  readonly teams: number;
  /** Keys that one death meets, each at a boundary of its own. */
  readonly size: number;
}

/** A boundary that a run did not come to is tried so often: the order of effects that do not depend on each other varies. */
const tries = 3;

/** What a gateway's status says changes with every key of every scenario, so it is no boundary of one. */
const ofNoKey = "patch tokgateways/status";

/**
 * Records every scenario without a fault to find its effects, then plays it again for each of them with the operator
 * killed before the effect, and once more with it killed after the effect and before the answer.
 */
export async function crashMatrix(
  ground: Ground,
  gateways: readonly GatewayKind[],
  scenarios: readonly Scenario[],
): Promise<MatrixReport> {
  const began = performance.now();
  await using teams = new Teams(ground);
  // One of each gateway after the other, so that every round has both.
  const recordings = await teams.play(
    scenarios.flatMap((scenario) => gateways.map((gateway) => ({ gateway, scenario }))),
  );
  const wrong = recordings.flatMap(({ part: { gateway, scenario }, outcome }) =>
    outcome.wrong.map((what) => `${gateway} ${scenario.name} without a crash: ${what}`),
  );
  let left: readonly Part[] = recordings.flatMap(({ part, outcome: { effects } }) => {
    const own = part.scenario.cold ? effects : effects.filter((effect) => effect !== ofNoKey);
    return boundariesOf(own).map((boundary) => ({ ...part, boundary }));
  });
  const crashes: Crash[] = [];
  for (let attempt = 1; left.length > 0; attempt++) {
    const played = await teams.play(left);
    const missed = played.filter(({ outcome }) => !outcome.died && outcome.wrong.length === 0);
    left = attempt < tries ? missed.map(({ part }) => part) : [];
    const over = attempt < tries ? played.filter((each) => !missed.includes(each)) : played;
    crashes.push(
      ...over.map(({ part: { gateway, scenario, boundary }, outcome }) => {
        return { ...outcome, gateway, scenario: scenario.name, boundary: boundary! };
      }),
    );
  }
  return { crashes, wrong, kills: teams.kills, seconds: (performance.now() - began) / 1000 };
}

/** Several teams that share what is to be played. */
class Teams {
  readonly #ground: Ground;
  readonly #idle: Team[] = [];
  kills = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  async play(parts: readonly Part[]): Promise<readonly Played[]> {
    const rounds = [true, false].flatMap((cold) =>
      chunks(
        parts.filter(({ scenario }) => (scenario.cold ?? false) === cold),
        this.#ground.size,
      ),
    );
    const played: Played[] = [];
    const work = async () => {
      for (let round = rounds.shift(); round; round = rounds.shift()) played.push(...(await this.#round(round)));
    };
    await Promise.all(Array.from({ length: this.#ground.teams }, work));
    return played;
  }

  async #round(parts: readonly Part[]): Promise<readonly Played[]> {
    const cold = parts.some(({ scenario }) => scenario.cold);
    const team = (cold ? undefined : this.#idle.pop()) ?? (await Team.open(await this.#ground.server()));
    const kills = team.kills;
    const played = await (cold ? team.playCold(parts) : team.play(parts));
    this.kills += team.kills - kills;
    if (cold) await team[Symbol.asyncDispose]();
    else this.#idle.push(team);
    return played;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#idle.map((team) => team[Symbol.asyncDispose]()));
  }
}

/** Rounds of about the same length, none longer than `most`. */
function chunks<Value>(all: readonly Value[], most: number): Value[][] {
  const count = Math.ceil(all.length / most);
  const rounds: Value[][] = Array.from({ length: count }, () => []);
  all.forEach((value, index) => {
    rounds[Math.floor((index * count) / all.length)]!.push(value);
  });
  return rounds;
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
    return `  ${title.padEnd(22)} ${column(all.length, 3)} boundaries ${column(died, 3)} deaths ${column(calls, 5)} calls, slowest ${slowest.toFixed(1)} s`;
  });
  const met = crashes.filter(({ died }) => died).length;
  const bad = problems(report);
  const head = `crash matrix: ${crashes.length} boundaries, ${met} met by ${report.kills} kills, ${bad.length} wrong, ${seconds.toFixed(1)} s`;
  return [head, ...lines, ...bad.map((what) => `  ${what}`)].join("\n");
}
