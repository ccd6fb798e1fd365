import { currentOf, isUnfinished, type Ledger } from "../../../core/ledger.ts";
import { day, hour, type Instant, minute } from "../../../core/time.ts";
import { type Action, type Decision, type Have, unobserved, type Want } from "../../../core/world.ts";
import type { Brain } from "./brain.ts";
import { Breach } from "./breach.ts";
import type { Consumer } from "./consumers.ts";
import { mayEnd } from "./endings.ts";
import type { World } from "./world.ts";

const gatewayCalls: ReadonlySet<Action["do"]> = new Set([
  ...(["issue", "probe", "prove", "update", "enable", "disable", "revoke", "inspect", "list", "revokeStray"] as const),
]);
const ends: ReadonlySet<Action["do"]> = new Set(["disable", "revoke", "revokeStray", "removeFinalizer"]);

/** Watches one history and throws a {@link Breach} as soon as a rule is broken. */
export class Rules {
  readonly #world: World;
  readonly #brain: Brain;

  constructor(world: World, brain: Brain) {
    this.#world = world;
    this.#brain = brain;
  }

  breach(what: string): never {
    this.#world.tell("RULE", what);
    throw new Breach(what);
  }

  /** Every decision: what it may never contain, whatever the world is like. */
  decided(want: Want, have: Have, now: Instant, { actions, ledger }: Decision): void {
    const held = have.notBefore !== undefined && now < have.notBefore;
    for (const action of actions) {
      if (held && gatewayCalls.has(action.do)) this.breach(`does not wait after a failure: ${action.do}`);
      if (want.suspended && !want.deletion) this.breach(`acts while suspended: ${action.do}`);
      if (want.gateway.kind !== "ready" && gatewayCalls.has(action.do)) {
        this.breach(`calls a gateway that is not ready: ${action.do}`);
      }
    }
    if (ledger.keys.filter((record) => record.state === "Current").length > 1) this.breach("two keys are Current");
    if (ledger.keys.filter(isUnfinished).length > 1) this.breach("two keys are on their way at once");
    if (!want.deletion && actions.some((action) => ends.has(action.do))) this.#sightless(want, have, now);
  }

