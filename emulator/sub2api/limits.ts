/** How a counted request fares: seconds until the window ends when it is refused. */
type Verdict = { refused: false } | { refused: true; retryAfter: number };

/** Counts requests in fixed windows that begin with the first request. */
export interface Counter {
  /** Counts one request of `who`. */
  hit(who: string, now: number): Verdict;
  clear(): void;
}

const most = 20_000;

/** A counter that refuses the request after `limit` within `windowMs`. Memory is bounded: idle windows go first. */
function createCounter(limit: number, windowMs = 60_000): Counter {
  const windows = new Map<string, { start: number; count: number }>();
  return {
    hit(who, now) {
      let window = windows.get(who);
      if (!window || now >= window.start + windowMs || now < window.start) {
        window = { start: now, count: 0 };
        windows.delete(who);
        windows.set(who, window);
        if (windows.size > most) windows.delete(windows.keys().next().value as string);
      }
      window.count += 1;
      if (window.count <= limit) return { refused: false };
      return { refused: true, retryAfter: Math.max(1, Math.ceil((window.start + windowMs - now) / 1000)) };
    },
    clear: () => windows.clear(),
  };
}

/** Blocks an address that has shown too many bad keys. */
interface AbuseBlock {
  /** Counts an answer that said the key is unknown or missing. */
  bad(address: string, now: number): void;
  blocked(address: string, now: number): Verdict;
  clear(): void;
}

/** 120 bad keys within a minute block the address for a minute. */
function createAbuseBlock(limit = 120, windowMs = 60_000): AbuseBlock {
  const counter = createCounter(limit - 1, windowMs);
  const until = new Map<string, number>();
  return {
    bad(address, now) {
      if (!counter.hit(address, now).refused) return;
      until.set(address, now + windowMs);
      if (until.size > most) until.delete(until.keys().next().value as string);
    },
    blocked(address, now) {
      const end = until.get(address) ?? 0;
      if (end > now) return { refused: true, retryAfter: Math.max(1, Math.ceil((end - now) / 1000)) };
      until.delete(address);
      return { refused: false };
    },
    clear() {
      counter.clear();
      until.clear();
    },
  };
}

/** Conflicts of custom key texts per user: after 20 within a day no custom text is taken any more. */
interface ConflictCounter {
  full(userId: number, now: number): boolean;
  conflict(userId: number, now: number): void;
  forgive(userId: number): void;
  clear(): void;
}

/** No conflicts yet. */
function createConflictCounter(limit = 20, windowMs = 86_400_000): ConflictCounter {
  const users = new Map<number, { until: number; count: number }>();
  return {
    full(userId, now) {
      const entry = users.get(userId);
      return entry !== undefined && entry.until > now && entry.count >= limit;
    },
    conflict(userId, now) {
      const entry = users.get(userId);
      if (entry && entry.until > now) entry.count += 1;
      else users.set(userId, { until: now + windowMs, count: 1 });
    },
    forgive: (userId) => {
      users.delete(userId);
    },
    clear: () => users.clear(),
  };
}

/** Every limit of the server, with its default figures. */
export interface Limits {
  readonly login: Counter;
  readonly login2fa: Counter;
  readonly refresh: Counter;
  readonly panel: Counter;
  readonly usage: Counter;
  readonly publicRoutes: Counter;
  readonly abuse: AbuseBlock;
  readonly conflicts: ConflictCounter;
  clear(): void;
}

/** Fresh limits. */
export function createLimits(): Limits {
  const limits = {
    login: createCounter(20),
    login2fa: createCounter(20),
    refresh: createCounter(30),
    panel: createCounter(240),
    usage: createCounter(60),
    publicRoutes: createCounter(300),
    abuse: createAbuseBlock(),
    conflicts: createConflictCounter(),
  };
  return {
    ...limits,
    clear() {
      for (const limit of Object.values(limits)) limit.clear();
    },
  };
}
