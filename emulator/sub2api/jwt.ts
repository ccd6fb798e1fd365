import { createHmac } from "node:crypto";

/** What an access token says. Times are seconds since the epoch. */
export interface Claims {
  user_id: number;
  email: string;
  role: string;
  token_version: number;
  /** The family of refresh tokens that the token belongs to. */
  sid: string;
  /** Fingerprint of address and User-Agent. */
  bnd: string;
  iat: number;
  nbf: number;
  exp: number;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = encode({ alg: "HS256", typ: "JWT" });

/** The secret every emulator starts with, so that tests can sign tokens of their own. */
export const initialSecret = "emulated-jwt-secret-of-32-bytes!";

/** A signed token (HS256). */
export function signJwt(claims: Claims, secret: string): string {
  const text = `${header}.${encode(claims)}`;
  return `${text}.${signature(text, secret)}`;
}

/** The claims of a token, or why it is refused. There is no leeway. */
export function readJwt(token: string, secret: string, seconds: number): Claims | "invalid" | "expired" {
  const dot = token.lastIndexOf(".");
  const text = token.slice(0, dot);
  if (dot < 0 || !text.startsWith(`${header}.`) || token.slice(dot + 1) !== signature(text, secret)) return "invalid";
  const claims = JSON.parse(Buffer.from(text.slice(header.length + 1), "base64url").toString()) as Claims;
  return seconds >= claims.exp ? "expired" : claims;
}

function signature(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}
