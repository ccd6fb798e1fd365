import { objectsByAddress, type PlanJson, type ResourceChange } from "../../support/terraform-json.ts";
import type { Outcome } from "./commands.ts";
import { type ShownDiagnostic, shownDiagnostics, unwrapped } from "./diagnostics.ts";
import { mismatch } from "./match.ts";
import type { CallName, Expectation, ExpectedDiagnostic, ExpectedKey } from "./schema.ts";
import type { Stage } from "./stage.ts";

/** What is not as the step expects, one sentence each. `outcome` is absent where the step ran nothing. */
export async function problemsOf(
  stage: Stage,
  expected: Expectation,
  outcome: Outcome | undefined,
): Promise<readonly string[]> {
  const ofCommand = outcome ? commandProblems(expected, outcome) : [];
  const ofState = await stateProblems(stage, expected);
  const ofGateway = await gatewayProblems(stage, expected);
  return [...ofCommand, ...ofState, ...ofGateway];
}

function commandProblems(expected: Expectation, outcome: Outcome): string[] {
  const { failed, output, plan, requests } = outcome;
  const problems: string[] = [];
  if (failed !== expected.fails) {
    problems.push(failed ? `the ${failed} failed` : `the ${expected.fails} was to fail, and did not`);
  }
  if (expected.plan || expected.drift || expected.changes) {
    if (plan) problems.push(...planProblems(expected, plan));
    else if (!failed) problems.push("a plan is expected, but nothing was planned");
  }
  const text = unwrapped(output);
  for (const words of expected.says ?? []) {
    if (!text.includes(unwrapped(words))) problems.push(`"${words}" was not said`);
  }
  for (const words of expected.neverSays ?? []) {
    if (text.includes(unwrapped(words))) problems.push(`"${words}" was said`);
  }
  const shown = shownDiagnostics(output);
  for (const diagnostic of expected.diagnostics ?? []) {
    if (!shown.some((candidate) => isExpected(candidate, diagnostic))) {
      problems.push(`there is no diagnostic ${JSON.stringify(diagnostic)} among ${JSON.stringify(shown)}`);
    }
  }
  for (const [call, wanted] of Object.entries(expected.requests ?? {})) {
    const count = requests.get(call as CallName) ?? 0;
    const most = typeof wanted === "string" ? Number(wanted.slice(3)) : undefined;
    if (most === undefined ? count !== wanted : count > most) {
      problems.push(`the gateway had ${count} times ${call}, not ${wanted}`);
    }
  }
  return problems;
}

function planProblems({ plan: actions, drift, changes }: Expectation, plan: PlanJson): string[] {
  const planned = (plan.resource_changes ?? []).filter((change) => actionOf(change) !== "no-op");
  const found = [
    actions && mismatchOfMaps(Object.fromEntries(planned.map((change) => [change.address, actionOf(change)])), actions),
    drift && mismatch((plan.resource_drift ?? []).map(({ address }) => address).sort(), [...drift].sort(), "the drift"),
    ...Object.entries(changes ?? {}).map(([address, names]) => {
      const change = planned.find((candidate) => candidate.address === address);
      return mismatch(change ? changedAttributes(change) : null, [...names].sort(), `what changes in ${address}`);
    }),
  ];
  return found.filter((problem) => problem !== undefined);
}

/** In one word, as people say it; an object that is taken over and not changed is imported. */
function actionOf({ change: { actions, importing } }: ResourceChange): string {
  if (actions.length === 2) return "replace";
  if (actions[0] === "no-op" && importing) return "import";
  return actions[0] ?? "no-op";
}

/** Those whose value will be another; not those that are known after apply only. */
function changedAttributes({ change: { before, after } }: ResourceChange): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const text = (value: unknown) => JSON.stringify(value ?? null);
  return [...names].filter((name) => after && name in after && text(before?.[name]) !== text(after[name])).sort();
}

function mismatchOfMaps(actual: Readonly<Record<string, string>>, expected: Readonly<Record<string, string>>) {
  const sorted = (map: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(map).sort());
  return sorted(actual) === sorted(expected)
    ? undefined
    : `the plan is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
}

function isExpected(shown: ShownDiagnostic, expected: ExpectedDiagnostic): boolean {
  const { error, warning, at, line, detail = [] } = expected;
  return (
    shown.severity === (error === undefined ? "warning" : "error") &&
    shown.summary.includes(error ?? warning ?? "") &&
    (at === undefined || shown.at === at) &&
    (line === undefined || (shown.line?.includes(line) ?? false)) &&
    detail.every((words) => shown.detail.includes(unwrapped(words)))
  );
}

async function stateProblems(stage: Stage, { outputs, state: objects }: Expectation): Promise<string[]> {
  const state = await stage.workspace.state();
  const byAddress = objectsByAddress(state);
  const found = [
    ...Object.entries(outputs ?? {}).map(([name, value]) =>
      mismatch(state?.outputs[name]?.value, value, `the output ${name}`),
    ),
    ...Object.entries(objects ?? {}).map(([address, value]) => {
      const object = byAddress.get(address);
      if (value === "absent") return object && `${address} is in the state`;
      if (!object) return `${address} is not in the state`;
      if (value === "tainted") return object.status === "tainted" ? undefined : `${address} is not tainted`;
      return object.status === "tainted" ? `${address} is tainted` : mismatch(object.attributes, value, address);
    }),
  ];
  return found.filter((problem) => problem !== undefined);
}

async function gatewayProblems(stage: Stage, { keys, key: looks, works }: Expectation): Promise<string[]> {
  const made = stage.gateways.flatMap(({ emulator }) => emulator.ledger.created());
  const count = (state: string) => made.filter((key) => key.state === state).length;
  const counts = { made: made.length, live: count("live"), disabled: count("disabled") };
  const problems = [keys && mismatch(counts, keys, "the number of keys")];
  for (const [reference, wanted] of Object.entries(looks ?? {})) {
    problems.push(await keyProblem(stage, reference, wanted));
  }
  for (const [reference, wanted] of Object.entries(works ?? {})) {
    const { gateway, text } = await textOf(stage, reference);
    const accepted = await gateway.console.accepts(text);
    if (accepted !== wanted) problems.push(`the data plane ${accepted ? "takes" : "refuses"} ${reference}`);
  }
  return problems.filter((problem) => problem !== undefined);
}

async function keyProblem(stage: Stage, reference: string, { is, ...settings }: ExpectedKey) {
  const { gateway, key } = await stage.key(reference);
  if (is !== undefined && key.state !== is) return `${reference} is ${key.state}, not ${is}`;
  const wanted = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  if (Object.keys(wanted).length === 0) return undefined;
  return mismatch(await gateway.console.look(key.id), wanted, reference);
}

/** A key's text: in clear in an output (`output NAME`), encrypted in one (`decrypted NAME`), or as the gateway has it. */
async function textOf(stage: Stage, reference: string) {
  const [, how, name = ""] = /^(output|decrypted) (.+)$/.exec(reference) ?? [];
  if (how === undefined) {
    const { gateway, key } = await stage.key(reference);
    return { gateway, text: key.text };
  }
  const value = (await stage.workspace.state())?.outputs[name]?.value;
  if (typeof value !== "string") throw new Error(`the output ${name} is ${JSON.stringify(value)}, no text`);
  return { gateway: stage.gateway, text: how === "decrypted" ? await stage.decrypt(value) : value };
}
