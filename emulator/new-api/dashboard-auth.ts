import { type Answer, json, type Request } from "../http.ts";
import { failure } from "./answers.ts";
import type { Session } from "./sessions.ts";
import { roles, type User } from "./users.ts";
import type { World } from "./world.ts";

/** A user who may do what the route wants. */
export interface Caller {
  readonly user: User;
  /** The browser session, if that (not a PAT) is the credential. */
  readonly session: Session | undefined;
}

const texts = {
  none: ["Unauthorized, not logged in and no access token provided", "无权进行此操作，未登录且未提供 access token"],
  badToken: ["Unauthorized, invalid access token", "无权进行此操作，access token 无效"],
  noHeader: ["Unauthorized, New-Api-User header not provided", "无权进行此操作，未提供 New-Api-User"],
  badHeader: ["Unauthorized, invalid New-Api-User header format", "无权进行此操作，New-Api-User 格式错误"],
  otherUser: ["Unauthorized, New-Api-User does not match", "无权进行此操作，New-Api-User 与登录用户不匹配"],
  banned: ["User has been banned", "用户已被封禁"],
  role: ["Unauthorized, insufficient privileges", "无权进行此操作，权限不足"],
} as const;

/** Looks at a dashboard request's credential: the caller, or the refusal in the manner of the version. */
export function authenticate(world: World, request: Request, least: number): Caller | Answer {
  return world.profile.realAuthStatus ? modern(world, request, least) : old(world, request, least);
}

/** Whether `authenticate` let the request in. */
export function isCaller(result: Caller | Answer): result is Caller {
  return "user" in result;
}

function modern(world: World, request: Request, least: number): Caller | Answer {
  const deny = (status: number, code: string, message: string): Answer => ({
    ...json(status, { code, message, success: false }),
    ok: false,
  });
  const language = languageOf(world, request);
  const words = (request.headers.authorization ?? "").split(/\s+/).filter((word) => word !== "");
  const text = words.length === 1 ? words[0] : words[0]?.toLowerCase() === "bearer" && words[1];
  if (!text || words.length > 2) return deny(401, "AUTH_UNAUTHORIZED", texts.badToken[language]);
  if (!world.conditions.databaseUp) return deny(500, "AUTH_INTERNAL_ERROR", "Internal authentication error");
  let caller: Caller;
  const verdict = text.split(".").length === 3 ? world.sessions.verify(text) : "unknown";
  if (typeof verdict === "object") caller = verdict;
  else if (verdict === "expired") return deny(401, "AUTH_TOKEN_EXPIRED", "Access token has expired");
  else if (verdict === "revoked") return deny(401, "AUTH_SESSION_REVOKED", texts.none[language]);
  else {
    const user = world.users.byAccessToken(text);
    if (!user) return deny(401, "AUTH_UNAUTHORIZED", texts.badToken[language]);
    caller = { user, session: undefined };
  }
  if (caller.user.status !== 1) return deny(401, "AUTH_USER_DISABLED", texts.banned[language]);
  if (caller.user.role < least) return deny(403, "AUTH_INSUFFICIENT_PRIVILEGE", texts.role[language]);
  return caller;
}

/** Up to rc.21 a bad PAT, a disabled user and a low role are HTTP 200; only a missing part of the credential is 401. */
function old(world: World, request: Request, least: number): Caller | Answer {
  const language = languageOf(world, request);
  const header = request.headers.authorization ?? "";
  const found = world.sessions.byCookie(cookieOf(request, "session"));
  let user = found?.user;
  if (!user) {
    if (header === "") return failure(texts.none[language], 401);
    if (!world.conditions.databaseUp) return failure("database is unavailable");
    user = world.users.byAccessToken(header.replace(/^Bearer /, ""));
    if (!user) return failure(texts.badToken[language]);
  }
  const named = request.headers["new-api-user"];
  if (named === undefined || named === "") return failure(texts.noHeader[language], 401);
  if (!/^-?\d+$/.test(String(named))) return failure(texts.badHeader[language], 401);
  if (Number(named) !== user.id) return failure(texts.otherUser[language], 401);
  if (user.status !== 1) return failure(texts.banned[language]);
  if (user.role < least) return failure(texts.role[language]);
  return { user, session: found?.session };
}

/** Which of a message's two texts the client gets. */
function languageOf(world: World, request: Request): 0 | 1 {
  if (world.profile.language !== "as asked") return 1;
  return /^zh/i.test(request.headers["accept-language"] ?? "") ? 1 : 0;
}

/** A cookie's value, "" if absent. */
export function cookieOf(request: Request, name: string): string {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const cut = part.indexOf("=");
    if (part.slice(0, cut).trim() === name) return part.slice(cut + 1).trim();
  }
  return "";
}

/** The least role of each kind of route. */
export const leastRole = { user: roles.common, admin: roles.admin, root: roles.root } as const;
