import type { Finished } from "../../support/running-command.ts";
import type { PlanJson } from "../../support/terraform-json.ts";
import type { CallName, Step } from "./schema.ts";
import type { Stage } from "./stage.ts";

/** What came of the commands of one step. */
export interface Outcome {
  /** The part that failed. */
  readonly failed: "plan" | "apply" | "command" | undefined;
  /** What the terminal showed. */
  readonly output: string;
  /** What was planned; absent when nothing was, or nothing is expected of it. */
  readonly plan: PlanJson | undefined;
  /** What the first gateway was asked during the step. */
  readonly requests: ReadonlyMap<CallName, number>;
}

const PLAN = "tfplan";

/** Runs a step's command. `plan`, `apply` and `destroy` go by way of a saved plan, unless `-auto-approve` is given. */
export async function runCommand(stage: Stage, step: Step & { readonly run: string[] }): Promise<Outcome> {
  const before = stage.gateway.requests();
  const args = await Promise.all(step.run.map((arg) => stage.fill(arg)));
  const [command = "", ...options] = args;
  const byPlan = ["plan", "apply", "destroy"].includes(command) && !options.includes("-auto-approve");
  const { failed, output } = byPlan ? await planned(stage, step, command, options) : await plain(stage, step, args);
  const requests = new Map(
    [...stage.gateway.requests()].map(([call, count]) => [call, count - (before.get(call) ?? 0)]),
  );
  const { plan, drift, changes } = step.expect;
  const hasPlan = byPlan && failed !== "plan" && (plan ?? drift ?? changes) !== undefined;
  return {
    failed,
    output,
    requests,
    plan: hasPlan ? await stage.workspace.planJson(PLAN, { env: stage.environment }) : undefined,
  };
}

/** The plan of the configuration as it is, which must be empty once all is as declared. */
export async function planAgain(stage: Stage): Promise<Finished> {
  return stage.workspace.run(["plan", `-out=${PLAN}-again`, "-detailed-exitcode"], { env: stage.environment });
}

type Ended = Pick<Outcome, "failed" | "output">;

async function planned(stage: Stage, step: Step, command: string, options: readonly string[]): Promise<Ended> {
  const args = [
    "plan",
    `-out=${PLAN}`,
    "-detailed-exitcode",
    ...(command === "destroy" ? ["-destroy"] : []),
    ...options,
  ];
  if (command === "plan") {
    const plan = await interruptible(stage, step, args);
    return { failed: plan.code === 0 || plan.code === 2 ? undefined : "plan", output: plan.output };
  }
  const plan = await stage.workspace.run(args, { env: stage.environment });
  if (plan.code !== 0 && plan.code !== 2) return { failed: "plan", output: plan.output };
  const apply = await interruptible(stage, step, ["apply", PLAN]);
  return { failed: apply.code === 0 ? undefined : "apply", output: plan.output + apply.output };
}

async function plain(stage: Stage, step: Step, args: readonly string[]): Promise<Ended> {
  const { code, output } = await interruptible(stage, step, args);
  return { failed: code === 0 ? undefined : "command", output };
}

async function interruptible(stage: Stage, { interrupt }: Step, args: readonly string[]): Promise<Finished> {
  const options = { env: stage.environment };
  if (!interrupt) return stage.workspace.run(args, options);
  const { at, nth, signal, answerMs } = interrupt;
  const { faults } = stage.gateway.emulator;
  const fault = stage.gateway.fault(at, { kind: "delay", delayMs: answerMs, nth });
  const command = stage.workspace.start(args, options);
  const never = command.finished.then(({ output }) => {
    if (faults.hits(fault) === 0)
      throw new Error(`ended without the ${nth}. ${at}, and was not interrupted:\n${output}`);
  });
  await Promise.race([faults.struck(fault), never]);
  command.signal(signal);
  return command.finished;
}
