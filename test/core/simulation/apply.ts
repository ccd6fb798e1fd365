import { emptyLedger } from "../../../core/ledger.ts";
import { type Milliseconds, minute } from "../../../core/time.ts";
import type { Declaration } from "./declaration.ts";
import type { ModelKey } from "./gateway-model.ts";
import type { Operator } from "./operator.ts";
import type { Rules } from "./rules.ts";
import { rotationNames, type Step } from "./step.ts";
import type { World } from "./world.ts";

/** So many times the operator may wake up within one stretch of time before the stretch ends early. */
const mostWakes = 24;

/** Lets one thing happen; the operator has not reacted to it yet. */
export function apply(step: Step, world: World, operator: Operator, rules: Rules): void {
  switch (step.step) {
    case "pass":
      pass(step.length, world, operator, rules);
      break;
    case "skew":
      world.skew = Math.max(-10_000, Math.min(10_000, world.skew + step.by));
      if (step.by < 0) world.clockWasSetBack = true;
      world.tell("clock", `the operator's clock is now ${world.skew} ms ahead`);
      break;
    case "fault":
      world.tell("fate", `prepares: ${step.fault} at a coming action (after ${step.skips} that it spares)`);
      world.faults.arm(step.fault, step.skips);
      break;
    case "trouble":
      world.setTrouble(step.trouble);
      break;
    case "emptyList":
      world.gateway.emptyLists = step.count;
      break;
    case "blind":
      world.blind = step.on;
      world.tell("cluster", step.on ? "does not show the Secret any more" : "shows the Secret");
      break;
    case "edit":
      edit(step, world);
      break;
    case "secret":
      touchSecret(step, world);
      break;
    case "console":
      useConsole(step, world);
      break;
    case "rotate":
      world.annotations.rotate ??= { reason: step.reason, id: `request-${world.nextNumber()}` };
      world.tell("somebody", `asks for a rotation: ${step.reason}`);
      break;
    case "restore": {
      const revision = world.status.lastRevision - step.back;
      if (step.back === 0 || revision < 1) delete world.annotations.restore;
      else world.annotations.restore = revision;
      world.tell("somebody", `wants revision ${world.annotations.restore ?? "none"} kept alive`);
      break;
    }
    case "deleteResource":
      world.annotations.deletedAt ??= operator.clock;
      if (!world.finalizer) world.exists = false;
      world.tell("somebody", `deletes the resource (${world.declaration.policy})`);
      break;
    case "abandon":
      if (world.annotations.deletedAt !== undefined) world.annotations.abandon = true;
      break;
    case "cling":
      cling(step, world);
      break;
    case "spend":
      spend(step.amount, world);
      break;
    case "poll":
      operator.poll();
      break;
    case "crash":
      world.tell("fate", "kills the operator");
      operator.restart();
      break;
    case "loseStatus":
      world.tell("somebody", "restores the resource from a backup without its status");
      world.status = emptyLedger;
      world.statusWasLost = true;
      operator.restart();
      break;
  }
}

/** Lets time go by; the operator wakes when it asked to, when something happens, and for its polls. */
export function pass(length: Milliseconds, world: World, operator: Operator, rules: Rules): void {
  const target = world.now + length;
  const pollEvery = Math.max(5 * minute, length / 4);
  let nextPoll = world.now + pollEvery;
  for (let wakes = 0; world.now < target && wakes < mostWakes; wakes++) {
    const wakeAt = operator.idle?.wakeAt;
    const wake = wakeAt === undefined ? target : Math.max(wakeAt - world.skew, world.now + 1);
    const next = Math.min(target, wake, nextPoll, Math.max(world.nextEvent(), world.now + 1));
    world.passUntil(next, (consumer) => rules.consumerRead(consumer));
    if (next >= nextPoll) {
      operator.poll();
      nextPoll = next + pollEvery;
    }
    react(operator, world);
  }
}

/** The operator takes turns until it rests; a death and a failure end a turn early. */
export function react(operator: Operator, world: World): void {
  for (let turns = 0; turns < 20; turns++) {
    operator.turn();
    if (operator.idle || !world.exists) return;
  }
}

