import { createHash } from "node:crypto";
import type { Answer, Request } from "../http.ts";
import { block, isAnswer, refuse, tooManyFromAddress } from "./answers.ts";
import { isPrivate } from "./ip-patterns.ts";
import { type Claims, readJwt } from "./jwt.ts";
import type { Counter } from "./limits.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

/** What a handler behind the panel's login gets. */
export type UserHandler = (request: Request, user: User) => Answer | Promise<Answer>;

/** Fingerprint of a session: address and User-Agent. */
export function binding(request: Request): string {
  return createHash("sha256")
    .update(`${request.remoteAddress}|${request.headers["user-agent"] ?? ""}`)
    .digest("hex")
    .slice(0, 32);
}

/** The user whose access token the request bears, or the refusal. */
function userOf(world: World, request: Request, noHeader = "Authorization header is required"): User | Answer {
  const header = request.headers.authorization;
  if (header === undefined || header === "") return block(401, "UNAUTHORIZED", noHeader);
  const token = /^bearer (\S.*)$/i.exec(header)?.[1];
  if (token === undefined) {
    return block(401, "INVALID_AUTH_HEADER", "Authorization header format must be 'Bearer {token}'");
  }
  const claims = readJwt(token, world.jwtSecret, world.clock.seconds());
  if (claims === "expired") return block(401, "TOKEN_EXPIRED", "Token has expired");
  if (claims === "invalid") return block(401, "INVALID_TOKEN", "Invalid token");
  return ownerOf(world, request, claims);
}

function ownerOf(world: World, request: Request, claims: Claims): User | Answer {
  const user = world.settings.database === "down" ? undefined : world.users.get(claims.user_id);
  if (!user) return block(401, "USER_NOT_FOUND", "User not found");
  if (user.status !== "active") return block(401, "USER_INACTIVE", "User account is not active");
  if (world.profile.passwordChangeRevokes && claims.token_version !== user.tokenVersion) {
    return block(401, "TOKEN_REVOKED", "Token has been revoked (password changed)");
  }
  if (world.profile.sessionBinding && world.settings.sessionBinding && claims.bnd !== binding(request)) {
    world.sessions.removeFamily(claims.sid);
    return block(401, "SESSION_BINDING_MISMATCH", "Session network fingerprint changed, please login again");
  }
  user.lastActiveAt = world.stamp();
  return user;
}

/** Puts a handler behind login, backend mode and the panel's limit; `heavy` routes have a smaller one besides. */
export function asUser(world: World, handler: UserHandler, options: { heavy?: boolean; always?: boolean } = {}) {
  return (request: Request): Answer | Promise<Answer> => {
    const user = userOf(world, request);
    if (isAnswer(user)) return user;
    const limited = panelLimit(world, user, options.heavy === true);
    if (limited) return limited;
    if (world.settings.backendMode && user.role !== "admin" && !options.always) {
      return refuse(403, "Backend mode is active. User self-service is disabled.");
    }
    return handler(request, user);
  };
}

function panelLimit(world: World, user: User, heavy: boolean): Answer | undefined {
  if (!world.profile.panelLimit || !world.settings.limits || user.role === "admin") return undefined;
  if (world.settings.redis === "down") return undefined;
  const now = world.clock.now();
  const verdict = world.limits.panel.hit(String(user.id), now);
  if (verdict.refused) return slowDown(verdict.retryAfter);
  const second = heavy ? world.limits.usage.hit(String(user.id), now) : verdict;
  return second.refused ? slowDown(second.retryAfter) : undefined;
}

function slowDown(retryAfter: number): Answer {
  return block(429, "RATE_LIMITED", "Too many requests, please slow down and try again later", { retryAfter });
}

/** The limit on routes that need no login; addresses at home are not counted. */
export function publicLimit(world: World, request: Request): Answer | undefined {
  if (!world.profile.panelLimit || !world.settings.limits || isPrivate(request.remoteAddress)) return undefined;
  const verdict = world.limits.publicRoutes.hit(request.remoteAddress, world.clock.now());
  return verdict.refused ? slowDown(verdict.retryAfter) : undefined;
}

/** The limit per address on logging in; without its store it refuses everything. */
export function addressLimit(world: World, request: Request, counter: Counter): Answer | undefined {
  const told = (seconds: number) => tooManyFromAddress(world.profile.addressRetryAfter ? seconds : undefined);
  if (world.settings.redis === "down") return told(60);
  if (!world.settings.limits) return undefined;
  const verdict = counter.hit(request.remoteAddress, world.clock.now());
  return verdict.refused ? told(verdict.retryAfter) : undefined;
}

/** Puts a handler behind the admin's door: the global admin key, or an admin's token; then the compliance gate. */
export function asAdmin(world: World, handler: UserHandler, options: { gated?: boolean } = {}) {
  return (request: Request): Answer | Promise<Answer> => {
    const admin = adminOf(world, request);
    if (isAnswer(admin)) return admin;
    const open = !world.profile.complianceGate || world.settings.compliance || options.gated === false;
    return open ? handler(request, admin) : gate();
  };
}

function adminOf(world: World, request: Request): User | Answer {
  const key = request.headers["x-api-key"];
  if (typeof key === "string" && key !== "") {
    if (world.settings.database === "down") return block(500, "INTERNAL_ERROR", "Internal server error");
    const admin = key === world.adminKey ? world.users.firstAdmin() : undefined;
    return admin ?? block(401, "INVALID_ADMIN_KEY", "Invalid admin API key");
  }
  const user = userOf(world, request, "Authorization required");
  if (isAnswer(user)) return user;
  return user.role === "admin" ? user : block(403, "FORBIDDEN", "Admin access required");
}

/** Where the compliance text is. */
export const complianceText = {
  version: "v2026.06.10",
  document_path_zh: "docs/legal/admin-compliance.zh.md",
  document_path_en: "docs/legal/admin-compliance.en.md",
  document_url_zh: "https://github.com/Wei-Shaw/sub2api/blob/main/docs/legal/admin-compliance.zh.md",
  document_url_en: "https://github.com/Wei-Shaw/sub2api/blob/main/docs/legal/admin-compliance.en.md",
};

function gate(): Answer {
  return block(423, "ADMIN_COMPLIANCE_ACK_REQUIRED", "administrator compliance acknowledgement is required", {
    metadata: complianceText,
  });
}
