import { currentOf, type Ledger } from "../../../core/ledger.ts";
import { parseRemoteName } from "../../../core/names.ts";
import { day, hour, second } from "../../../core/time.ts";
import { pass, react } from "./apply.ts";
import { restrictionsOf } from "./declaration.ts";
import type { ModelKey } from "./gateway-model.ts";
import type { Operator } from "./operator.ts";
import type { Rules } from "./rules.ts";
import type { World } from "./world.ts";

/** So many stretches of time the world gets to come to rest in. */
const mostStretches = 60;

/** After the history: all trouble ends, and the world must come to rest as declared, with nothing leaked or lost. */
export function settle(world: World, operator: Operator, rules: Rules): void {
  calm(world);
  react(operator, world);
  if (world.annotations.deletedAt !== undefined) {
    untilGone(world, operator, rules);
    return;
  }
  untilRest(world, operator, rules);
  judge(world, rules);
  if (!world.declaration.enabled) {
    world.declaration = { ...world.declaration, enabled: true };
    world.tell("somebody", "enables the key again");
    untilRest(world, operator, rules);
    judge(world, rules);
  }
  restsAfterRestart(world, operator, rules);
  rotatesOnTime(world, operator, rules);
}

function calm(world: World): void {
  world.tell("fate", "lets everything be well from here on");
  world.faults.clear();
  world.setTrouble("none");
  world.gateway.emptyLists = 0;
  world.blind = false;
  world.foreignSecret = false;
  delete world.annotations.restore;
  const { declaration } = world;
  const calmer = { fast: "never", windowed: "monthly" } as const;
  const rotation = { ...calmer, never: "never", daily: "daily", monthly: "monthly", cron: "cron" } as const;
  world.declaration = {
    ...declaration,
    ...{ suspended: false, refused: false, unready: false, reset: false },
    rotation: rotation[declaration.rotation],
  };
  for (const consumer of world.consumers) {
    // Without a status nobody knows that this workload was never restarted; people do that.
    const stuck = (world.statusWasLost || world.tampered) && consumer.reads.by === "restart";
    if (!consumer.clings && !stuck) continue;
    consumer.clings = false;
    if (stuck) delete consumer.holds;
    consumer.readAt = world.now + (stuck ? 120 : 1) * second;
  }
  world.passUntil(world.now + 5 * second, () => {});
}

function untilGone(world: World, operator: Operator, rules: Rules): void {
  for (let stretch = 0; world.exists && stretch < mostStretches; stretch++) pass(hour, world, operator, rules);
  if (world.exists) rules.breach("the deleted resource is never let go");
  world.passUntil(world.now + hour, () => {});
  if (world.annotations.abandon || world.declaration.policy === "Retain") return;
  const left = world.gateway.living().find((key) => !key.foreign);
  if (left && !world.gateway.lied && !world.statusWasLost)
    rules.breach(`${world.label(left.text)} outlives the deleted resource`);
}

function atRest(world: World, operator: Operator): boolean {
  const { idle } = operator;
  if (!idle || operator.held || world.nextEvent() !== Number.POSITIVE_INFINITY) return false;
  const { declaration, gateway } = world;
  // What is planned waits while the key is switched off, and an adopted key that does not work waits for people.
  if (!declaration.enabled && idle.wakeAt === undefined) return true;
  const settled = idle.ledger.keys.filter((record) => declaration.enabled || record.state !== "Planned");
  if (settled.length > 1) return false;
  if (idle.wakeAt === undefined) return true;
  const [only] = settled;
  if (only?.reason === "Adopted" && only.state === "Issued")
    return !gateway.works(gateway.keys.get(only.id!)!, world.now);
  return currentOf(idle.ledger) !== undefined && idle.wakeAt === idle.nextRotationAt;
}

function untilRest(world: World, operator: Operator, rules: Rules): void {
  let calmStretches = 0;
  const lengths = [5 * second, 30 * second, 600 * second, hour, 6 * hour, day];
  for (let stretch = 0; stretch < mostStretches; stretch++) {
    pass(lengths[stretch % lengths.length]!, world, operator, rules);
    operator.poll();
    react(operator, world);
    calmStretches = atRest(world, operator) ? calmStretches + 1 : 0;
    if (calmStretches >= 2) return;
  }
  const { idle } = operator;
  const keys = idle?.ledger.keys.map((record) => `r${record.revision} ${record.state}`).join(", ");
  rules.breach(`the world never comes to rest; the ledger has: ${keys}; waiting until ${idle?.wakeAt}`);
}

