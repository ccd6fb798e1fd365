// What to look at, when, and in which order: one worker for a key at a time, the earliest time wins.
import { type BackoffBounds, quarterJitter } from "./backoff.ts";
import { Heap, type Slotted } from "./heap.ts";
import { Lane, type Linked } from "./lane.ts";
import type { Again, Priority, QueueOptions, QueueStats } from "./queue-options.ts";

interface Entry extends Slotted, Linked<Entry> {
  readonly key: string;
  at: number;
  priority: Priority;
  /** Order among equals that are delayed. */
  turn: number;
  place: "ready" | "delayed" | "working";
  /** Since when it stands in line. */
  readyAt: number;
  /** While working: when to come back, if somebody asked meanwhile. */
  again: { at: number; priority: Priority } | undefined;
  forgotten: boolean;
  failures: number;
}

const AGEING_MS = 10_000;
/** Turns that go to new keys for one of an aged routine key. */
const NEW_FOR_ONE_ROUTINE = 3;
// Timers stand still while a machine sleeps and know nothing of a clock that is set: look at the clock at least so often.
const LONGEST_TIMER_MS = 60_000;

/**
 * A keyed queue with delays. `add` may be called at any time for any key, also while that key is being worked on; then it
 * comes again afterwards. All operations are O(log n).
 *
 * New keys go first. Of these, every other turn is for the one that came last: when ten thousand stand in line, somebody
 * who asks for one key now is not served after all of them, and they lose next to nothing by it. Routine keys go in the
 * order in which they fell due.
 */
