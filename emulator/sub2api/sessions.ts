/** One refresh token that has not been used yet. */
interface Session {
  readonly userId: number;
  /** Login that it descends from. */
  readonly family: string;
  readonly tokenVersion: number;
  readonly binding: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A login that waits for its second factor. */
interface PendingLogin {
  readonly userId: number;
  readonly expiresAt: number;
}

/** Refresh tokens and half logins. They live in the cache: a flush ends all of them. */
export interface Sessions {
  add(token: string, session: Session): void;
  get(token: string): Session | undefined;
  remove(token: string): void;
  removeFamily(family: string): void;
  removeUser(userId: number): void;
  addPending(token: string, login: PendingLogin): void;
  pending(token: string, now: number): PendingLogin | undefined;
  endPending(token: string): void;
  flush(): void;
}

const most = 50_000;

/** No sessions. The oldest go when there are too many, so that a long load test does not grow. */
export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const pending = new Map<string, PendingLogin>();

  function removeWhere(test: (session: Session) => boolean): void {
    for (const [token, session] of sessions) if (test(session)) sessions.delete(token);
  }

  return {
    add(token, session) {
      sessions.set(token, session);
      if (sessions.size > most) sessions.delete(sessions.keys().next().value as string);
    },
    get: (token) => sessions.get(token),
    remove: (token) => {
      sessions.delete(token);
    },
    removeFamily: (family) => removeWhere((session) => session.family === family),
    removeUser: (userId) => removeWhere((session) => session.userId === userId),
    addPending(token, login) {
      pending.set(token, login);
      if (pending.size > most) pending.delete(pending.keys().next().value as string);
    },
    pending(token, now) {
      const login = pending.get(token);
      return login && login.expiresAt > now ? login : undefined;
    },
    endPending: (token) => {
      pending.delete(token);
    },
    flush() {
      sessions.clear();
      pending.clear();
    },
  };
}