/** The world is at rest: does it look as declared? */
function judge(world: World, rules: Rules): void {
  const { gateway, declaration, status, secret } = world;
  leakedOrLost(world, rules, status);
  const current = currentOf(status);
  const newest = current ?? status.keys.at(-1);
  const key = newest?.id === undefined ? undefined : gateway.keys.get(newest.id);
  if (!declaration.enabled) {
    const planned = new Set(status.keys.filter(({ state }) => state === "Planned").map(({ name }) => name));
    const on = gateway.living().find((each) => each.enabled && mine(each, status) && !planned.has(each.name));
    if (on) rules.breach(`${world.label(on.text)} is switched on although the declaration says off`);
    return;
  }
  const cannotAdopt = declaration.adopt !== "no" && status.keys.every((record) => record.reason === "Adopted");
  if (!current) {
    if (
      cannotAdopt &&
      (status.keys.length === 0 || declaration.keyText !== "revealable" || (key && !gateway.works(key, world.now)))
    )
      return;
    rules.breach("all is well, and yet no key is delivered");
  }
  if (!key) rules.breach("the current key does not exist");
  if ((key.endedBy === "console" || key.endedBy === "unknown") && !key.enabled) return;
  if (!secret || secret.text !== key.text || !secret.intact) rules.breach("the Secret does not hold the current key");
  if (secret.content !== `content-${declaration.content}`) rules.breach("the Secret is not written as declared");
  if (!gateway.works(key, world.now)) rules.breach(`the Secret holds ${world.label(key.text)}`);
  asDeclared(world, rules, key);
  for (const consumer of world.consumers) {
    if (consumer.clings || consumer.holds === undefined || consumer.reads.by === "restart") continue;
    if (consumer.holds !== secret.text) rules.breach(`${consumer.name} still uses ${world.label(consumer.holds)}`);
  }
}

function mine(key: ModelKey, ledger: Ledger): boolean {
  return parseRemoteName(key.name) !== undefined || ledger.keys.some((record) => record.id === key.id);
}

/** Rule 7: what lives at the gateway is what the ledger lists. */
function leakedOrLost(world: World, rules: Rules, ledger: Ledger): void {
  for (const key of world.gateway.living()) {
    // A planned key is listed by its name: it is found by that as soon as it is needed.
    const listed = ledger.keys.some((record) =>
      record.state === "Planned" ? record.name === key.name : record.id === key.id && record.state !== "Revoked",
    );
    if (key.foreign || listed) continue;
    rules.breach(`${world.label(key.text)} is leaked: it lives and no record lists it`);
  }
  for (const record of ledger.keys) {
    if (record.state === "Planned" || record.state === "Revoked") continue;
    const key = record.id === undefined ? undefined : world.gateway.keys.get(record.id);
    if (!key || key.deleted)
      rules.breach(`r${record.revision} is lost: it is listed as ${record.state} and does not live`);
  }
}

function asDeclared(world: World, rules: Rules, key: ModelKey): void {
  const { declaration } = world;
  const wanted = restrictionsOf(declaration);
  if (JSON.stringify(key.restrictions.models) !== JSON.stringify(wanted.models)) {
    rules.breach(`${world.label(key.text)} may call ${key.restrictions.models}, and ${wanted.models} is declared`);
  }
  const { quota } = key.restrictions;
  if (!wanted.quota !== !quota) rules.breach(`${world.label(key.text)} has no quota as declared`);
  if (!quota || world.quotaWasEdited || world.statusWasLost) return;
  const gone = [...world.gateway.keys.values()].filter((each) => each !== key && !each.foreign);
  const spent = gone.reduce((sum, each) => sum + each.spent, 0);
  const allowed = Math.max(declaration.quota, key.spent) + world.uncounted + 0.5;
  if (spent + quota.amount > Math.max(allowed, spent + 0.5)) {
    rules.breach(`$${spent} are spent and $${quota.amount} may still be, of a budget of $${declaration.quota}`);
  }
}

/** Rule 1, the hard way: a fresh process that looks at a world at rest writes nothing at all. */
function restsAfterRestart(world: World, operator: Operator, rules: Rules): void {
  const before = JSON.stringify([world.status, world.secret, [...world.gateway.keys.values()]]);
  operator.restart();
  operator.poll();
  react(operator, world);
  pass(2 * second, world, operator, rules);
  const after = JSON.stringify([world.status, world.secret, [...world.gateway.keys.values()]]);
  if (after !== before) rules.breach(`a fresh process changes a world that was at rest:\n${before}\n${after}`);
}

/** When the schedule says so, and a window lets it, the next key is planned. */
function rotatesOnTime(world: World, operator: Operator, rules: Rules): void {
  const { idle } = operator;
  const due = idle?.nextRotationAt;
  if (due === undefined || !currentOf(idle!.ledger)) return;
  const key = world.secret && world.keyOf(world.secret.text);
  if (!key || !world.gateway.works(key, world.now)) return;
  const revision = world.status.lastRevision;
  for (let stretch = 0; stretch < 10 && operator.clock < due + second; stretch++) {
    pass(due + second - operator.clock, world, operator, rules);
  }
  if (world.status.lastRevision !== revision + 1) rules.breach("the rotation on schedule does not begin");
}
