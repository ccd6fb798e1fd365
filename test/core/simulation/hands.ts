import type { Outcome } from "../../../core/learn.ts";
import type { KeyRecord, Ledger } from "../../../core/ledger.ts";
import type { Instant } from "../../../core/time.ts";
import { second } from "../../../core/time.ts";
import { type Action, type SecretView, unobserved } from "../../../core/world.ts";
import { wantOf } from "./declaration.ts";
import type { Fault } from "./faults.ts";
import { CallFailed } from "./gateway-model.ts";
import type { Rules } from "./rules.ts";
import type { World } from "./world.ts";

/** The resource was written by somebody else meanwhile. */
export class Conflict extends Error {}

type Issue = Extract<Action, { do: "issue" }>;
type Deliver = Extract<Action, { do: "deliver" }>;

/** Carries out one action in the world, and holds the texts that this process has seen. */
export class Hands {
  readonly #world: World;
  readonly #rules: Rules;
  readonly #texts = new Map<number, string>();
  /** Revisions that this process has planned and not tried to create yet: nobody can have made them before. */
  readonly #untried = new Set<number>();

  constructor(world: World, rules: Rules) {
    this.#world = world;
    this.#rules = rules;
  }

  /** The Secret as its metadata shows it. */
  secretView(): SecretView {
    const { secret, blind, foreignSecret } = this.#world;
    if (blind) return unobserved;
    if (foreignSecret) return { kind: "foreign", message: "the Secret is none of ours" };
    if (!secret) return { kind: "absent" };
    const { intact, revision, keyId, content, deliveredAt, previous } = secret;
    return {
      ...{ kind: "present", intact, revision, keyId, content, deliveredAt },
      ...(previous ? { previous: previous.revision } : {}),
    };
  }

  /** Does it, and says what came of it. With `loseAnswer` the effect happens and the answer does not arrive. */
  perform(action: Action, ledger: Ledger, fault: Fault | undefined, clock: Instant): Outcome {
    this.#rules.aboutTo(action, ledger);
    if (fault === "fail") throw new CallFailed("no connection");
    this.#tell(action);
    if (fault === "silence") this.#world.setTrouble("down", 40 * second);
    if (fault === "refusal") this.#world.setTrouble("refusing", 40 * second);
    const outcome = this.#do(action, ledger, fault, clock);
    if (fault === "loseAnswer") throw new CallFailed("the answer was lost");
    return outcome;
  }

