import { parseDuration } from "../../../core/time.ts";
import { act } from "./acts.ts";
import { problemsOf } from "./check.ts";
import { type Outcome, planAgain, runCommand } from "./commands.ts";
import type { Scenario } from "./load.ts";
import type { Step } from "./schema.ts";
import { shownSecrets } from "./secrets.ts";
import { type Cast, Stage } from "./stage.ts";

/**
 * Plays a scenario from its first step to its end, after which everything is destroyed and only the keys that the
 * scenario leaves are there. Throws an Error that says which step went wrong, how, and what the terminal showed.
 */
export async function play(scenario: Scenario, cast: Cast): Promise<void> {
  await using stage = await Stage.open(scenario, cast);
  await prepare(stage, scenario.vars, scenario.env);
  if (scenario.spawn || scenario.init) await stage.workspace.succeed(["init"], { env: stage.environment });
  for (const [index, step] of scenario.steps.entries()) {
    if (step.only && !step.only.some((name) => [cast.gateway, stage.gateway.kind, cast.program.tool].includes(name)))
      continue;
    const outcome = await playStep(stage, step).catch((error: unknown) => ({ problems: [String(error)], output: "" }));
    const problems = [...outcome.problems, ...(await shownSecrets(stage))];
    if (problems.length > 0) fail(`step ${index + 1}, ${step.name}`, problems, outcome.output);
  }
  const { problems, output } = await end(stage);
  if (problems.length > 0) fail("the end", problems, output);
}

interface Played {
  readonly problems: readonly string[];
  readonly output: string;
}

async function playStep(stage: Stage, step: Step): Promise<Played> {
  const { files = {}, vars = {}, env = {}, clock, gateway = [], second = [], run, expect } = step;
  for (const [to, from] of Object.entries(files)) {
    const text = from === null ? null : await stage.fill(stage.scenario.files[from] ?? "");
    await stage.workspace.write({ [to]: text });
  }
  if (clock !== undefined) stage.clock.advance(parseDuration(clock)!);
  for (const what of gateway) await act(stage, stage.gateway, what);
  for (const what of second) {
    if (!stage.second) throw new Error("the scenario has no second gateway");
    await act(stage, stage.second, what);
  }
  await prepare(stage, vars, env);
  const outcome: Outcome | undefined = run && (await runCommand(stage, { ...step, run }));
  const problems = await problemsOf(stage, expect, outcome);
  const settles = run?.[0] === "apply" && step.settled && !outcome?.failed && !run.includes("-destroy");
  const again = settles ? await planAgain(stage) : undefined;
  if (again && again.code !== 0) {
    return { problems: [...problems, "after apply, the next plan still wants something"], output: again.output };
  }
  return { problems, output: outcome?.output ?? "" };
}

async function prepare(
  stage: Stage,
  vars: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | null>>,
): Promise<void> {
  const fill = async <Value>([name, value]: [string, Value]) =>
    [name, typeof value === "string" ? await stage.fill(value) : value] as const;
  stage.setVariables(Object.fromEntries(await Promise.all(Object.entries(vars).map(fill))));
  stage.setEnvironment(Object.fromEntries(await Promise.all(Object.entries(env).map(fill))) as typeof env);
}

/** Destroys what there is, and looks for keys that are left behind and for secrets that were shown. */
async function end(stage: Stage): Promise<Played> {
  for (const { emulator } of stage.gateways) emulator.faults.clear();
  const managed = (await stage.workspace.state())?.resources.filter(({ mode }) => mode === "managed") ?? [];
  const destroy =
    managed.length > 0
      ? await stage.workspace.run(["destroy", "-auto-approve"], { env: stage.environment })
      : undefined;
  const failed = destroy && destroy.code !== 0 ? ["destroy failed"] : [];
  const leaves = await Promise.all(stage.scenario.leaves.map(async (reference) => (await stage.key(reference)).key));
  const left = stage.gateways.flatMap(({ emulator }) => emulator.ledger.existing());
  const names = (keys: readonly { readonly name: string }[]) => keys.map(({ name }) => name).join(", ");
  const stray = left.filter((key) => !leaves.includes(key));
  const gone = leaves.filter((key) => !left.includes(key));
  return {
    problems: [
      ...failed,
      ...(stray.length > 0 ? [`keys are left behind: ${names(stray)}`] : []),
      ...(gone.length > 0 ? [`keys were to be left, and are gone: ${names(gone)}`] : []),
      ...(await shownSecrets(stage)),
    ],
    output: destroy?.output ?? "",
  };
}

function fail(where: string, problems: readonly string[], output: string): never {
  const list = problems.map((problem) => `  - ${problem}`).join("\n");
  throw new Error(`${where}:\n${list}\n${output.trim() ? `\n${output.trim().slice(-6_000)}\n` : ""}`);
}
