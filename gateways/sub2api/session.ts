import type { Sensitive } from "../../core/sensitive.ts";
import { type Instant, type Milliseconds, minute, second } from "../../core/time.ts";
import { GatewayError } from "../error.ts";
import type { HttpAnswer } from "../http.ts";
import type { Logins, Password, Tokens } from "./login.ts";
import { errorWord } from "./wire.ts";

/** What we may use to be let in: at least one of the two. */
export interface Access {
  readonly password?: Password;
  readonly refreshToken?: Sensitive;
  /** A refresh token works once; the new one must be kept before anything else is done. */
  saveRefreshToken?(token: Sensitive): Promise<void>;
}

/** A logged-in account that renews itself. */
export interface Session {
  /** Makes the call with an access token; after a 401 once more with a new one. A 401 has no effect, so that is safe. */
  authorized(call: (token: Sensitive) => Promise<HttpAnswer>): Promise<HttpAnswer>;
}

/** 401s that a refresh cannot cure. `USER_NOT_FOUND` is what every call answers while the server's database is down. */
const incurable = new Set(["USER_NOT_FOUND", "USER_INACTIVE", "TOKEN_REVOKED", "SESSION_BINDING_MISMATCH"]);

const early: Milliseconds = 30 * second;

export function createSession(access: Access, logins: Logins, now: () => Instant): Session {
  let tokens: Tokens | undefined;
  let refreshToken = access.refreshToken;
  let unsaved: Sensitive | undefined;
  let saving: Promise<void> | undefined;
  let flight: Promise<Tokens> | undefined;
  let failures = 0;
  let refused: { error: GatewayError; until: Instant } | undefined;

  async function adopt(fresh: Tokens): Promise<Tokens> {
    tokens = fresh;
    if (fresh.refresh !== undefined) {
      refreshToken = fresh.refresh;
      unsaved = fresh.refresh;
    }
    failures = 0;
    refused = undefined;
    await save();
    return fresh;
  }

  function save(): Promise<void> {
    if (unsaved === undefined || access.saveRefreshToken === undefined) return Promise.resolve();
    saving ??= keep(unsaved, access.saveRefreshToken).finally(() => {
      saving = undefined;
    });
    return saving;
  }

  async function keep(token: Sensitive, store: (token: Sensitive) => Promise<void>): Promise<void> {
    try {
      await store(token);
    } catch (cause) {
      const message =
        "The new refresh token could not be saved; nothing is done until it is, for the old one is used up.";
      throw new GatewayError("retry", "RefreshTokenNotSaved", message, { cause });
    }
    if (unsaved === token) unsaved = undefined;
  }

  /** The refresh token's answer was lost: with it the session, unless the server never saw the call. */
  async function refresh(token: Sensitive): Promise<Tokens> {
    try {
      return await adopt(await logins.refresh(token));
    } catch (error) {
      if (!(error instanceof GatewayError) || error.reason === "RefreshTokenNotSaved") throw error;
      const gone = error.reason === "RefreshTokenInvalid";
      if (gone) refreshToken = undefined;
      if (access.password !== undefined && (gone || error.code === "unknown")) return login();
      throw certain(error);
    }
  }

  async function login(): Promise<Tokens> {
    if (access.password === undefined) {
      const message =
        "The session has ended and there is no password to log in with: log in once more by browser and give the new refresh token.";
      throw new GatewayError("fix-credentials", "RefreshTokenInvalid", message);
    }
    try {
      return await adopt(await logins.login(access.password));
    } catch (error) {
      throw error instanceof GatewayError ? certain(error) : error;
    }
  }

  /** After a refusal the server is left alone for a while, so that a thousand keys do not make a thousand logins. */
  function rest(error: unknown): void {
    if (!(error instanceof GatewayError) || error.reason === "RefreshTokenNotSaved") return;
    const human = error.code === "fix-credentials";
    const pause = human ? Math.min(10 * minute, 30 * second * 2 ** failures) : Math.min(minute, second * 2 ** failures);
    failures = Math.min(failures + 1, 10);
    refused = { error, until: Math.max(error.until ?? 0, now() + pause) };
  }

  function renew(stale: Tokens | undefined, way: "refresh" | "login"): Promise<Tokens> {
    if (tokens !== undefined && tokens !== stale) return Promise.resolve(tokens);
    if (flight) return flight;
    if (refused && now() < refused.until) return Promise.reject(resting(refused.error, refused.until));
    const run = way === "refresh" && refreshToken !== undefined ? refresh(refreshToken) : login();
    flight = run
      .catch((error: unknown) => {
        rest(error);
        throw error;
      })
      .finally(() => {
        flight = undefined;
      });
    return flight;
  }

  async function current(): Promise<Tokens> {
    if (!flight) await save();
    if (tokens !== undefined && now() < tokens.expiresAt - early) return tokens;
    return renew(tokens, "refresh");
  }

  return {
    async authorized(call) {
      const first = await current();
      const answer = await call(first.access);
      if (answer.status !== 401) return answer;
      const word = errorWord(answer.body) ?? "";
      if (word === "USER_NOT_FOUND" && access.password === undefined)
        throw outage(answer, "No password is known with which a login could tell the two apart.");
      const second = await renew(first, incurable.has(word) ? "login" : "refresh");
      const repeated = await call(second.access);
      if (repeated.status !== 401) return repeated;
      if (errorWord(repeated.body) === "USER_NOT_FOUND")
        throw outage(repeated, "A fresh login was accepted all the same.");
      const message = `The panel refuses the access token that it has just given (${repeated.text}). Is there a proxy that takes the Authorization header away?`;
      throw new GatewayError("retry", "Unauthorized", message);
    },
  };
}

/** Logging in changes nothing that matters, so a lost answer to it is no riddle. */
function certain(error: GatewayError): GatewayError {
  if (error.code !== "unknown") return error;
  return new GatewayError("retry", error.reason, error.message, { cause: error });
}

function resting(error: GatewayError, until: Instant): GatewayError {
  if (error.code === "fix-credentials") return error;
  const message = `Not logged in; the next attempt waits. The last one: ${error.message}`;
  return new GatewayError("wait-until", error.reason, message, { until, cause: error });
}

function outage(answer: HttpAnswer, also: string): GatewayError {
  const message = `The panel says that our user does not exist (${answer.text}), as it does while its database is down. ${also} Nothing is concluded from it.`;
  return new GatewayError("retry", "UserNotFound", message);
}
