import type { Answer, Request } from "../http.ts";
import type { Router } from "../router.ts";
import { isAnswer, ok, refuse } from "./answers.ts";
import { decode, violates } from "./decode.ts";
import { asAdmin } from "./guard.ts";
import { type Key, keyView } from "./key.ts";
import { idOf } from "./keys.ts";
import { tidy } from "./money.ts";
import { paged, pageOf } from "./paging.ts";
import { subscriptionView } from "./subscriptions.ts";
import { type User, userView } from "./users.ts";
import type { World } from "./world.ts";

/** What an admin can do with users, their money and their subscriptions. */
export function addAdminUserRoutes(router: Router, world: World): void {
  const base = "/api/v1/admin/users";
  const byId = (handler: (request: Request, user: User) => Answer) =>
    asAdmin(world, (request) => {
      const id = idOf(request.params.id);
      if (id === undefined) return refuse(400, "Invalid user ID");
      const user = world.users.get(id);
      return user ? handler(request, user) : refuse(404, "user not found", "USER_NOT_FOUND");
    });
  router.add(
    "GET",
    base,
    asAdmin(world, ({ query }) => {
      const search = (query.get("search") ?? "").toLowerCase();
      const rows = [...world.users.all()].filter((user) => user.email.toLowerCase().includes(search)).reverse();
      return ok(paged(rows, pageOf(query), world.profile.pageCap, adminView));
    }),
  );
  router.add(
    "POST",
    base,
    asAdmin(world, (request) => createUser(world, request)),
  );
  router.add(
    "GET",
    `${base}/:id`,
    byId((_, user) => ok(adminView(user))),
  );
  router.add(
    "PUT",
    `${base}/:id`,
    byId((request, user) => updateUser(world, request, user)),
  );
  router.add(
    "DELETE",
    `${base}/:id`,
    byId((_, user) => deleteUser(world, user)),
  );
  router.add(
    "POST",
    `${base}/:id/balance`,
    byId((request, user) => changeBalance(world, request, user)),
  );
  router.add(
    "GET",
    `${base}/:id/api-keys`,
    byId((request, user) => userKeys(world, request, user)),
  );
  router.add(
    "GET",
    "/api/v1/admin/subscriptions",
    asAdmin(world, (request, admin) => list(world, request, admin)),
  );
  router.add(
    "DELETE",
    "/api/v1/admin/subscriptions/:id",
    asAdmin(world, (request) => revoke(world, request)),
  );
}

function adminView(user: User): Record<string, unknown> {
  return { ...userView(user), notes: "", last_used_at: null };
}

function createUser(world: World, request: Request): Answer {
  const struct = "CreateUserRequest";
  const body = decode(request.body, struct, {
    email: "string",
    password: "string",
    username: "string",
    role: "string",
    balance: "float64",
    concurrency: "int",
    rpm_limit: "int",
    allowed_groups: "[]int64",
  });
  if (isAnswer(body)) return body;
  if (!body.email) return violates(struct, "Email", "required");
  if (!body.email.includes("@")) return violates(struct, "Email", "email");
  if (!body.password) return violates(struct, "Password", "required");
  if (body.password.length < 6) return violates(struct, "Password", "min");
  if (body.role !== undefined && body.role !== "user" && body.role !== "admin") {
    return violates(struct, "Role", "oneof");
  }
  if (world.users.byEmail(body.email)) return refuse(409, "email already exists", "EMAIL_EXISTS");
  const user = world.users.add(
    {
      email: body.email,
      password: body.password,
      username: body.username ?? "",
      role: body.role ?? "user",
      balance: body.balance ?? 0,
      concurrency: body.concurrency ?? 0,
      rpmLimit: body.rpm_limit ?? 0,
      ...(body.allowed_groups === undefined ? {} : { allowedGroups: body.allowed_groups }),
    },
    world.stamp(),
  );
  return ok({ ...userView(user, { fresh: true }), notes: "", last_used_at: null });
}

