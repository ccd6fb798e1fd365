import type { Memory, Outcome } from "../../../core/learn.ts";
import { emptyLedger, type Ledger } from "../../../core/ledger.ts";
import { parseRemoteName } from "../../../core/names.ts";
import type { RemoteKey } from "../../../core/restrictions.ts";
import { backOff } from "../../../core/schedule.ts";
import type { Instant } from "../../../core/time.ts";
import { type Action, type Decision, type Have, type KeyFacts, noFacts, unobserved } from "../../../core/world.ts";
import type { Brain } from "./brain.ts";
import { marker, wantOf } from "./declaration.ts";
import type { Fault } from "./faults.ts";
import { CallFailed, Unissuable } from "./gateway-model.ts";
import { Conflict, Hands } from "./hands.ts";
import type { Rules } from "./rules.ts";
import type { World } from "./world.ts";

/** The process died; what it had not stored is gone. */
class Crash extends Error {}

/** More rounds than any healthy turn needs. */
const mostRounds = 40;

/** In which order the actions of one decision are carried out; no order may matter. */
export type Order = "given" | "reversed" | "rotated";

/** The operator's process: gathers, decides, acts, remembers, and forgets everything when it dies. */
export class Operator {
  readonly #world: World;
  readonly #rules: Rules;
  readonly #brain: Brain;
  readonly #order: Order;
  #memory: Memory | undefined;
  /** With how many effects of ours it was begun: a clock that was set back must not make an old listing look new. */
  #listing: { readonly at: Instant; readonly keys: readonly RemoteKey[]; readonly effects: number } | undefined;
  #effects = 0;
  #notBefore: Instant | undefined;
  #failures = 0;
  #hands: Hands;
  /** What it decided last, if it has nothing to do now. */
  idle: Decision | undefined;

  constructor(world: World, rules: Rules, brain: Brain, order: Order) {
    this.#world = world;
    this.#rules = rules;
    this.#brain = brain;
    this.#order = order;
    this.#hands = new Hands(world, rules);
  }

  /** It waits after a failure. */
  get held(): boolean {
    return this.#notBefore !== undefined && this.#notBefore > this.clock;
  }

  get clock(): Instant {
    return this.#world.now + this.#world.skew;
  }

  /** The process starts anew. */
  restart(): void {
    this.#world.forgetWithTheProcess();
    this.#memory = undefined;
    this.#listing = undefined;
    this.#notBefore = undefined;
    this.#failures = 0;
    this.#hands = new Hands(this.#world, this.#rules);
    this.idle = undefined;
  }

  /** The shared look at all of the gateway's keys; nothing is learnt from a failed one. */
  poll(): void {
    try {
      this.#list();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
    }
  }

