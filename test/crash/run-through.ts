import { setTimeout as sleep } from "node:timers/promises";
import type { KubeObject } from "../../operator/kube/resource.ts";
import { TOK_API_KEYS } from "../../operator/resources/addresses.ts";
import { Consumer } from "./consumer.ts";
import { type CrashWorld, patienceMs } from "./crash-world.ts";
import { lookBefore, questions } from "./questions.ts";
import { isSettled, type Scenario, type Stage } from "./scenarios.ts";
import type { Boundary } from "./tripwire.ts";

/** How long to wait for effects that come when it looks settled. */
const afterwardsMs = 2_500;

/** What came of one scenario. */
export interface Outcome {
  /** The effects that were seen until it had settled, or until the operator died. */
  readonly effects: readonly string[];
  /** Whether the operator has died at the boundary. */
  readonly died: boolean;
  readonly wrong: readonly string[];
  readonly calls: number;
  readonly ms: number;
}

/** The operator's death at a boundary, and another one's start. */
export interface Death {
  readonly at: Boundary;
  /** It has come to the boundary; resolves when the operator is dead and another one starts. */
  come(): Promise<void>;
  /** It will not come there: the scenario has taken another way. */
  leave(): void;
}

/** What happens while a scenario is played. */
export interface Trouble {
  readonly death?: Death | undefined;
  /** Resolves when everything has been done that may be done when the scenario has been triggered. */
  readonly triggered?: ((stage: Stage) => Promise<void>) | undefined;
}

/** Plays a scenario on a fresh TokApiKey with an operator at work, lets the trouble happen, and asks what came of it. */
export async function play(
  world: CrashWorld,
  scenario: Scenario,
  name: string,
  { death, triggered }: Trouble,
): Promise<Outcome> {
  const began = performance.now();
  const stage: Stage = { world, name };
  await scenario.before?.(stage);
  const consumer = new Consumer(world, { secrets: scenario.secrets(name), hurried: scenario.hurried === true });
  const before = lookBefore(stage);
  const deleting = scenario.revision === 0;
  const dead: string[] = [];
  const { tripwire } = world;
  // Beside the consumer, which looks now and then: whenever a key may have died, and before the operator knows.
  tripwire.witness = async (effect) => {
    const text = deleting ? undefined : await consumer.key();
    const held = text === undefined ? undefined : world.console.emulator.ledger.byText(text);
    if (text !== undefined && held?.state !== "live")
      dead.push(`dead moment: after ${effect} the Secret holds ${held?.name ?? "an unknown text"} (${held?.state})`);
  };
  if (!deleting) consumer.start();
  let died = false;
  let effects: readonly string[] = [];
  const wrong: string[] = [];
  try {
    tripwire.arm(death?.at, async () => {
      await death?.come();
      return "dead";
    });
    const hit = tripwire.hit.then(() => {
      died = true;
    });
    await scenario.trigger(stage);
    await triggered?.(stage);
    const isAtRest = (object: KubeObject | undefined) => isSettled(object, scenario.revision);
    const rest = () => world.follow(TOK_API_KEYS, name, `${scenario.name} has settled`, isAtRest, patienceMs);
    await rest();
    // Some effects come when it looks settled already, and the answer to the last one may be on its way.
    if (!death || !tripwire.reached) await Promise.race([hit, sleep(afterwardsMs, undefined, { ref: false })]);
    if (tripwire.reached) await hit;
    else death?.leave();
    effects = tripwire.disarm();
    if (died) await rest();
    wrong.push(...(await questions(stage, scenario, before, consumer)));
  } finally {
    tripwire.disarm();
    tripwire.witness = undefined;
    wrong.unshift(...(await consumer.stop()), ...dead);
  }
  return { effects, died, wrong, calls: consumer.calls, ms: performance.now() - began };
}
