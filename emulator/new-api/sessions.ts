import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { alphanumerics } from "./random.ts";
import type { User, Users } from "./users.ts";

/** A browser session. Times are unix seconds. */
export interface Session {
  readonly sid: string;
  readonly userId: number;
  /** The user's password version that the session belongs to; of another one, it is dead. */
  authVersion: number;
  readonly createdAt: number;
  readonly address: string;
  revoked: boolean;
  /** The refresh secret in force, the one before it, and when it was replaced. */
  secret: string;
  previous: string | null;
  replacedAt: number;
}

/** What a credential turned out to be. */
export type Verdict = { user: User; session: Session } | "unknown" | "expired" | "revoked";

/** Result of a refresh. */
export type Refreshed = { session: Session; user: User } | "revoked" | "unauthorized";

/** Sessions: JWTs and refresh cookies of new servers, plain session cookies of old ones. */
export interface Sessions {
  /** Opens a session, or says which limit is reached. */
  open(user: User, address: string): Session | "active limit" | "issuance limit";
  /** A JWT of 15 minutes for the session. */
  jwt(session: Session): string;
  verify(jwt: string): Verdict;
  /** `<sid>.<secret>`: the refresh cookie's value, or an old server's session cookie. */
  cookie(session: Session): string;
  byCookie(cookie: string): { user: User; session: Session } | undefined;
  refresh(cookie: string): Refreshed;
}

const jwtSeconds = 900;
export const sessionSeconds = 30 * 24 * 3600;
const replaySeconds = 30;
const maxActive = 50;
const maxPerDay = 100;

/** No sessions yet. */
export function createSessions(users: Users, clock: Clock): Sessions {
  const secret = randomBytes(32);
  const sessions = new Map<string, Session>();
  const issued = new Map<number, number[]>();

  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const sign = (text: string) => createHmac("sha256", secret).update(text).digest("base64url");
  const over = (session: Session) => session.createdAt + sessionSeconds <= clock.seconds();

  function alive(session: Session | undefined): { user: User; session: Session } | undefined {
    const user = session && users.byId(session.userId);
    if (!session || !user || session.revoked || over(session) || user.authVersion !== session.authVersion) return;
    return { user, session };
  }

  return {
    open(user, address) {
      const now = clock.seconds();
      const recent = (issued.get(user.id) ?? []).filter((at) => now - at < 86_400);
      const active = [...sessions.values()].filter((session) => session.userId === user.id && alive(session)).length;
      if (active >= maxActive) return "active limit";
      if (recent.length >= maxPerDay) return "issuance limit";
      if (sessions.size > 5_000)
        for (const session of sessions.values()) if (!alive(session)) sessions.delete(session.sid);
      issued.set(user.id, [...recent, now]);
      const session: Session = {
        sid: randomUUID(),
        userId: user.id,
        authVersion: user.authVersion,
        createdAt: now,
        address,
        revoked: false,
        secret: alphanumerics(64),
        previous: null,
        replacedAt: now,
      };
      sessions.set(session.sid, session);
      return session;
    },
    jwt(session) {
      const now = clock.seconds();
      const claims = {
        iss: "new-api",
        aud: "new-api-dashboard",
        sub: String(session.userId),
        sid: session.sid,
        av: session.authVersion,
      };
      const text = `${base64({ alg: "HS256", typ: "JWT" })}.${base64({ ...claims, iat: now, exp: now + jwtSeconds })}`;
      return `${text}.${sign(text)}`;
    },
    verify(jwt) {
      const [head, body, signature] = jwt.split(".");
      if (!head || !body || !signature || sign(`${head}.${body}`) !== signature) return "unknown";
      const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as { sid: string; av: number; exp: number };
      if (claims.exp <= clock.seconds()) return "expired";
      const found = alive(sessions.get(claims.sid));
      return found?.session.authVersion === claims.av ? found : "revoked";
    },
    cookie: (session) => `${session.sid}.${session.secret}`,
    byCookie(cookie) {
      const [sid = "", text = ""] = cookie.split(".");
      const session = sessions.get(sid);
      return session?.secret === text ? alive(session) : undefined;
    },
    refresh(cookie) {
      const [sid = "", text = ""] = cookie.split(".");
      const session = sessions.get(sid);
      if (!session) return "unauthorized";
      const found = alive(session);
      if (!found) return "revoked";
      if (text === session.secret) {
        session.previous = session.secret;
        session.secret = alphanumerics(64);
        session.replacedAt = clock.seconds();
        return found;
      }
      const replay = text === session.previous && clock.seconds() - session.replacedAt <= replaySeconds;
      if (replay) return found;
      // An old cookie may be a stolen one: the server ends the session for both holders.
      session.revoked = true;
      return "revoked";
    },
  };
}
