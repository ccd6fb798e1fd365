import { emptyLedger, type Ledger } from "../../../core/ledger.ts";
import type { Restrictions } from "../../../core/restrictions.ts";
import { type Instant, type Milliseconds, minute, second } from "../../../core/time.ts";
import { type Consumer, consumersOf, notice } from "./consumers.ts";
import { type Annotations, type Declaration, restrictionsOf } from "./declaration.ts";
import { Faults } from "./faults.ts";
import { GatewayModel, type ModelKey, type Trouble } from "./gateway-model.ts";

/** The delivered Secret, as it really is. */
export interface ModelSecret {
  text: string;
  readonly revision: number;
  readonly keyId: string;
  content: string;
  readonly deliveredAt: Instant;
  readonly previous?: { readonly revision: number; readonly text: string };
  intact: boolean;
  /** Written by the operator, or put there by somebody else. */
  readonly by: "operator" | "somebody";
}

/** One line of the story. */
export interface Line {
  readonly at: Instant;
  readonly who: string;
  readonly what: string;
}

/** Everything outside the operator's process: time, cluster, gateway, consumers. */
export class World {
  now: Instant = 1_800_000_000_000;
  /** How far the operator's clock is ahead of real time. */
  skew: Milliseconds = 0;
  /** It was set back, so old answers may look younger than they are. */
  clockWasSetBack = false;
  declaration: Declaration;
  readonly annotations: Annotations = { abandon: false };
  finalizer = false;
  exists = true;
  status: Ledger = emptyLedger;
  secret: ModelSecret | undefined;
  /** Somebody else's Secret bears our name. */
  foreignSecret = false;
  /** The operator cannot read the Secret. */
  blind = false;
  /** Our own texts, stored before they are registered, by revision. */
  readonly pending = new Map<number, string>();
  readonly gateway: GatewayModel;
  readonly consumers: Consumer[];
  readonly faults = new Faults();
  troubleEndsAt?: Instant;
  readonly lateCreates: { at: Instant; name: string; text?: string; restrictions: Restrictions }[] = [];
  rollout: { readonly revision: number; readonly doneAt: Instant; over: boolean } | undefined;
  /** When each text was last seen in the Secret; the present one is in it still. */
  readonly leftSecretAt = new Map<string, Instant>();
  /** Texts that the operator has seen accepted. */
  readonly accepted = new Set<string>();
  /** When a successor of compromised keys was last asked for. */
  compromisedAt: Instant | undefined;
  /** The Secrets that the operator has written, for somebody to restore. */
  readonly written: ModelSecret[] = [];
  statusWasLost = false;
  /** Somebody has put an older Secret back, so an application may have read an older key than the operator wrote. */
  tampered = false;
  /** USD that nobody can count any more, because the key went away behind our back. */
  uncounted = 0;
  /** The declared budget was changed, or spans periods: what was spent under the old one is not judged. */
  quotaWasEdited: boolean;
  /** Kept only while a story is wanted. */
  readonly lines: Line[] | undefined;
  #number = 0;

  constructor(declaration: Declaration, tell: boolean) {
    this.declaration = declaration;
    this.quotaWasEdited = declaration.reset;
    this.gateway = new GatewayModel(declaration.keyText);
    this.consumers = consumersOf(declaration.restarts);
    this.lines = tell ? [] : undefined;
    if (declaration.adopt !== "no") {
      const legacy = this.gateway.plant("legacy", restrictionsOf(declaration), this.now - 1000 * minute);
      this.consumers.push({
        name: "old-script",
        reads: { by: "mount", delay: 1000 },
        holds: legacy.text,
        clings: true,
      });
    }
  }

  nextNumber(): number {
    return ++this.#number;
  }

  tell(who: string, what: string): void {
    this.lines?.push({ at: this.now, who, what });
  }

  keyOf(text: string): ModelKey | undefined {
    return this.gateway.byText(text);
  }

  holders(text: string): Consumer[] {
    return this.consumers.filter((consumer) => consumer.holds === text);
  }

  /** Somebody writes or deletes the Secret; whoever watches it will see that later. */
  putSecret(secret: ModelSecret | undefined): void {
    if (this.secret) this.leftSecretAt.set(this.secret.text, this.now);
    this.secret = secret;
    if (secret) this.leftSecretAt.set(secret.text, this.now);
    notice(this.consumers, this.now);
  }

