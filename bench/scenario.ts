import type { Row } from "./rows.ts";
import type { World } from "./world.ts";

/** What a scenario is given. */
export interface Bench {
  /** Run the long ones too. */
  readonly full: boolean;
  /** For the Node that runs the operator: a processor profile is written, where one is asked for. */
  readonly operatorFlags: readonly string[];
  /** Tells what is going on, to people. */
  say(text: string): void;
  /** A cluster with very many keys that are Ready, made once and shared by the scenarios that look at such a cluster. */
  world(): Promise<World>;
}

/** One thing that is measured, by name. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** Left out unless asked for by name or by `--full`. */
  readonly long?: boolean;
  run(bench: Bench): Promise<readonly Row[]>;
}
