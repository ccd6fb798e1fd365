import fc from "fast-check";
import { type Brain, realBrain } from "./brain.ts";
import { type History, histories, simulate } from "./simulate.ts";

/** How many histories a campaign lived through, and the shortest one that broke a rule. */
export interface Outcome {
  readonly histories: number;
  readonly seed: number;
  readonly broken?: { readonly history: History; readonly story: string };
}

/** Runs random histories until one breaks a rule, and then looks for the shortest that does. */
export function campaign(runs: number, seed: number, brain: Brain = realBrain, shrink = true): Outcome {
  const property = fc.property(histories, (history) => simulate(history, brain) === undefined);
  const details = fc.check(property, {
    numRuns: runs,
    seed,
    endOnFailure: !shrink,
    ...(shrink ? { interruptAfterTimeLimit: 500_000, markInterruptAsFailure: false } : {}),
  });
  const history = details.counterexample?.[0];
  const found = { histories: details.numRuns, seed };
  if (!details.failed || !history) return found;
  return { ...found, broken: { history, story: simulate(history, brain, true) ?? "it does not break when repeated" } };
}

/**
 * `SIMULATION_RUNS` and `SIMULATION_SEED` repeat or extend a campaign, the latter with a number or with `random`; both
 * workers share the runs. The seed is the same every time otherwise, so that a change is judged by what it changes.
 */
export function settings(part: number): { readonly runs: number; readonly seed: number } {
  const runs = Number(process.env.SIMULATION_RUNS ?? 21_000);
  const given = process.env.SIMULATION_SEED ?? "2027";
  const seed = given === "random" ? Date.now() % 1_000_000_000 : Number(given);
  return { runs: Math.ceil(runs / 2), seed: seed + part };
}
