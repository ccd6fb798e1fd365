import type { ApiServer } from "../support/api-server.ts";
import { CrashWorld, type GatewayKind } from "./crash-world.ts";
import { Crew } from "./crew.ts";
import { Gathering, type Member } from "./gathering.ts";
import { type Outcome, play } from "./run-through.ts";
import type { Scenario } from "./scenarios.ts";
import type { Boundary } from "./tripwire.ts";

/** A scenario with one gateway, and where the operator is to die in it; absent: nowhere. */
export interface Part {
  readonly gateway: GatewayKind;
  readonly scenario: Scenario;
  readonly boundary?: Boundary;
}

/** A part and what came of it. */
export interface Played {
  readonly part: Part;
  readonly outcome: Outcome;
}

let keys = 0;

/**
 * One operator and several worlds, each with its own gateway. In a round every world plays a part of its own, and is held at
 * its boundary until all have come to theirs: then one death meets them all, and the next operator takes over everywhere.
 */
export class Team {
  readonly #crew: Crew;
  #worlds: CrashWorld[] = [];
  /** How often its operator has been killed. */
  kills = 0;

  private constructor(crew: Crew) {
    this.#crew = crew;
  }

  /** Takes the server over: it is stopped with the team. */
  static async open(server: ApiServer): Promise<Team> {
    return new Team(await Crew.open(server));
  }

  /** Plays parts side by side with the operator that is at work. */
  async play(parts: readonly Part[]): Promise<readonly Played[]> {
    if (this.#worlds.length === 0) this.#crew.start();
    const worlds = await this.#worldsFor(parts);
    await Promise.all(worlds.map((world) => world.connected()));
    return this.#round(parts, worlds, undefined);
  }

  /** Plays parts in which everything is new: the operator starts when every key is there. */
  async playCold(parts: readonly Part[]): Promise<readonly Played[]> {
    const worlds = await this.#worldsFor(parts);
    const start = async () => void this.#crew.start();
    return this.#round(parts, worlds, new Gathering(parts.length, start));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#crew[Symbol.asyncDispose]();
    await Promise.all(this.#worlds.map((world) => world[Symbol.asyncDispose]()));
    await this.#crew.server.stop();
  }

  #round(parts: readonly Part[], worlds: readonly CrashWorld[], start: Gathering | undefined) {
    const mortal = parts.filter(({ boundary }) => boundary !== undefined).length;
    const death = new Gathering(mortal, async () => {
      await this.#crew.operator.kill();
      this.kills += 1;
      this.#crew.start();
    });
    return Promise.all(
      parts.map(async (part, index) => {
        const outcome = await this.#part(part, worlds[index]!, death.member(), start?.member());
        return { part, outcome };
      }),
    );
  }

  async #part(
    { scenario, boundary }: Part,
    world: CrashWorld,
    death: Member,
    start: Member | undefined,
  ): Promise<Outcome> {
    keys += 1;
    const name = `${scenario.name}-api-${keys}`;
    const began = performance.now();
    try {
      const outcome = await play(world, scenario, name, {
        ...(boundary ? { death: { at: boundary, ...death } } : {}),
        ...(start ? { triggered: () => start.come() } : {}),
      });
      if (outcome.wrong.length > 0) await this.#discard(world);
      return outcome;
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      await this.#discard(world);
      return { effects: [], died: true, wrong: [`not settled: ${what}`], calls: 0, ms: performance.now() - began };
    } finally {
      if (boundary) death.leave();
      start?.leave();
    }
  }

  /** A world for each part, with its kind of gateway. */
  async #worldsFor(parts: readonly Part[]): Promise<readonly CrashWorld[]> {
    const free = [...this.#worlds];
    return Promise.all(
      parts.map(async ({ gateway }) => {
        const at = free.findIndex(({ console }) => console.emulator.kind === gateway);
        const [known] = at < 0 ? [] : free.splice(at, 1);
        if (known) return known;
        const world = await CrashWorld.open(this.#crew, gateway);
        this.#worlds.push(world);
        return world;
      }),
    );
  }

  /** What went wrong here must not show in the next round again. */
  async #discard(world: CrashWorld): Promise<void> {
    this.#worlds = this.#worlds.filter((other) => other !== world);
    await world[Symbol.asyncDispose]();
  }
}
