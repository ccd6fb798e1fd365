import type { Answer, Request } from "../http.ts";
import type { Router } from "../router.ts";
import { internalError, isAnswer, ok, outage, refuse } from "./answers.ts";
import { decode, violates } from "./decode.ts";
import { addressLimit, asUser, binding } from "./guard.ts";
import { signJwt } from "./jwt.ts";
import { totpMatches } from "./totp.ts";
import { profileView, type User, userView } from "./users.ts";
import type { World } from "./world.ts";

const refreshLifetimeMs = 30 * 86_400_000;
const pendingLifetimeMs = 300_000;

/** Login, second factor, refresh, logout and the password: everything about access and refresh tokens. */
export function addAuthRoutes(router: Router, world: World): void {
  router.add("POST", "/api/v1/auth/login", (request) => login(world, request));
  router.add("POST", "/api/v1/auth/login/2fa", (request) => login2fa(world, request));
  router.add("POST", "/api/v1/auth/refresh", (request) => refresh(world, request));
  router.add("POST", "/api/v1/auth/logout", (request) => logout(world, request));
  router.add(
    "POST",
    "/api/v1/auth/revoke-all-sessions",
    asUser(world, (_, user) => {
      world.sessions.removeUser(user.id);
      return ok({ message: "All sessions have been revoked. Please log in again." });
    }),
  );
  router.add(
    "GET",
    "/api/v1/auth/me",
    asUser(world, (_, user) => ok({ ...profileView(user), run_mode: world.settings.simple ? "simple" : "standard" }), {
      always: true,
    }),
  );
  router.add(
    "GET",
    "/api/v1/user/profile",
    asUser(world, (_, user) => ok(profileView(user))),
  );
  router.add(
    "PUT",
    "/api/v1/user/password",
    asUser(world, (request, user) => changePassword(world, request, user)),
  );
}

function login(world: World, request: Request): Answer {
  const limited = addressLimit(world, request, world.limits.login);
  if (limited) return limited;
  const body = decode(request.body, "LoginRequest", {
    email: "string",
    password: "string",
    turnstile_token: "string",
  });
  if (isAnswer(body)) return body;
  if (!body.email) return violates("LoginRequest", "Email", "required");
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(body.email)) return violates("LoginRequest", "Email", "email");
  if (!body.password) return violates("LoginRequest", "Password", "required");
  if (world.settings.turnstile) {
    // A proof would be checked with a third party, which nobody reaches from here.
    return body.turnstile_token
      ? internalError()
      : refuse(400, "turnstile verification failed", "TURNSTILE_VERIFICATION_FAILED");
  }
  if (world.settings.database === "down") return outage();
  const user = world.users.byEmail(body.email);
  if (!user || user.password !== body.password) {
    return refuse(401, "invalid email or password", "INVALID_CREDENTIALS");
  }
  if (user.status !== "active") return refuse(403, "user is not active", "USER_NOT_ACTIVE");
  if (world.settings.backendMode && user.role !== "admin") return adminsOnly(world.profile.backendModeReason);
  if (user.totpSecret !== undefined) {
    const token = world.hex(32);
    world.sessions.addPending(token, { userId: user.id, expiresAt: world.clock.now() + pendingLifetimeMs });
    const masked = `${user.email[0]}***${user.email.slice(user.email.indexOf("@") - 1)}`;
    return ok({ requires_2fa: true, temp_token: token, user_email_masked: masked });
  }
  return loggedOn(world, request, user);
}

/** The user is shown as it was before this login. */
function loggedOn(world: World, request: Request, user: User): Answer {
  const answer = ok({ ...tokens(world, request, user, world.hex(16)), user: userView(user) });
  user.lastActiveAt = world.stamp();
  return answer;
}

function adminsOnly(reason: boolean): Answer {
  const message = "Backend mode is active. Only admin login is allowed.";
  return refuse(403, message, reason ? "BACKEND_MODE_ADMIN_ONLY" : undefined);
}

