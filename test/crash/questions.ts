import { EVENTS, type KubeObject } from "../../operator/kube/resource.ts";
import { TOK_API_KEYS } from "../../operator/resources/addresses.ts";
import { statusOf } from "../support/operator-world.ts";
import type { Consumer } from "./consumer.ts";
import type { Scenario, Stage } from "./scenarios.ts";

interface ToldEvent extends KubeObject {
  readonly reason?: string;
  readonly note?: string;
  readonly regarding?: { readonly name?: string };
}

/** What the gateway had before a scenario began, to tell what came of it. */
export interface Before {
  readonly made: number;
}

export function lookBefore({ world }: Stage): Before {
  return { made: world.console.emulator.ledger.created().length };
}

/** Asks the gateway's own memory, every status, the events and the Secret; answers what is wrong. */
export async function questions(
  stage: Stage,
  scenario: Scenario,
  before: Before,
  consumer: Consumer,
): Promise<readonly string[]> {
  const { world, name } = stage;
  const { ledger } = world.console.emulator;
  const wrong: string[] = [];
  const statuses = (await world.all(TOK_API_KEYS)).map((object) => [object.metadata.name, statusOf(object)] as const);
  const listed = new Set(statuses.flatMap(([, { keys = [] }]) => keys.map(({ id }) => id)));
  const listedName = (id: string) => ledger.byId(id)?.name ?? id;

  for (const key of ledger.existing())
    if (!listed.has(key.id)) wrong.push(`leaked: ${key.name} (id ${key.id}, ${key.state}) is in no status`);

  const made = ledger.created().slice(before.made);
  const names = new Map<string, number>();
  for (const key of made) names.set(key.name, (names.get(key.name) ?? 0) + 1);
  for (const [revision, count] of names) if (count > 1) wrong.push(`doubled: ${revision} was made ${count} times`);
  if (made.length > scenario.makes)
    wrong.push(`doubled: ${made.map((key) => key.name).join(", ")} were made, ${scenario.makes} would do`);

  for (const { regarding, reason, note } of (await world.all(EVENTS)) as readonly ToldEvent[])
    if (reason === "KeyLost" && regarding?.name === name) wrong.push(`untrue: ${note}`);

  const own = statuses.find(([other]) => other === name)?.[1].keys ?? [];
  const live = own.filter(({ id }) => id !== undefined && ledger.byId(id)?.state === "live");
  const expected = scenario.revision === 0 ? 0 : 1;
  if (live.length !== expected)
    wrong.push(
      `${live.length} of its keys are alive, not ${expected}: ${live.map(({ id }) => listedName(id!)).join(", ")}`,
    );
  if (expected === 1 && own[0]?.revision !== scenario.revision)
    wrong.push(`it has come to revision ${own[0]?.revision}, not ${scenario.revision}`);
  const text = await consumer.key();
  const held = text === undefined ? undefined : ledger.byText(text);
  if (expected === 1 && (held === undefined || held.id !== live[0]?.id))
    wrong.push(`the Secret holds ${held?.name ?? "no key"}, status says ${live[0]?.name ?? "none"}`);
  return [...wrong, ...((await scenario.check?.(stage)) ?? [])];
}
