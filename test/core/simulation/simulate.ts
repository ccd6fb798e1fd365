import fc from "fast-check";
import { apply, react } from "./apply.ts";
import type { Brain } from "./brain.ts";
import { Breach } from "./breach.ts";
import { type Declaration, declarations } from "./declaration.ts";
import { Operator, type Order } from "./operator.ts";
import { Rules } from "./rules.ts";
import { settle } from "./settle.ts";
import { courses, type Step } from "./step.ts";
import { story } from "./story.ts";
import { World } from "./world.ts";

/** One history: what is declared, and what happens. */
export interface History {
  readonly declaration: Declaration;
  readonly order: Order;
  readonly steps: readonly Step[];
}

export const histories: fc.Arbitrary<History> = fc.record({
  declaration: declarations,
  order: fc.constantFrom<Order>("given", "given", "reversed", "rotated"),
  steps: courses,
});

/** Lives through a history. Undefined if every rule held; else what broke, and with `tell` the whole story. */
export function simulate(history: History, brain: Brain, tell = false): string | undefined {
  const world = new World(history.declaration, tell);
  const rules = new Rules(world, brain);
  const operator = new Operator(world, rules, brain, history.order);
  try {
    react(operator, world);
    for (const step of history.steps) {
      if (!world.exists) break;
      apply(step, world, operator, rules);
      react(operator, world);
    }
    settle(world, operator, rules);
    return undefined;
  } catch (error) {
    if (!(error instanceof Breach)) throw error;
    return world.lines ? story(history.declaration, history.order, world.lines, error.message) : error.message;
  }
}
