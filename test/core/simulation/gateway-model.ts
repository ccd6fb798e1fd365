import type { RemoteKey, Restrictions } from "../../../core/restrictions.ts";
import type { Instant } from "../../../core/time.ts";

/** One key as the gateway really has it, with what the rules must know about its past. */
export interface ModelKey {
  readonly id: string;
  name: string;
  readonly text: string;
  enabled: boolean;
  deleted: boolean;
  restrictions: Restrictions;
  spent: number;
  readonly createdAt: Instant;
  lastUsedAt?: Instant;
  /** Who has switched it off or deleted it, as far as anybody can tell. */
  endedBy?: "operator" | "console" | "unknown";
  /** Switched off because the declaration said so, and not on again yet. */
  switchedOff?: boolean;
  /** Made by somebody else, before the resource. */
  readonly foreign: boolean;
}

/** What is wrong with the gateway. `refusing`: its database is down, so it answers 401 to everything. */
export type Trouble = "none" | "down" | "refusing";

/** A call that failed; nobody can tell from it whether anything happened. */
export class CallFailed extends Error {}
/** The gateway will never give this key: the text is taken, or was shown once and lost. */
export class Unissuable extends Error {}

export type KeyText = "ours" | "revealable" | "once";

/** The gateway as it really is: control plane and data plane over one table of keys. */
export class GatewayModel {
  readonly keys = new Map<string, ModelKey>();
  trouble: Trouble = "none";
  /** So many listings answer with success and nothing in them. */
  emptyLists = 0;
  /** One has been served. */
  lied = false;
  readonly keyText: KeyText;
  #nextId = 1;

  constructor(keyText: KeyText) {
    this.keyText = keyText;
  }

  living(): ModelKey[] {
    return [...this.keys.values()].filter((key) => !key.deleted);
  }

  byText(text: string): ModelKey | undefined {
    for (const key of this.keys.values()) if (key.text === text) return key;
    return undefined;
  }

  /** Whether the data plane really serves this key, outages aside. */
  works(key: ModelKey, now: Instant): boolean {
    const { expiresAt } = key.restrictions;
    return !key.deleted && key.enabled && (expiresAt === undefined || now < expiresAt);
  }

  /** Makes a key; what the wire does with the answer is the caller's business. */
  make(name: string, text: string | undefined, restrictions: Restrictions, enabled: boolean, now: Instant): ModelKey {
    if (text !== undefined && this.byText(text)) throw new Unissuable(`the text of ${name} is taken`);
    const id = String(this.#nextId++);
    const key: ModelKey = {
      id,
      name,
      text: text ?? `made-${id}`,
      enabled,
      deleted: false,
      restrictions,
      spent: 0,
      createdAt: now,
      foreign: false,
    };
    this.keys.set(id, key);
    return key;
  }

  /** A key that was there before the resource. */
  plant(name: string, restrictions: Restrictions, now: Instant): ModelKey {
    const id = String(this.#nextId++);
    const key: ModelKey = {
      ...{ id, name, text: `planted-${id}`, enabled: true, deleted: false },
      ...{ restrictions, spent: 0, createdAt: now, foreign: true },
    };
    this.keys.set(id, key);
    return key;
  }

  /** As a driver does it: after an uncertain attempt, what bears the name is looked for first. */
  create(
    draft: { name: string; text?: string; restrictions: Restrictions; enabled: boolean; resume: boolean },
    now: Instant,
  ): { id: string; text: string } {
    this.#reach();
    if (draft.resume) {
      const found = this.living().find((key) => key.name === draft.name);
      if (found && this.keyText === "once") throw new Unissuable(`the text of ${draft.name} was shown once`);
      if (found && (draft.text === undefined || found.text === draft.text)) return { id: found.id, text: found.text };
    }
    const made = this.make(draft.name, draft.text, draft.restrictions, draft.enabled, now);
    return { id: made.id, text: made.text };
  }

  list(now: Instant): RemoteKey[] {
    this.#reach();
    if (this.emptyLists > 0) {
      this.emptyLists--;
      this.lied = true;
      return [];
    }
    return this.living().map((key) => this.#shown(key, now));
  }

  get(id: string, now: Instant): RemoteKey | undefined {
    this.#reach();
    const key = this.keys.get(id);
    return key && !key.deleted ? this.#shown(key, now) : undefined;
  }

  reveal(id: string): string | undefined {
    this.#reach();
    const key = this.keys.get(id);
    return key && !key.deleted && this.keyText === "revealable" ? key.text : undefined;
  }

  update(id: string, restrictions: Restrictions): void {
    this.#existing(id).restrictions = restrictions;
  }

  setEnabled(id: string, enabled: boolean, asDeclared: boolean): void {
    const key = this.#existing(id);
    key.enabled = enabled;
    key.switchedOff = !enabled && asDeclared;
    if (enabled) delete key.endedBy;
    else key.endedBy = "operator";
  }

  revoke(id: string): void {
    this.#reach();
    const key = this.keys.get(id);
    if (!key || key.deleted) return;
    key.deleted = true;
    key.endedBy = "operator";
  }

  probe(text: string, now: Instant): "accepted" | "rejected" | "unknown" {
    if (this.trouble === "down") return "unknown";
    if (this.trouble === "refusing") return "rejected";
    const key = this.byText(text);
    return key && this.works(key, now) ? "accepted" : "rejected";
  }

  #existing(id: string): ModelKey {
    this.#reach();
    const key = this.keys.get(id);
    if (!key || key.deleted) throw new CallFailed(`there is no key ${id}`);
    return key;
  }

  #reach(): void {
    if (this.trouble !== "none") throw new CallFailed(`the gateway is ${this.trouble}`);
  }

  #shown(key: ModelKey, now: Instant): RemoteKey {
    const { quota, expiresAt } = key.restrictions;
    const exhausted = quota !== undefined && key.spent >= quota.amount;
    const expired = expiresAt !== undefined && now >= expiresAt;
    return {
      id: key.id,
      name: key.name,
      enabled: key.enabled,
      usable: !key.enabled ? "disabled" : expired ? "expired" : exhausted ? "exhausted" : "yes",
      restrictions: key.restrictions,
      spent: key.spent,
      createdAt: key.createdAt,
      ...(key.lastUsedAt === undefined ? {} : { lastUsedAt: key.lastUsedAt }),
    };
  }
}