  /** Rule 6: with nothing observed, no key that was delivered is ended. */
  #sightless(want: Want, have: Have, now: Instant): void {
    const blind: Have = { ...have, facts: new Map(), secret: unobserved, strays: unobserved, adoptable: unobserved };
    for (const action of this.#brain.decide(want, blind, now).actions) {
      if (!ends.has(action.do)) continue;
      const record = "revision" in action && have.ledger.keys.find(({ revision }) => revision === action.revision);
      const spokenFor = record && (record.deliveredAt === undefined || (action.do === "disable" && !want.enabled));
      if (!spokenFor) this.breach(`ends a key without having looked: ${action.do}`);
    }
  }

  /** Rule 2: between now and `wakeAt` the same observations give the same answer, which is to do nothing. */
  rested(want: Want, have: Have, now: Instant, { wakeAt }: Decision): void {
    if (wakeAt !== undefined && wakeAt <= now) this.breach("wants to be woken in the past, so it would never rest");
    const later =
      wakeAt === undefined
        ? [now + minute, now + 5 * hour, now + 40 * day]
        : [now + (wakeAt - now) * 0.37, wakeAt - 1].map(Math.floor).filter((at) => at > now);
    for (const at of later) {
      const { actions } = this.#brain.decide(want, have, at);
      if (actions.length === 0) continue;
      const wake = wakeAt === undefined ? "not at all" : `in ${wakeAt - now} ms`;
      this.breach(`wants to be woken ${wake}, but ${at - now} ms from now it would ${actions[0]!.do}`);
    }
  }

  /** Before every effect: is it allowed in the world as it really is? */
  aboutTo(action: Action, ledger: Ledger): void {
    const { world, annotations } = { world: this.#world, annotations: this.#world.annotations };
    const { declaration, gateway } = world;
    if (declaration.refused && annotations.deletedAt === undefined) {
      const makes = ["plan", "store", "issue", "update"].includes(action.do);
      if (makes) this.breach(`goes on with a declaration that is refused: ${action.do}`);
    }
    if (annotations.deletedAt !== undefined) {
      const makes = ["plan", "issue", "deliver", "enable", "update"].includes(action.do);
      if (makes) this.breach(`goes on making keys for a deleted resource: ${action.do}`);
    }
    const record = "revision" in action ? ledger.keys.find(({ revision }) => revision === action.revision) : undefined;
    const key = record?.id === undefined ? undefined : gateway.keys.get(record.id);
    switch (action.do) {
      case "plan":
        if (!world.finalizer) this.breach("plans a key before the finalizer is there");
        if (action.revision <= world.status.lastRevision) this.breach(`plans revision ${action.revision} twice`);
        if (action.reason === "Compromised") world.compromisedAt = world.now;
        break;
      case "issue":
        if (!world.status.keys.some(({ revision }) => revision === action.revision)) {
          this.breach("issues a key whose intent is not stored");
        }
        if (!world.finalizer) this.breach("issues a key before the finalizer is there");
        break;
      case "deliver":
        if (world.foreignSecret) this.breach("writes a Secret that is not its own");
        if (key && !world.accepted.has(key.text))
          this.breach(`delivers ${world.label(key.text)}, which was never verified`);
        if (key?.endedBy === "operator" && declaration.enabled && !world.statusWasLost && !record?.switchedOff) {
          this.breach(`delivers ${world.label(key.text)}, which it has ended itself`);
        }
        break;
      case "enable":
        if (key?.endedBy === "console" && !key.deleted && annotations.restore !== record?.revision) {
          this.breach(`switches ${world.label(key.text)} on again, which somebody switched off in the console`);
        }
        break;
      case "disable":
      case "revoke":
        // Declared off and switched off in the console as well: nobody can tell the two apart afterwards.
        if (key?.endedBy === "console" && !declaration.enabled) key.endedBy = "unknown";
        if (key) mayEnd(world, this, action.do, key);
        break;
      case "revokeStray": {
        const stray = gateway.keys.get(action.id);
        if (stray) mayEnd(world, this, action.do, stray);
        break;
      }
      case "removeFinalizer":
        this.#mayLetGo();
        break;
    }
  }

  #mayLetGo(): void {
    const { annotations, declaration, gateway, lateCreates } = this.#world;
    if (annotations.deletedAt === undefined) this.breach("lets go of a resource that is not being deleted");
    if (annotations.abandon || declaration.policy === "Retain") return;
    // A listing that was wrongly empty hides what no record knows.
    if (gateway.lied) return;
    const left = gateway.living().find((key) => !key.foreign);
    if (left) this.breach(`lets go of the resource while ${this.#world.label(left.text)} is left`);
    const landing = lateCreates.find(({ text }) => text === undefined || !gateway.byText(text));
    if (landing && !this.#world.statusWasLost) this.breach("lets go of the resource while a create may still land");
  }

  /** A consumer has read the Secret: what the operator wrote there must work. */
  consumerRead(consumer: Consumer): void {
    const { secret, annotations, declaration, gateway, now } = this.#world;
    if (secret?.by !== "operator" || !secret.intact || annotations.deletedAt !== undefined) return;
    const key = gateway.byText(secret.text);
    if (!key) this.breach(`${consumer.name} reads a text that is no key's`);
    if (gateway.works(key, now) || key.endedBy !== "operator" || !declaration.enabled || key.switchedOff) return;
    if (key.restrictions.expiresAt !== undefined && now >= key.restrictions.expiresAt) return;
    this.breach(`${consumer.name} reads ${this.#world.label(key.text)} from the Secret`);
  }

  /** The ledger is stored: it only ever grows in revisions. */
  storing(ledger: Ledger): void {
    const { status } = this.#world;
    if (ledger.lastRevision < status.lastRevision) this.breach("the ledger forgets its highest revision");
    const current = currentOf(ledger);
    if (current && current.deliveredAt === undefined) this.breach("a key is Current without having been delivered");
  }
}