export class Queue {
  readonly #options: QueueOptions;
  readonly #ageingMs: number;
  readonly #backoff: BackoffBounds;
  readonly #entries = new Map<string, Entry>();
  readonly #delayed = new Heap<Entry>((a, b) => a.at < b.at || (a.at === b.at && a.turn < b.turn));
  readonly #lanes = { new: new Lane<Entry>(), routine: new Lane<Entry>() };
  readonly #drained = Promise.withResolvers<void>();
  readonly #counts = { added: 0, coalesced: 0, succeeded: 0, failed: 0 };
  #turn = 0;
  #newInARow = 0;
  #newestNext = false;
  #working = 0;
  #aside = 0;
  #state: "collecting" | "running" | "draining" = "collecting";
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#ageingMs = options.ageingMs ?? AGEING_MS;
    this.#backoff = options.backoff ?? { minMs: 500, maxMs: 5 * 60_000 };
  }

  /** Starts to work. Until then keys are collected, as on a replica that does not lead. */
  start(): void {
    if (this.#state !== "collecting") return;
    this.#state = "running";
    this.#pump();
  }

  /** Asks for a turn at `at` (now if left out). Of several times for a key the earliest counts; `new` wins over `routine`. */
  add(key: string, { at = this.#options.now(), priority = "routine" }: Partial<Again> = {}): void {
    if (this.#state === "draining") return;
    this.#counts.added += 1;
    this.#schedule(key, at, priority);
    this.#pump();
  }

  /** For a turn under way that only waits for somebody else: meanwhile another one may begin. */
  async aside<Result>(wait: () => Promise<Result>): Promise<Result> {
    this.#aside += 1;
    this.#pump();
    try {
      return await wait();
    } finally {
      this.#aside -= 1;
    }
  }

  /** The key means nothing any more: no turn, no back-off. A turn under way ends; nothing follows it but a new `add`. */
  forget(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.failures = 0;
    if (entry.place === "working") {
      entry.again = undefined;
      entry.forgotten = true;
      return;
    }
    if (entry.place === "ready") this.#lanes[entry.priority].leave(entry);
    else this.#delayed.remove(entry);
    this.#entries.delete(key);
    this.#pump();
  }

  /** Starts no more turns, and settles when those under way have ended. For good. */
  drain(): Promise<void> {
    this.#state = "draining";
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#working === 0) this.#drained.resolve();
    return this.#drained.promise;
  }

  stats(): QueueStats {
    const { new: fresh, routine } = this.#lanes;
    const oldest = Math.min(fresh.oldest?.readyAt ?? Infinity, routine.oldest?.readyAt ?? Infinity);
    return {
      ...this.#counts,
      ready: fresh.size + routine.size,
      delayed: this.#delayed.size,
      working: this.#working,
      oldestReadyMs: Number.isFinite(oldest) ? Math.max(0, this.#options.now() - oldest) : 0,
    };
  }

  #schedule(key: string, at: number, priority: Priority): void {
    const entry = this.#entries.get(key);
    if (!entry) {
      const fresh = newEntry(key, at, priority, this.#turn++);
      this.#entries.set(key, fresh);
      this.#delayed.push(fresh);
      return;
    }
    const wanted = entry.place === "working" ? entry.again : entry;
    if (wanted && wanted.at <= at && (wanted.priority === "new" || priority === "routine")) {
      this.#counts.coalesced += 1;
      return;
    }
    const better = {
      at: wanted ? Math.min(wanted.at, at) : at,
      priority: wanted?.priority === "new" ? wanted.priority : priority,
    };
    if (entry.place === "working") entry.again = better;
    else if (entry.place === "delayed") {
      Object.assign(entry, better);
      this.#delayed.moved(entry);
    } else if (entry.priority !== better.priority) {
      this.#lanes[entry.priority].leave(entry);
      Object.assign(entry, better);
      this.#lanes[entry.priority].join(entry);
    }
  }

  /** Moves what is due into line, gives work to idle workers, and sets the timer for the rest. */
  #pump(): void {
    if (this.#state !== "running") return;
    const now = this.#options.now();
    for (let due = this.#delayed.peek(); due && due.at <= now; due = this.#delayed.peek()) {
      this.#delayed.remove(due);
      due.place = "ready";
      due.readyAt = now;
      this.#lanes[due.priority].join(due);
    }
    const { workers, active = workers } = this.#options;
    while (this.#working < workers && this.#working - this.#aside < active) {
      const entry = this.#choose(now);
      if (!entry) break;
      this.#lanes[entry.priority].leave(entry);
      this.#begin(entry, now);
    }
    this.#wakeFor(this.#delayed.peek()?.at, now);
  }

  #choose(now: number): Entry | undefined {
    const { new: fresh, routine } = this.#lanes;
    const aged = routine.oldest !== undefined && now - routine.oldest.readyAt >= this.#ageingMs;
    if (fresh.size === 0 || (aged && this.#newInARow >= NEW_FOR_ONE_ROUTINE)) {
      this.#newInARow = 0;
      return routine.oldest;
    }
    this.#newInARow += 1;
    this.#newestNext = !this.#newestNext;
    return this.#newestNext ? fresh.oldest : fresh.newest;
  }

  #wakeFor(at: number | undefined, now: number): void {
    if (this.#timer && this.#timer.at === at) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (at === undefined) return;
    const wake = () => {
      this.#timer = undefined;
      this.#pump();
    };
    const ms = Math.min(LONGEST_TIMER_MS, Math.max(1, Math.ceil(at - now)));
    this.#timer = { at, cancel: this.#options.timer(wake, ms) };
  }

  #begin(entry: Entry, now: number): void {
    entry.place = "working";
    entry.again = undefined;
    entry.forgotten = false;
    this.#working += 1;
    const waitedMs = Math.max(0, now - entry.at);
    const { priority } = entry;
    // The call itself may throw; a promise made around it turns that into a rejection like any other.
    const turn = new Promise<Again | undefined>((resolve) => resolve(this.#options.work(entry.key)));
    void turn
      .then(
        (again) => this.#succeed(entry, again),
        (error: unknown) => this.#fail(entry, error),
      )
      .then((failed) => {
        this.#working -= 1;
        this.#options.onTurn?.({ priority, waitedMs, tookMs: Math.max(0, this.#options.now() - now), failed });
        this.#settle(entry);
      });
  }

  #succeed(entry: Entry, again: Again | undefined): false {
    this.#counts.succeeded += 1;
    entry.failures = 0;
    if (again && !entry.forgotten) this.#schedule(entry.key, again.at, again.priority ?? "routine");
    return false;
  }

  #fail(entry: Entry, error: unknown): true {
    this.#counts.failed += 1;
    if (entry.forgotten) return true;
    entry.failures += 1;
    const retryInMs = quarterJitter(this.#backoff, entry.failures, this.#options.random());
    this.#options.onError?.(entry.key, error, retryInMs);
    // A change that came meanwhile stands at its earlier time: it may be the cure.
    this.#schedule(entry.key, this.#options.now() + retryInMs, entry.priority);
    return true;
  }

  #settle(entry: Entry): void {
    const { again } = entry;
    if (again) {
      Object.assign(entry, again, { place: "delayed", turn: this.#turn++, again: undefined });
      this.#delayed.push(entry);
    } else this.#entries.delete(entry.key);
    if (this.#state === "draining" && this.#working === 0) this.#drained.resolve();
    this.#pump();
  }
}

function newEntry(key: string, at: number, priority: Priority, turn: number): Entry {
  const empty = {
    readyAt: at,
    again: undefined,
    forgotten: false,
    failures: 0,
    slot: -1,
    ahead: undefined,
    behind: undefined,
  };
  return { key, at, priority, turn, place: "delayed", ...empty };
}