  /** Decides and acts until there is nothing to do, something fails, or it dies. */
  turn(): void {
    const world = this.#world;
    this.idle = undefined;
    try {
      for (let round = 0; world.exists; round++) {
        if (round > mostRounds) this.#rules.breach("a turn never ends: it acts again and again while nothing changes");
        const want = wantOf(world.declaration, world.annotations);
        const have = this.#gather();
        const decision = this.#brain.decide(want, have, this.clock);
        this.#rules.decided(want, have, this.clock, decision);
        this.#memory = this.#brain.remember(decision.ledger, have.facts);
        if (decision.actions.length === 0) {
          this.#persist(decision.ledger);
          this.#rules.rested(want, { ...have, ledger: decision.ledger }, this.clock, decision);
          this.idle = decision;
          return;
        }
        for (const action of inOrder(decision.actions, this.#order)) if (!this.#carryOut(action)) return;
      }
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      world.tell("operator", "dies and starts again, remembering nothing");
      this.restart();
    }
  }

  #gather(): Have {
    const world = this.#world;
    const ledger = this.#memory?.ledger ?? world.status;
    this.#memory ??= { ledger, facts: new Map() };
    const listing = this.#listing && this.#listing.effects === this.#effects ? this.#listing : undefined;
    return {
      finalizer: world.finalizer,
      ledger,
      facts: this.#memory.facts,
      secret: this.#hands.secretView(),
      strays: listing ? { kind: "observed", at: listing.at, keys: strays(listing.keys, ledger) } : unobserved,
      adoptable: this.#adoptable(),
      ...(this.#notBefore === undefined ? {} : { notBefore: this.#notBefore }),
    };
  }

  #adoptable(): Have["adoptable"] {
    const wanted = wantOf(this.#world.declaration, this.#world.annotations).adopt;
    if (!wanted || !this.#listing) return unobserved;
    const key = this.#listing.keys.find((each) => each.id === wanted.id || each.name === wanted.name);
    return key ? { kind: "found", key } : { kind: "refused", message: "there is no such key" };
  }

  /** False when the turn is over. */
  #carryOut(action: Action): boolean {
    const world = this.#world;
    world.passUntil(world.now + 30, (consumer) => this.#rules.consumerRead(consumer));
    const fault = world.faults.strike(action.do);
    if (fault === "crashBefore") throw new Crash();
    try {
      const outcome = this.#effect(action, fault);
      if (fault === "crashAtEffect") throw new Crash();
      const memory = this.#memory ?? { ledger: emptyLedger, facts: new Map() };
      this.#memory = this.#brain.learn(memory, action, outcome, this.clock);
      if (action.do === "plan") world.status = this.#memory.ledger;
      this.#failures = 0;
      this.#notBefore = undefined;
    } catch (error) {
      if (error instanceof Conflict) {
        world.tell("operator", "finds that the resource was written meanwhile, and reads it again");
        this.#memory = undefined;
        return false;
      }
      if (!(error instanceof CallFailed)) throw error;
      this.#failed(action, error);
      return false;
    }
    if (fault === "crashAfter") throw new Crash();
    return true;
  }

  #effect(action: Action, fault: Fault | undefined): Outcome {
    const changes = changesGateway.has(action.do);
    if (changes) this.#effects++;
    if (action.do === "list") {
      if (fault === "fail" || fault === "loseAnswer") throw new CallFailed("the listing failed");
      this.#list();
      return { kind: "done" };
    }
    try {
      return this.#hands.perform(action, this.#memory?.ledger ?? emptyLedger, fault, this.clock);
    } catch (error) {
      if (!(error instanceof Unissuable)) throw error;
      this.#world.tell("gateway", `refuses for good: ${error.message}`);
      return { kind: "unissuable" };
    }
  }

  #failed(action: Action, error: Error): void {
    this.#failures++;
    this.#notBefore = this.clock + backOff(this.#failures, marker);
    this.#world.tell("operator", `gives up for now: ${action.do} failed (${error.message})`);
    if (this.#memory) this.#memory = this.#brain.doubt(this.#memory, action);
  }

  #list(): void {
    const at = this.clock;
    const keys = this.#world.gateway.list(at);
    this.#listing = { at, keys, effects: this.#effects };
    const memory = this.#memory ?? { ledger: this.#world.status, facts: new Map<number, KeyFacts>() };
    const facts = new Map(memory.facts);
    for (const { id, revision } of memory.ledger.keys) {
      if (id === undefined) continue;
      const before = facts.get(revision) ?? noFacts;
      const key = keys.find((each) => each.id === id);
      facts.set(revision, { ...before, remote: key ? { kind: "present", at, key } : this.#brain.absent(before, at) });
    }
    this.#memory = { ledger: memory.ledger, facts };
  }

  #persist(ledger: Ledger): void {
    if (JSON.stringify(ledger) === JSON.stringify(this.#world.status)) return;
    this.#rules.storing(ledger);
    this.#world.status = ledger;
  }
}

const changesGateway: ReadonlySet<Action["do"]> = new Set([
  ...(["issue", "update", "enable", "disable", "revoke", "revokeStray"] as const),
]);

function strays(keys: readonly RemoteKey[], ledger: Ledger): RemoteKey[] {
  const ids = new Set(ledger.keys.map((record) => record.id));
  return keys.filter((key) => parseRemoteName(key.name)?.marker === marker && !ids.has(key.id));
}

function inOrder(actions: readonly Action[], order: Order): readonly Action[] {
  if (order === "given") return actions;
  return order === "reversed" ? [...actions].reverse() : [...actions.slice(1), ...actions.slice(0, 1)];
}