function edit({ field, value }: Extract<Step, { step: "edit" }>, world: World): void {
  const before = world.declaration;
  const change: Partial<Declaration> = {};
  const set = <Field extends keyof Declaration>(name: Field, to: Declaration[Field]) =>
    Object.assign(change, { [name]: to });
  switch (field) {
    case "models":
      set("models", 1 - before.models);
      break;
    case "content":
      set("content", before.content + 1);
      break;
    case "quota":
      set("quota", [0, 10, 10, 100, 100, 300][value]!);
      break;
    case "rotation":
      set("rotation", rotationNames[value]!);
      break;
    default:
      set(field, !before[field]);
  }
  world.declaration = { ...before, ...change };
  if (field === "quota") world.quotaWasEdited = true;
  world.tell("somebody", `edits the spec: ${JSON.stringify(change)}`);
}

function touchSecret({ how, which }: Extract<Step, { step: "secret" }>, world: World): void {
  const { secret, written } = world;
  switch (how) {
    case "delete":
      world.putSecret(undefined);
      break;
    case "edit":
      if (secret) world.putSecret({ ...secret, text: `edited-${world.nextNumber()}`, intact: false, by: "somebody" });
      break;
    case "restore": {
      const old = written.at(-1 - which);
      if (!old) return;
      world.tampered = true;
      world.putSecret({ ...old, by: "somebody" });
      break;
    }
    case "foreign":
      if (!secret) world.foreignSecret = true;
      break;
    case "ours":
      world.foreignSecret = false;
      break;
  }
  world.tell("somebody", `${how}s the Secret${how === "restore" ? ` as it was ${which} writes before the last` : ""}`);
}

/** Our own keys that still exist, youngest first. */
function ours(world: World): ModelKey[] {
  return world.gateway.living().reverse();
}

function useConsole({ how, which }: Extract<Step, { step: "console" }>, world: World): void {
  const key = ours(world)[which];
  if (!key) return;
  world.tell("somebody", `${how}s ${world.label(key.text)} in the console`);
  switch (how) {
    case "disable":
      if (!key.enabled) return;
      key.enabled = false;
      // While the declaration says off, nobody can tell who has switched it off.
      key.switchedOff = !world.declaration.enabled;
      key.endedBy = key.switchedOff ? "operator" : "console";
      // Nor when it was switched on in between and nobody was looking.
      if (world.status.keys.some((record) => record.id === key.id && record.switchedOff)) key.endedBy = "unknown";
      return;
    case "enable":
      key.enabled = true;
      delete key.endedBy;
      return;
    case "delete":
      key.deleted = true;
      key.endedBy = "console";
      world.uncounted += key.spent;
      return;
    case "editModels":
      key.restrictions = { ...key.restrictions, models: ["gpt-5", "gpt-5-mini", "o9-pro"] };
      return;
    case "editQuota":
      if (key.restrictions.quota) key.restrictions = { ...key.restrictions, quota: { amount: 5000 } };
  }
}

function cling({ who, on }: Extract<Step, { step: "cling" }>, world: World): void {
  const consumer = world.consumers[who];
  if (!consumer || consumer.name === "old-script" || consumer.reads.by === "restart") return;
  consumer.clings = on;
  if (!on) consumer.readAt = world.now + 1000;
  world.tell(consumer.name, on ? "stops rereading its file" : "rereads its file again");
}

/** Every key that is in use spends, as far as its quota goes. */
function spend(amount: number, world: World): void {
  for (const { holds } of world.consumers) {
    const key = holds === undefined ? undefined : world.keyOf(holds);
    if (!key || !world.gateway.works(key, world.now)) continue;
    const limit = key.restrictions.quota?.amount ?? Number.POSITIVE_INFINITY;
    key.spent = Math.min(key.spent + amount, Math.max(limit, key.spent));
    key.lastUsedAt = world.now;
    world.tell(world.consumers.find((consumer) => consumer.holds === holds)!.name, `spends $${amount}`);
  }
}
