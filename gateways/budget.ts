import type { Instant, Milliseconds } from "../core/time.ts";
import { minute } from "../core/time.ts";
import { type Deps, steadyClock } from "./deps.ts";
import { GatewayError } from "./error.ts";

/** So many calls within any stretch of `windowMs`. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: Milliseconds;
}

/** Waiting for one's turn. */
interface AcquireOptions {
  /** Goes before routine work, except routine work that has waited for two minutes. Default: false. */
  readonly urgent?: boolean;
  /** Goes before everything: a small call that completes many urgent ones, such as a shared look-up. Default: false. */
  readonly first?: boolean;
  readonly signal?: AbortSignal;
}

/** The part of the world that a budget needs. */
type Clock = Pick<Deps, "now" | "monotonic" | "sleep">;

/** The rate that a gateway allows us, shared by everything that talks to it. Buckets without a limit cost nothing. */
export interface Budget {
  /** Waits for a place in the bucket. The returned function must be called when the answer is there (or will not come). */
  acquire(bucket: string, options?: AcquireOptions): Promise<() => void>;
  /** The gateway refused a call: nothing more until it said, or else for a whole window. Answers until when. */
  observe429(bucket: string, retryAfterMs: Milliseconds | undefined): Instant;
  /** How long a call would have to wait if nobody else were waiting. */
  wait(bucket: string): Milliseconds;
  /** Calls that could be made at this moment; Infinity for a bucket without a limit. */
  remaining(bucket: string): number;
  /** Puts other limits in force; a bucket that is not named keeps its own. Undefined takes the limit away. */
  configure(limits: Readonly<Record<string, RateLimit | undefined>>): void;
  /** Everything that waits is refused. */
  close(): void;
}

/** Added to every window: the gateway's clock and ours do not tick alike. Costs as much of the allowed rate. */
const defaultMargin = 0.01;
const defaultBlock = minute;
const aging = 2 * minute;

/**
 * A budget of sliding logs. A place is free again one window after the *answer* to the call that had it, so the gateway
 * has never seen more than `limit` calls in a window, however long requests travel. That also keeps every fixed window
 * (a window that begins with its first call, as with Redis), whose beginning we could not know.
 */
export function createBudget(
  limits: Readonly<Record<string, RateLimit | undefined>>,
  deps: Clock,
  margin = defaultMargin,
): Budget {
  const buckets = new Map<string, Bucket>();
  let closed = false;
  const bucket = (name: string): Bucket => {
    let found = buckets.get(name);
    if (!found) {
      found = createBucket(name, deps, margin);
      buckets.set(name, found);
    }
    return found;
  };
  const configure = (changed: Readonly<Record<string, RateLimit | undefined>>): void => {
    for (const [name, limit] of Object.entries(changed)) bucket(name).configure(limit);
  };
  configure(limits);

  return {
    acquire(name, options = {}) {
      if (closed) return Promise.reject(aborted(name));
      return bucket(name).acquire(options);
    },
    observe429: (name, wait) => bucket(name).block(wait),
    wait: (name) => bucket(name).wait(),
    remaining: (name) => bucket(name).remaining(),
    configure,
    close() {
      closed = true;
      for (const each of buckets.values()) each.close();
    },
  };
}

interface Bucket {
  acquire(options: AcquireOptions): Promise<() => void>;
  block(wait: Milliseconds | undefined): Instant;
  wait(): Milliseconds;
  remaining(): number;
  configure(limit: RateLimit | undefined): void;
  close(): void;
}

interface Waiter {
  readonly since: Milliseconds;
  grant(): void;
  refuse(): void;
}

function createBucket(name: string, deps: Clock, margin: number): Bucket {
  const clock = steadyClock(deps);
  const first = new Set<Waiter>();
  const urgent = new Set<Waiter>();
  const routine = new Set<Waiter>();
  const answered: Milliseconds[] = [];
  let limit: RateLimit | undefined;
  let inFlight = 0;
  let blockedUntil = 0;
  let alarm: AbortController | undefined;

  const length = () => (limit?.windowMs ?? 0) * (1 + margin);

  function forget(): void {
    const since = clock() - length();
    let count = 0;
    while (count < answered.length && answered[count]! <= since) count += 1;
    if (count > 0) answered.splice(0, count);
  }

  function remaining(): number {
    if (clock() < blockedUntil) return 0;
    if (!limit) return Number.POSITIVE_INFINITY;
    forget();
    return Math.max(0, limit.limit - inFlight - answered.length);
  }

  /** Infinity: only an answer to a call in flight can make room. */
  function wait(): Milliseconds {
    const blocked = Math.max(0, blockedUntil - clock());
    if (blocked > 0 || remaining() > 0) return blocked;
    const oldest = answered[Math.max(0, answered.length + inFlight - limit!.limit)];
    return oldest === undefined ? Number.POSITIVE_INFINITY : Math.max(1, oldest + length() - clock());
  }

  function take(): () => void {
    inFlight += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      inFlight -= 1;
      if (limit) answered.push(clock());
      pump();
    };
  }

  function next(): Waiter | undefined {
    const [soonest] = first.size > 0 ? first : urgent;
    const [old] = routine;
    const waiter = old && (!soonest || (clock() - old.since >= aging && old.since < soonest.since)) ? old : soonest;
    for (const queue of [first, urgent, routine]) if (waiter && queue.delete(waiter)) break;
    return waiter;
  }

  const waiting = () => first.size + urgent.size + routine.size;

  function pump(): void {
    while (waiting() > 0 && remaining() > 0) next()?.grant();
    if (waiting() === 0) {
      alarm?.abort();
      alarm = undefined;
    } else if (!alarm) setAlarm();
  }

  function setAlarm(): void {
    const pause = wait();
    if (!Number.isFinite(pause)) return;
    const own = new AbortController();
    alarm = own;
    const ring = () => {
      if (alarm !== own) return;
      alarm = undefined;
      pump();
    };
    deps.sleep(pause, own.signal).then(ring, ring);
  }

  return {
    acquire({ urgent: hurry = false, first: leap = false, signal }) {
      if (signal?.aborted) return Promise.reject(aborted(name));
      if (waiting() === 0 && remaining() > 0) return Promise.resolve(take());
      const queue = leap ? first : hurry ? urgent : routine;
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          since: clock(),
          grant() {
            signal?.removeEventListener("abort", waiter.refuse);
            resolve(take());
          },
          refuse() {
            signal?.removeEventListener("abort", waiter.refuse);
            queue.delete(waiter);
            reject(aborted(name));
            pump();
          },
        };
        signal?.addEventListener("abort", waiter.refuse, { once: true });
        queue.add(waiter);
        pump();
      });
    },
    block(pause = limit?.windowMs ?? defaultBlock) {
      blockedUntil = Math.max(blockedUntil, clock() + pause);
      return deps.now() + Math.max(0, blockedUntil - clock());
    },
    wait: () => {
      const pause = wait();
      return Number.isFinite(pause) ? pause : 0;
    },
    remaining,
    configure(changed) {
      limit = changed;
      alarm?.abort();
      alarm = undefined;
      pump();
    },
    close() {
      for (const waiter of [...first, ...urgent, ...routine]) waiter.refuse();
    },
  };
}

function aborted(bucket: string): GatewayError {
  return new GatewayError("retry", "Aborted", `Gave up while waiting for a place in the rate budget "${bucket}".`);
}
