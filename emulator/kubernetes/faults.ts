import type { LiveWatch } from "./watch.ts";

/** Which requests a fault is for; absent parts match everything. */
export interface FaultMatch {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete` or `deletecollection`. */
  verb?: string;
  /** Plural name, `secrets`. */
  resource?: string;
  /** How many matching requests it hits; 1 unless told. */
  times?: number;
}

export type FaultAction =
  | { kind: "reset"; when: "before" | "after" }
  | { kind: "conflict" }
  | { kind: "tooManyRequests"; retryAfterSeconds: number }
  | { kind: "delay"; ms: number }
  | { kind: "expired" }
  | { kind: "error"; code: number };

/** Faults that tests ask for, in the order in which they were asked. */
export class Faults {
  readonly #planned: { match: FaultMatch; action: FaultAction; left: number }[] = [];
  readonly #watches: Set<LiveWatch>;
  readonly #compact: () => void;

  constructor(watches: Set<LiveWatch>, compact: () => void) {
    this.#watches = watches;
    this.#compact = compact;
  }

  /** Breaks the connection of the next matching request, before it has any effect or after its effect. */
  reset(match: FaultMatch = {}, when: "before" | "after" = "before"): void {
    this.#plan(match, { kind: "reset", when });
  }

  /** Answers the next matching write with 409 Conflict, without effect. */
  conflict(match: FaultMatch = {}): void {
    this.#plan(match, { kind: "conflict" });
  }

  tooManyRequests(match: FaultMatch = {}, retryAfterSeconds = 1): void {
    this.#plan(match, { kind: "tooManyRequests", retryAfterSeconds });
  }

  delay(match: FaultMatch, ms: number): void {
    this.#plan(match, { kind: "delay", ms });
  }

  /** Answers the next matching request with a status of that code, without effect. */
  error(match: FaultMatch, code: number): void {
    this.#plan(match, { kind: "error", code });
  }

  /** The next matching watch is answered 410 Expired. */
  expireNextWatch(match: FaultMatch = {}): void {
    this.#plan({ ...match, verb: "watch" }, { kind: "expired" });
  }

  /** Forgets the past: watches and list pages from before now get 410 Expired. */
  compact(): void {
    this.#compact();
  }

  /** Running watches stop sending but keep their connections (half-open). */
  freezeWatches(resource?: string): number {
    return this.#each(resource, (watch) => watch.freeze());
  }

  resetWatches(resource?: string): number {
    return this.#each(resource, (watch) => watch.reset());
  }

  /** Running watches get an ERROR event with 410 Expired. */
  expireWatches(resource?: string): number {
    return this.#each(resource, (watch) => watch.expire());
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** The action for a request, used up once. */
  take(verb: string, resource: string): FaultAction | undefined {
    const index = this.#planned.findIndex(
      ({ match, action }) =>
        (match.verb === undefined || match.verb === verb) &&
        (match.resource === undefined || match.resource === resource) &&
        (action.kind !== "conflict" || ["create", "update", "patch", "delete"].includes(verb)),
    );
    const planned = this.#planned[index];
    if (!planned) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned.splice(index, 1);
    return planned.action;
  }

  #plan(match: FaultMatch, action: FaultAction): void {
    this.#planned.push({ match, action, left: match.times ?? 1 });
  }

  #each(resource: string | undefined, act: (watch: LiveWatch) => void): number {
    const chosen = [...this.#watches].filter((watch) => resource === undefined || watch.resource.plural === resource);
    for (const watch of chosen) act(watch);
    return chosen.length;
  }
}
