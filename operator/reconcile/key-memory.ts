import { absent, doubt, learn, type Memory, type Outcome, remember } from "../../core/learn.ts";
import { emptyLedger, type KeyRecord, type Ledger } from "../../core/ledger.ts";
import { backOff } from "../../core/schedule.ts";
import type { Sensitive } from "../../core/sensitive.ts";
import type { Instant } from "../../core/time.ts";
import { type Action, type Have, type KeyFacts, noFacts, unobserved } from "../../core/world.ts";
import type { Resolution } from "../../gateways/gateway.ts";
import type { Inventory } from "../gateways/inventory.ts";

/** Why the last calls failed, and when the next may be made. Kept in status, so that a restart does not hammer anyone. */
export interface Retry {
  readonly failures: number;
  readonly notBefore: Instant;
  readonly reason: string;
  readonly message: string;
}

const none: readonly number[] = [];

/**
 * What this process knows about one TokApiKey beyond what is stored. Losing it costs looks, never keys. While we lead,
 * nobody else writes the ledger, so the ledger here is never older than the stored one.
 */
export class KeyMemory {
  readonly uid: string;
  /** When this process first saw the resource: what people referred to when they declared it existed before. */
  readonly since: Instant;
  /** A key to adopt that could not be told, and how many there were: another number is news. */
  sought: { readonly keys: (inventory: Inventory) => number; readonly found: number } | undefined;
  #memory: Memory = { ledger: emptyLedger, facts: new Map() };
  /** The texts of living keys. */
  readonly texts = new Map<number, Sensitive>();
  /** Revisions that we have planned and never tried to create: nobody else can have made them. */
  #untried: readonly number[] = none;
  retry: Retry | undefined;
  /** The gateway refused the declaration itself. */
  refusal:
    | { readonly generation: number; readonly until: Instant; readonly reason: string; readonly message: string }
    | undefined;
  /** The Secret of that name is not ours to write; looked at again after `until`. */
  foreign: { readonly name: string; readonly until: Instant; readonly message: string } | undefined;
  /** The generation that the gateway was last told in full by an update. */
  updatedFor: number | undefined;
  resolution: { readonly key: string; readonly until: Instant; readonly value: Resolution } | undefined;
  /** The essence of the status as this process wrote it last. */
  stored: string | undefined;
  storedAt: Instant = 0;
  /** The owner's marker. */
  readonly marker: string;
  /** The end of our last effect at the gateway, on the clock that is never set: a listing begun before it shows an older world. */
  #effectAt = Number.NEGATIVE_INFINITY;
  #inventory: Inventory | undefined;
  #strays: Have["strays"] = unobserved;

  constructor(uid: string, ledger: Ledger, retry: Retry | undefined, marker: string, since: Instant) {
    this.uid = uid;
    this.since = since;
    this.#memory = { ledger, facts: new Map() };
    this.retry = retry;
    this.marker = marker;
  }

  get ledger(): Ledger {
    return this.#memory.ledger;
  }

  /** Puts the ledger that a decision has advanced; what belongs to forgotten keys goes. */
  settle(ledger: Ledger): void {
    this.#memory = remember(ledger, this.#memory.facts);
    const known = new Set(ledger.keys.map((record) => record.revision));
    for (const revision of this.texts.keys()) if (!known.has(revision)) this.texts.delete(revision);
  }

  /** Facts by revision, as decisions see them. */
  get facts(): ReadonlyMap<number, KeyFacts> {
    return this.#memory.facts;
  }

  get strays(): Have["strays"] {
    return this.#strays;
  }

  /** Folds in what came of an action. */
  learn(action: Action, outcome: Outcome, now: Instant, touchesGateway: boolean): void {
    this.#memory = learn(this.#memory, action, outcome, now);
    if (touchesGateway) this.#affect();
  }

  /** Planned by us just now. */
  planned(revision: number): void {
    this.#untried = [...this.#untried, revision];
  }

  /** Whether a create of this revision would be the first; from now on it is not. */
  tries(revision: number): boolean {
    const first = this.#untried.includes(revision);
    if (first) this.#untried = this.#untried.filter((other) => other !== revision);
    return first;
  }

  know(revision: number, change: Partial<KeyFacts>): void {
    const facts = new Map(this.#memory.facts);
    facts.set(revision, { ...(facts.get(revision) ?? noFacts), ...change });
    this.#memory = { ...this.#memory, facts };
  }

  failed(reason: string, message: string, now: Instant, until?: Instant): void {
    const failures = (this.retry?.failures ?? 0) + 1;
    const notBefore = until ?? now + backOff(failures, this.marker);
    this.retry = { failures, notBefore, reason, message };
  }

  /** An effect may have happened although nobody said so. */
  doubt(action: Action): void {
    this.#memory = doubt(this.#memory, action);
    this.#affect();
  }

  #affect(): void {
    this.#effectAt = performance.now();
    this.#strays = unobserved;
  }

  /** Takes in a listing of the gateway, unless it is known already or began before our last effect. */
  observe(inventory: Inventory | undefined, marker: string): void {
    if (!inventory || inventory === this.#inventory || inventory.tick <= this.#effectAt) return;
    this.#inventory = inventory;
    const ids = new Set<string>();
    for (const record of this.ledger.keys) {
      if (record.id === undefined) continue;
      ids.add(record.id);
      if (record.state === "Revoked") continue;
      this.know(record.revision, { remote: this.#seen(record, inventory) });
    }
    const keys = inventory.ofMarker(marker).filter((key) => !ids.has(key.id));
    this.#strays = { kind: "observed", at: inventory.beganAt, keys };
  }

  /** Whether a listing shows anything that differs from what is known: then a turn is due. */
  isNews(inventory: Inventory): boolean {
    if (inventory.tick <= this.#effectAt) return false;
    if (this.sought && this.sought.keys(inventory) !== this.sought.found) return true;
    const known = this.ledger.keys.filter((record) => record.id !== undefined && record.state !== "Revoked");
    if (
      inventory.ofMarker(this.marker).length !==
      known.filter((record) => inventory.get(record.id!)?.name === record.name).length
    )
      return true;
    return known.some((record) => {
      const key = inventory.get(record.id!);
      const before = this.#memory.facts.get(record.revision)?.remote;
      if (!key || before?.kind !== "present") return true;
      const { restrictions, enabled, usable, spent } = before.key;
      return (
        key.enabled !== enabled ||
        key.usable !== usable ||
        key.spent !== spent ||
        JSON.stringify(key.restrictions) !== JSON.stringify(restrictions)
      );
    });
  }

  #seen(record: KeyRecord, inventory: Inventory): KeyFacts["remote"] {
    const key = inventory.get(record.id!);
    if (key) return { kind: "present", at: inventory.beganAt, key };
    return absent(this.#memory.facts.get(record.revision) ?? noFacts, inventory.beganAt);
  }
}
