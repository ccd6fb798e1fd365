import { type Answer, json, type Request } from "../http.ts";
import { failure, success } from "./answers.ts";
import { type Caller, cookieOf } from "./dashboard-auth.ts";
import { decode } from "./decode.ts";
import { type Session, sessionSeconds } from "./sessions.ts";
import { describeUser, loginRecord } from "./user-json.ts";
import { roles, type User } from "./users.ts";
import type { World } from "./world.ts";

/** `GET /api/setup` */
export function setupState(world: World): Answer {
  const done = world.users.all().length > 0;
  return json(200, {
    data: { status: done, root_init: false, database_type: done ? "" : "sqlite" },
    success: true,
  });
}

/** `POST /api/setup` */
export function setup(world: World, request: Request): Answer {
  const status = world.profile.setupErrorStatus;
  const body = decode(request.body, { username: "string", password: "string", confirmpassword: "string" });
  if (world.users.all().length > 0) return failure("系统已经初始化完成", status);
  if (body.string("username").length > 12) return failure("用户名长度不能超过12个字符", status);
  if (body.string("password") !== body.string("confirmpassword")) return failure("两次输入的密码不一致", status);
  if (body.string("password").length < 8) return failure("密码长度至少为8个字符", status);
  world.users.create({
    username: body.string("username"),
    password: body.string("password"),
    displayName: "Root User",
    role: roles.root,
    quota: 100_000_000,
  });
  return json(200, { message: "系统初始化成功", success: true });
}

/** `POST /api/user/login` */
export function login(world: World, request: Request): Answer {
  const body = decode(request.body, { username: "string", password: "string" });
  if (body.string("username") === "" || body.string("password") === "") return failure("Invalid parameters");
  if (world.site.option("PasswordLoginEnabled") === "false") return failure("Password login is disabled");
  // Nobody here can solve the captcha, so no answer to it is right.
  if (world.site.option("TurnstileCheckEnabled") === "true") return failure("Turnstile token is empty");
  if (!world.conditions.databaseUp) return failure("database is unavailable");
  const user = world.users.byName(body.string("username"));
  if (!user || user.password !== body.string("password") || user.status !== 1) {
    return failure("Username or password is incorrect, or user has been banned");
  }
  const session = world.sessions.open(user, request.remoteAddress);
  if (session === "active limit") return authFailure(409, "AUTH_SESSION_LIMIT", "Too many active sessions");
  if (session === "issuance limit") return authFailure(429, "AUTH_SESSION_ISSUANCE_LIMIT", "Too many logins");
  if (world.profile.realAuthStatus) {
    const data = { ...sessionData(world, session), user: describeUser(world.profile, user) };
    return success(data, refreshCookie(world, session));
  }
  const data = world.profile.wholeUserRecord ? loginRecord(user) : shortRecord(user);
  return success(data, {
    "Set-Cookie": `session=${world.sessions.cookie(session)}; Path=/; ${lifetime(world)}; HttpOnly; SameSite=Strict`,
  });
}

/** `POST /api/user/auth/refresh` */
export function refresh(world: World, request: Request): Answer {
  const refreshed = world.sessions.refresh(cookieOf(request, "new_api_refresh"));
  if (refreshed === "unauthorized") return authFailure(401, "AUTH_UNAUTHORIZED", "Unauthorized, not logged in");
  if (refreshed === "revoked") return authFailure(401, "AUTH_SESSION_REVOKED", "Unauthorized, not logged in");
  const wanted = request.headers["x-auth-session"];
  if (wanted !== undefined && wanted !== refreshed.session.sid) {
    return authFailure(409, "AUTH_SESSION_MISMATCH", "The session is another one");
  }
  return success(sessionData(world, refreshed.session), refreshCookie(world, refreshed.session));
}

/** `GET /api/user/token`: issues a PAT and kills the one before it. */
export function issueToken(world: World, _request: Request, caller: Caller): Answer {
  return success(world.users.issueAccessToken(caller.user));
}

/** `PUT /api/user/self`: display name and password. */
export function updateSelf(world: World, request: Request, caller: Caller): Answer {
  const body = decode(request.body, {
    username: "string",
    display_name: "string",
    password: "string",
    original_password: "string",
  });
  const { user } = caller;
  const password = body.string("password");
  if (password !== "") {
    if (!world.profile.patChangesPassword && !caller.session) return failure("当前认证方式不支持安全验证");
    if (world.profile.realAuthStatus && body.string("original_password") !== user.password) {
      return failure("The original password is wrong");
    }
    user.password = password;
    user.authVersion += 1;
  }
  if (body.sent.has("display_name")) user.displayName = body.string("display_name");
  if (!world.profile.realAuthStatus || password === "") return success();
  // The session that changed the password lives on, with a new JWT; all others end.
  if (!caller.session) return success();
  caller.session.authVersion = user.authVersion;
  return success(sessionData(world, caller.session));
}

function sessionData(world: World, session: Session): Record<string, unknown> {
  return {
    access_expires_at: world.clock.seconds() + 900,
    access_token: world.sessions.jwt(session),
    session: {
      sid: session.sid,
      current: true,
      login_method: "password",
      ip: session.address,
      user_agent: "",
      created_at: session.createdAt,
      last_active_at: world.clock.seconds(),
      expires_at: session.createdAt + sessionSeconds,
    },
    token_type: "Bearer",
  };
}

function shortRecord(user: User): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    display_name: user.displayName,
    role: user.role,
    status: user.status,
    group: user.group,
  };
}

function lifetime(world: World): string {
  const end = new Date(world.clock.now() + sessionSeconds * 1000).toUTCString();
  return `Expires=${end}; Max-Age=${sessionSeconds}`;
}

function refreshCookie(world: World, session: Session): Record<string, string> {
  const cookie = `new_api_refresh=${world.sessions.cookie(session)}; Path=/api/user/auth; ${lifetime(world)}`;
  return { "Set-Cookie": `${cookie}; HttpOnly; SameSite=Strict` };
}

function authFailure(status: number, code: string, message: string): Answer {
  return { ...json(status, { code, message, success: false }), ok: false };
}