  /** When real calls last used the key. */
  lastUseOf(key: ModelKey): Instant | undefined {
    return this.holders(key.text).length > 0 && this.gateway.works(key, this.now) ? this.now : key.lastUsedAt;
  }

  /** What no status says is known to nobody once the process dies: spending of a dead key, and who switched one off. */
  forgetWithTheProcess(): void {
    for (const key of this.gateway.keys.values()) {
      const record = this.status.keys.find(({ id }) => id === key.id);
      if (key.deleted && record) this.uncounted += Math.max(0, key.spent - (record.spent ?? 0));
      if (key.switchedOff && !key.deleted && !record?.switchedOff) key.endedBy = "unknown";
    }
  }

  /** The gateway falls into trouble or gets well, for so long or until further notice. */
  setTrouble(trouble: Trouble, length?: Milliseconds): void {
    this.gateway.trouble = trouble;
    if (length === undefined) delete this.troubleEndsAt;
    else this.troubleEndsAt = this.now + length;
    this.tell("gateway", trouble === "none" ? "is well" : `is ${trouble}`);
  }

  /** The next moment at which something happens by itself, the operator aside. */
  nextEvent(): Instant {
    let next = Number.POSITIVE_INFINITY;
    for (const { readAt } of this.consumers) if (readAt !== undefined) next = Math.min(next, readAt);
    for (const { at } of this.lateCreates) next = Math.min(next, at);
    if (this.troubleEndsAt !== undefined) next = Math.min(next, this.troubleEndsAt);
    if (this.rollout && !this.rollout.over) next = Math.min(next, this.rollout.doneAt);
    return next;
  }

  /** Lets time go by, and everything happen that happens by itself until then. */
  passUntil(target: Instant, onRead: (consumer: Consumer) => void): void {
    for (let at = this.nextEvent(); at <= target; at = this.nextEvent()) {
      this.now = Math.max(this.now, at);
      if (this.troubleEndsAt !== undefined && this.troubleEndsAt <= this.now) this.setTrouble("none");
      this.#land();
      for (const consumer of this.consumers) {
        if (consumer.readAt !== undefined && consumer.readAt <= this.now) this.#read(consumer, onRead);
      }
      if (this.rollout && !this.rollout.over && this.rollout.doneAt <= this.now) {
        if (!this.secret || this.foreignSecret) {
          // Without the Secret no new pod comes up; the old ones go on.
          this.rollout = undefined;
          continue;
        }
        this.rollout.over = true;
        this.tell("workloads", `are up again with what the Secret holds (restarted for r${this.rollout.revision})`);
        for (const consumer of this.consumers) if (consumer.reads.by === "restart") this.#read(consumer, onRead);
      }
    }
    this.now = Math.max(this.now, target);
  }

  /** Workloads begin to restart for this revision, or go on; true once they are up. */
  restart(revision: number): boolean {
    if (this.rollout?.revision !== revision) {
      this.rollout = { revision, doneAt: this.now + (revision % 2 === 0 ? 20 * second : 80 * minute), over: false };
    }
    return this.rollout.over;
  }

  #read(consumer: Consumer, onRead: (consumer: Consumer) => void): void {
    delete consumer.readAt;
    if (consumer.clings || !this.secret || this.foreignSecret) return;
    if (consumer.holds !== undefined) {
      const before = this.keyOf(consumer.holds);
      if (before) before.lastUsedAt = this.now;
    }
    if (consumer.holds === this.secret.text) return;
    consumer.holds = this.secret.text;
    this.tell(consumer.name, `now uses ${this.label(consumer.holds)}`);
    onRead(consumer);
  }

  #land(): void {
    for (const late of this.lateCreates.filter(({ at }) => at <= this.now)) {
      this.lateCreates.splice(this.lateCreates.indexOf(late), 1);
      if (late.text !== undefined && this.keyOf(late.text)) continue;
      const key = this.gateway.make(late.name, late.text, late.restrictions, true, this.now);
      this.tell("gateway", `the delayed create lands: ${key.name} is key ${key.id}`);
    }
  }

  /** A text as a story names it. */
  label(text: string): string {
    const key = this.keyOf(text);
    if (!key) return `a text that is no key's ("${text}")`;
    const state = key.deleted ? "deleted" : key.enabled ? "working" : "disabled";
    return `key ${key.id} (${key.name}, ${state})`;
  }
}