  #do(action: Action, ledger: Ledger, fault: Fault | undefined, clock: Instant): Outcome {
    const world = this.#world;
    const { gateway } = world;
    switch (action.do) {
      case "addFinalizer":
        world.finalizer = true;
        break;
      case "removeFinalizer":
        world.finalizer = false;
        world.exists = world.annotations.deletedAt === undefined;
        break;
      case "plan":
        if (fault === "conflict") throw new Conflict();
        this.#untried.add(action.revision);
        break;
      case "store":
        this.#texts.set(action.revision, this.#ownText(action.revision));
        break;
      case "issue":
        return this.#issue(action, this.#record(ledger, action), fault);
      case "recall":
        return { kind: "recalled", found: this.#recall(this.#record(ledger, action)) };
      case "probe":
      case "prove": {
        const text = this.#text(action.revision, action.do);
        const verdict = gateway.probe(text, world.now);
        if (verdict === "accepted") world.accepted.add(text);
        world.tell("gateway", `says ${verdict} to r${action.revision}`);
        return { kind: "verdict", verdict };
      }
      case "deliver":
        this.#deliver(action, this.#record(ledger, action), clock);
        break;
      case "restart":
        return { kind: "rollout", done: world.restart(action.revision) };
      case "update":
        gateway.update(this.#id(ledger, action), action.restrictions);
        break;
      case "enable":
      case "disable":
        gateway.setEnabled(this.#id(ledger, action), action.do === "enable", !world.declaration.enabled);
        break;
      case "revoke":
        gateway.revoke(this.#id(ledger, action));
        break;
      case "revokeStray":
        gateway.revoke(action.id);
        break;
      case "inspect": {
        const key = gateway.get(this.#id(ledger, action), world.now);
        const known = world.declaration.lastUse;
        const real = key && gateway.keys.get(key.id);
        const usedAt = real && known ? world.lastUseOf(real) : undefined;
        return { kind: "inspected", key, lastUse: { known, ...(usedAt === undefined ? {} : { usedAt }) } };
      }
      case "acknowledge":
        if (world.annotations.rotate?.id === action.request) delete world.annotations.rotate;
        break;
      case "list":
        break;
    }
    return { kind: "done" };
  }

  #issue(action: Issue, record: KeyRecord, fault: Fault | undefined): Outcome {
    const world = this.#world;
    const { gateway } = world;
    const resume = !this.#untried.delete(action.revision);
    const own = gateway.keyText === "ours";
    if (own && !world.pending.has(action.revision)) this.#rules.breach("registers a text that was not stored first");
    const text = own ? this.#text(action.revision, "issue") : undefined;
    const { restrictions, enabled } = action;
    const draft = { name: record.name, restrictions, enabled, resume, ...(text === undefined ? {} : { text }) };
    if (fault === "lateCreate") {
      const { name } = record;
      world.lateCreates.push({
        at: world.now + 40 * second,
        name,
        restrictions,
        ...(text === undefined ? {} : { text }),
      });
      throw new CallFailed("no answer in time");
    }
    const issued = gateway.create(draft, world.now);
    if (fault === "doubleCreate" && !own) gateway.make(record.name, undefined, restrictions, enabled, world.now);
    world.tell("gateway", `issues ${world.label(issued.text)}`);
    if (fault !== "loseAnswer" && fault !== "crashAtEffect") this.#texts.set(action.revision, issued.text);
    return { kind: "issued", id: issued.id, sole: !resume };
  }

  #ownText(revision: number): string {
    const { pending } = this.#world;
    const stored = pending.get(revision);
    if (stored !== undefined) return stored;
    const text = `ours-${revision}-${this.#world.nextNumber()}`;
    pending.set(revision, text);
    return text;
  }

  /** From what this process holds, from the cluster, and at last from the gateway. */
  #recall(record: KeyRecord): boolean {
    const { secret, pending, blind, foreignSecret, gateway } = this.#world;
    const { revision, id } = record;
    const shown = secret?.intact && !foreignSecret ? secret : undefined;
    const text =
      this.#texts.get(revision) ??
      pending.get(revision) ??
      (shown?.revision === revision && shown.keyId === id ? shown.text : undefined) ??
      (shown?.previous?.revision === revision ? shown.previous.text : undefined);
    if (text === undefined && blind) throw new CallFailed("the cluster does not answer");
    const found = text ?? (id === undefined ? undefined : gateway.reveal(id));
    if (found === undefined) return false;
    this.#texts.set(revision, found);
    return true;
  }

  #deliver(action: Deliver, record: KeyRecord, clock: Instant): void {
    const world = this.#world;
    const text = this.#text(action.revision, "deliver");
    const { content = "" } = wantOf(world.declaration, world.annotations);
    const previous = action.previous;
    // Written anew with the same key, it has held that key all along.
    const before = world.secret;
    const same =
      before?.by === "operator" && before.intact && before.revision === action.revision && before.text === text;
    const deliveredAt = same ? before.deliveredAt : clock;
    const secret = {
      ...{ text, revision: action.revision, keyId: record.id ?? "", content, deliveredAt, intact: true },
      by: "operator" as const,
      ...(previous === undefined ? {} : { previous: { revision: previous, text: this.#text(previous, "deliver") } }),
    };
    world.putSecret(secret);
    world.written.push(secret);
    world.pending.delete(action.revision);
  }

  #text(revision: number, verb: string): string {
    return this.#texts.get(revision) ?? this.#rules.breach(`asks to ${verb} r${revision} without holding its text`);
  }

  #record(ledger: Ledger, action: { readonly revision: number }): KeyRecord {
    const record = ledger.keys.find(({ revision }) => revision === action.revision);
    return record ?? this.#rules.breach(`acts on r${action.revision}, which is in no record`);
  }

  #id(ledger: Ledger, action: { readonly do: string; readonly revision: number }): string {
    return (
      this.#record(ledger, action).id ?? this.#rules.breach(`asks to ${action.do} r${action.revision}, which has no id`)
    );
  }

  #tell(action: Action): void {
    if (!this.#world.lines) return;
    const { do: verb, ...rest } = action;
    const details = Object.entries(rest).filter(([name]) => name !== "restrictions" && name !== "name");
    this.#world.tell(
      "operator",
      `${verb} ${details.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ")}`,
    );
  }
}