function login2fa(world: World, request: Request): Answer {
  const limited = addressLimit(world, request, world.limits.login2fa);
  if (limited) return limited;
  const body = decode(request.body, "TotpLoginRequest", { temp_token: "string", totp_code: "string" });
  if (isAnswer(body)) return body;
  if (!body.temp_token) return violates("TotpLoginRequest", "TempToken", "required");
  if (!body.totp_code) return violates("TotpLoginRequest", "TotpCode", "required");
  if (body.totp_code.length !== 6) return violates("TotpLoginRequest", "TotpCode", "len");
  const pending = world.sessions.pending(body.temp_token, world.clock.now());
  const user = pending && world.users.get(pending.userId);
  if (!user) return refuse(400, "Invalid or expired 2FA session");
  if (!totpMatches(user.totpSecret ?? "", body.totp_code, world.clock.seconds())) {
    return refuse(400, "invalid totp code", "TOTP_INVALID_CODE");
  }
  world.sessions.endPending(body.temp_token);
  return loggedOn(world, request, user);
}

/** A new pair. The access token is a real JWT; the refresh token only a name for a session. */
function tokens(world: World, request: Request, user: User, family: string): Record<string, unknown> {
  const seconds = world.clock.seconds();
  const lifetime = world.settings.accessTokenMinutes * 60;
  const bound = binding(request);
  const refreshToken = `rt_${world.hex(32)}`;
  world.sessions.add(refreshToken, {
    userId: user.id,
    family,
    tokenVersion: user.tokenVersion,
    binding: bound,
    expiresAt: world.clock.now() + refreshLifetimeMs,
  });
  const accessToken = signJwt(
    {
      user_id: user.id,
      email: user.email,
      role: user.role,
      token_version: user.tokenVersion,
      sid: family,
      bnd: bound,
      iat: seconds,
      nbf: seconds,
      exp: seconds + lifetime,
    },
    world.jwtSecret,
  );
  return { access_token: accessToken, refresh_token: refreshToken, expires_in: lifetime, token_type: "Bearer" };
}

async function refresh(world: World, request: Request): Promise<Answer> {
  const limited = addressLimit(world, request, world.limits.refresh);
  if (limited) return limited;
  const body = decode(request.body, "RefreshTokenRequest", { refresh_token: "string" });
  if (isAnswer(body)) return body;
  if (!body.refresh_token) return violates("RefreshTokenRequest", "RefreshToken", "required");
  const session = world.sessions.get(body.refresh_token);
  if (!session) return refuse(401, "invalid refresh token", "REFRESH_TOKEN_INVALID");
  if (session.expiresAt <= world.clock.now()) {
    world.sessions.remove(body.refresh_token);
    return refuse(401, "refresh token has expired", "REFRESH_TOKEN_EXPIRED");
  }
  if (world.settings.database === "down") return outage();
  const user = world.users.get(session.userId);
  if (!user) return refuse(401, "invalid refresh token", "REFRESH_TOKEN_INVALID");
  if (user.status !== "active") return refuse(403, "user is not active", "USER_NOT_ACTIVE");
  if (world.profile.passwordChangeRevokes && session.tokenVersion !== user.tokenVersion) {
    return refuse(401, "token has been revoked", "TOKEN_REVOKED");
  }
  if (world.profile.sessionBinding && world.settings.sessionBinding && session.binding !== binding(request)) {
    world.sessions.removeFamily(session.family);
    const message = "session network fingerprint changed, please login again";
    return refuse(401, message, "SESSION_BINDING_MISMATCH");
  }
  if (world.settings.backendMode && user.role !== "admin") return adminsOnly(false);
  // Looking up and deleting are two steps, so simultaneous refreshes with one token can all succeed.
  if (!(await world.holds.pass("before-refresh"))) return { status: 500, cut: true };
  await new Promise((resolve) => setTimeout(resolve, 2));
  world.sessions.remove(body.refresh_token);
  return ok(tokens(world, request, user, session.family));
}

function logout(world: World, request: Request): Answer {
  const body = decode(request.body, "LogoutRequest", { refresh_token: "string" });
  if (!isAnswer(body) && body.refresh_token) world.sessions.remove(body.refresh_token);
  return ok({ message: "Logged out successfully" });
}

function changePassword(world: World, request: Request, user: User): Answer {
  const struct = "ChangePasswordRequest";
  const body = decode(request.body, struct, { old_password: "string", new_password: "string" });
  if (isAnswer(body)) return body;
  if (!body.old_password) return violates(struct, "OldPassword", "required");
  if (!body.new_password) return violates(struct, "NewPassword", "required");
  if (body.new_password.length < 6) return violates(struct, "NewPassword", "min");
  if (body.old_password !== user.password) {
    return refuse(400, "current password is incorrect", "PASSWORD_INCORRECT");
  }
  user.password = body.new_password;
  user.tokenVersion += 1;
  user.updatedAt = world.stamp();
  return ok({ message: "Password changed successfully" });
}
