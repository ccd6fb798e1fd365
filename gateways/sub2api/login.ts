import type { Sensitive } from "../../core/sensitive.ts";
import type { Instant } from "../../core/time.ts";
import { GatewayError } from "../error.ts";
import type { Http, HttpAnswer, HttpRequest } from "../http.ts";
import { totp } from "./totp.ts";
import { errorWord, wireLogin, wireRefresh, wireSuccess } from "./wire.ts";

/** A logged-in account, for as long as the access token lives. */
export interface Tokens {
  readonly access: Sensitive;
  readonly refresh: Sensitive | undefined;
  readonly expiresAt: Instant;
}

/** What a person logs in with. */
export interface Password {
  readonly email: string;
  readonly password: Sensitive;
  /** Base32, for accounts with a second factor. */
  readonly totpSecret?: Sensitive;
}

/** The calls that make tokens. None is ever repeated by the transport: a refresh token works once. */
export interface Logins {
  /** Throws `fix-credentials` when a human must act, `retry` or `wait-until` for anything that may be an outage. */
  login(who: Password): Promise<Tokens>;
  /** Also throws `unknown` when the answer was lost, and with it perhaps the token. */
  refresh(token: Sensitive): Promise<Tokens>;
}

/** The server's default for the life of an access token, where it does not say. */
const defaultLife = 24 * 60 * 60;

export function createLogins(http: Http, now: () => Instant, secret: (text: string) => Sensitive): Logins {
  async function post(operation: "login" | "refresh", path: string, json: unknown): Promise<HttpAnswer> {
    const request: HttpRequest = {
      operation,
      method: "POST",
      path,
      json,
      bucket: operation,
      safe: false,
      urgent: true,
    };
    return http.request(request);
  }

  function tokens(data: { access_token: string; refresh_token?: string | undefined; expires_in?: number | undefined }) {
    return {
      access: secret(data.access_token),
      refresh: data.refresh_token === undefined ? undefined : secret(data.refresh_token),
      expiresAt: now() + (data.expires_in ?? defaultLife) * 1000,
    };
  }

  async function secondFactor(who: Password, tempToken: string): Promise<Tokens> {
    const needed = `The account ${who.email} has a second factor`;
    if (who.totpSecret === undefined) {
      throw human("TwoFactorRequired", `${needed}: give its TOTP secret too, or an account of its own without one.`);
    }
    const code = totp(who.totpSecret, now());
    if (code === undefined) {
      throw human("TwoFactorRequired", `${needed}, but the TOTP secret given is no base32 text (A-Z, 2-7).`);
    }
    secret(tempToken);
    const answer = await post("login", "/api/v1/auth/login/2fa", { temp_token: tempToken, totp_code: code });
    if (errorWord(answer.body) === "TOTP_INVALID_CODE") {
      throw human(
        "TwoFactorRefused",
        `${needed}, and the code made from the TOTP secret was refused. Check it, and this machine's clock.`,
      );
    }
    const data = wireLogin.safeParse(wireSuccess.safeParse(answer.body).data?.data);
    if (data.success && "access_token" in data.data) return tokens(data.data);
    throw again(`The second step of the login answered ${answer.status}: ${answer.text}`);
  }

  return {
    async login(who) {
      const answer = await post("login", "/api/v1/auth/login", { email: who.email, password: who.password.reveal() });
      const data = wireLogin.safeParse(wireSuccess.safeParse(answer.body).data?.data);
      if (!data.success) throw loginRefused(who.email, answer);
      if ("temp_token" in data.data) return secondFactor(who, data.data.temp_token);
      return tokens(data.data);
    },
    async refresh(token) {
      const answer = await post("refresh", "/api/v1/auth/refresh", { refresh_token: token.reveal() });
      const data = wireRefresh.safeParse(wireSuccess.safeParse(answer.body).data?.data);
      if (data.success) return tokens(data.data);
      throw refreshRefused(answer);
    },
  };
}

function loginRefused(email: string, answer: HttpAnswer): GatewayError {
  const word = errorWord(answer.body) ?? "";
  const said = `The login of ${email} was refused (${answer.status} ${word || answer.text}).`;
  if (word === "INVALID_CREDENTIALS") {
    return human(
      "InvalidCredentials",
      `${said} Correct the e-mail address or the password. Before 0.1.115 the case of the address counts.`,
    );
  }
  if (/TURNSTILE|CAPTCHA/.test(word)) {
    return human(
      "CaptchaRequired",
      `${said} The site asks for a captcha, which no program should solve: ask whoever runs it to switch that off for this account, or use another site.`,
    );
  }
  if (word === "USER_NOT_ACTIVE")
    return human("AccountDisabled", `${said} Ask the site's operator to enable the account.`);
  if (answer.status === 423)
    return human("ComplianceRequired", `${said} An administrator must accept the compliance text in the console once.`);
  if (answer.status === 403)
    return human("BackendMode", `${said} The site lets only administrators in at present; ask its operator.`);
  if (answer.status === 404) return human("NotSub2API", `${said} Is panelURL the address of a Sub2API panel?`);
  if (answer.status >= 400 && answer.status < 500 && word !== "") return human("LoginRefused", said);
  if (answer.status === 400) return human("LoginRefused", said);
  return again(said);
}

/** Refusals that prove the refresh token useless. Everything else may be an outage. */
const dead = new Set(["REFRESH_TOKEN_INVALID", "REFRESH_TOKEN_EXPIRED", "TOKEN_REVOKED", "SESSION_BINDING_MISMATCH"]);

function refreshRefused(answer: HttpAnswer): GatewayError {
  const word = errorWord(answer.body) ?? "";
  const said = `The refresh token was refused (${answer.status} ${word || answer.text}).`;
  if (dead.has(word)) return human("RefreshTokenInvalid", `${said} Log in once more and give the new refresh token.`);
  if (word === "USER_NOT_ACTIVE")
    return human("AccountDisabled", `${said} Ask the site's operator to enable the account.`);
  if (answer.status === 403)
    return human("BackendMode", `${said} The site lets only administrators in at present; ask its operator.`);
  return answer.status === 200 ? new GatewayError("unknown", "NotUnderstood", said) : again(said);
}

function human(reason: string, message: string): GatewayError {
  return new GatewayError("fix-credentials", reason, message);
}

function again(message: string): GatewayError {
  return new GatewayError("retry", "LoginFailed", message);
}