function updateUser(world: World, request: Request, user: User): Answer {
  const body = decode(request.body, "UpdateUserRequest", {
    username: "string",
    password: "string",
    status: "string",
    concurrency: "int",
    rpm_limit: "int",
    allowed_groups: "[]int64",
    group_rates: "map",
  });
  if (isAnswer(body)) return body;
  if (body.status !== undefined && body.status !== "active" && body.status !== "disabled") {
    return violates("UpdateUserRequest", "Status", "oneof");
  }
  if (body.password) {
    user.password = body.password;
    user.tokenVersion += 1;
  }
  if (body.username !== undefined) user.username = body.username;
  if (body.status) user.status = body.status;
  if (body.concurrency !== undefined) user.concurrency = body.concurrency;
  if (body.rpm_limit !== undefined) user.rpmLimit = body.rpm_limit;
  if (body.allowed_groups !== undefined) user.allowedGroups = body.allowed_groups;
  for (const [id, rate] of Object.entries(body.group_rates ?? {})) {
    if (typeof rate === "number") user.groupRates.set(Number(id), rate);
    else user.groupRates.delete(Number(id));
  }
  user.updatedAt = world.stamp();
  return ok(adminView(user));
}

function deleteUser(world: World, user: User): Answer {
  // The rows of the user's keys stay; without an owner their texts are unknown to the data plane.
  for (const key of world.keys.of(user.id)) world.ledger.keyDeleted(String(key.id), world.clock.now());
  world.sessions.removeUser(user.id);
  world.users.remove(user);
  return ok({ message: "User deleted successfully" });
}

function changeBalance(world: World, request: Request, user: User): Answer {
  const struct = "UpdateBalanceRequest";
  const body = decode(request.body, struct, { balance: "float64", operation: "string", notes: "string" });
  if (isAnswer(body)) return body;
  if (body.balance === undefined || body.balance === 0) return violates(struct, "Balance", "required");
  if (body.balance < 0) return violates(struct, "Balance", "gt");
  if (body.operation === "set") user.balance = body.balance;
  else if (body.operation === "add") user.balance = tidy(user.balance + body.balance);
  else if (body.operation === "subtract") {
    if (body.balance > user.balance) return refuse(400, "balance cannot be negative");
    user.balance = tidy(user.balance - body.balance);
  } else return violates(struct, "Operation", body.operation === undefined ? "required" : "oneof");
  user.updatedAt = world.stamp();
  return ok(adminView(user));
}

function userKeys(world: World, request: Request, user: User): Answer {
  const { profile } = world;
  const view = (key: Key) =>
    keyView(key, { profile, group: key.groupId === null ? undefined : world.groups.get(key.groupId) });
  return ok(paged(world.keys.of(user.id), pageOf(request.query), profile.pageCap, view, true));
}

function list(world: World, { query }: Request, admin: User): Answer {
  const userId = query.get("user_id");
  const rows = world.subscriptions.all().filter((one) => userId === null || one.userId === Number(userId));
  return ok(
    paged(rows, pageOf(query), world.profile.pageCap, (one) => {
      const user = world.users.get(one.userId);
      return {
        ...subscriptionView(one, world.groups.get(one.groupId)),
        ...(user ? { user: userView(user, { groups: false }) } : {}),
        assigned_by: admin.id,
        assigned_at: subscriptionView(one, undefined).starts_at,
        notes: "",
        assigned_by_user: userView(admin, { groups: false }),
      };
    }),
  );
}

function revoke(world: World, request: Request): Answer {
  const subscription = world.subscriptions.all().find((one) => one.id === idOf(request.params.id));
  if (subscription?.status !== "active") return refuse(404, "subscription not found", "SUBSCRIPTION_NOT_FOUND");
  subscription.status = "revoked";
  subscription.updatedAt = world.stamp();
  return ok({ message: "Subscription revoked successfully" });
}
