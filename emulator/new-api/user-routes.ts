import type { Answer, Request } from "../http.ts";
import { failure, notFound, success } from "./answers.ts";
import type { Caller } from "./dashboard-auth.ts";
import { decode } from "./decode.ts";
import { describeUser, manageRecord } from "./user-json.ts";
import type { User } from "./users.ts";
import type { World } from "./world.ts";

const userShape = {
  id: "int",
  username: "string",
  password: "string",
  display_name: "string",
  role: "int",
  group: "string",
  quota: "int",
} as const;

/** `GET /api/user/self` */
export function whoamiRoute(world: World, _request: Request, caller: Caller): Answer {
  return success(describeUser(world.profile, caller.user));
}

/** `POST /api/user/` by an admin. Answers no id. */
export function createUser(world: World, request: Request, caller: Caller): Answer {
  const body = decode(request.body, userShape);
  const username = body.string("username");
  const password = body.string("password");
  if (username === "" || password.length < 8 || password.length > 20) return failure("Invalid parameters");
  if (world.users.byName(username)) return failure("UNIQUE constraint failed: users.username");
  const role = Math.max(1, body.int("role"));
  if (role >= caller.user.role) return failure("Cannot create a user with a role that is not below your own");
  world.users.create({ username, password, displayName: body.string("display_name") || username, role });
  return success();
}

/** `PUT /api/user/` by an admin: overwrites name, group and quota with what is sent. */
export function updateUser(world: World, request: Request): Answer {
  const body = decode(request.body, userShape);
  const user = world.users.byId(body.int("id"));
  if (!user) return notFound();
  if (body.string("username") !== user.username) world.users.rename(user, body.string("username"));
  user.displayName = body.string("display_name");
  user.group = body.string("group");
  user.quota = body.int("quota");
  if (body.string("password") !== "") {
    user.password = body.string("password");
    user.authVersion += 1;
  }
  return success();
}

/** `POST /api/user/manage` by an admin. */
export function manageUser(world: World, request: Request): Answer {
  const body = decode(request.body, { id: "int", action: "string", mode: "string", value: "int" });
  const user = world.users.byId(body.int("id"));
  if (!user) return notFound();
  switch (body.string("action")) {
    case "disable":
    case "enable":
      user.status = body.string("action") === "enable" ? 1 : 2;
      return success(manageRecord(world.profile, user));
    case "delete":
      // Soft: the row of the user is hidden, the keys stay in their table.
      world.users.remove(user);
      return world.profile.wholeUserRecord ? success(manageRecord(world.profile, user)) : success();
    case "promote":
      user.role = 10;
      return success(manageRecord(world.profile, user));
    case "demote":
      user.role = 1;
      return success(manageRecord(world.profile, user));
    case "add_quota":
      return world.profile.addQuota ? addQuota(user, body.string("mode"), body.int("value")) : success();
    default:
      return success();
  }
}

function addQuota(user: User, mode: string, value: number): Answer {
  if (mode === "add") user.quota += value;
  else if (mode === "subtract") user.quota -= value;
  else if (mode === "override") user.quota = value;
  else return failure("Invalid parameters");
  return success();
}

/** `DELETE /api/user/:id` by an admin. */
export function deleteUser(world: World, request: Request, caller: Caller): Answer {
  const user = world.users.byId(Number(request.params.id));
  if (!user) return notFound();
  if (user.role >= caller.user.role) return failure("Unauthorized, insufficient privileges");
  if (world.profile.deleteUserRemovesKeys) {
    for (const id of [...world.tokens.idsOf(user.id)]) {
      const token = world.tokens.ofUser(id, user.id);
      if (token) world.tokens.remove(token);
    }
  }
  world.users.remove(user);
  return world.profile.deleteUserAnswers ? success() : { status: 200, body: "" };
}

/** `GET /api/user/:id` by an admin. */
export function getUser(world: World, request: Request): Answer {
  const user = world.users.byId(Number(request.params.id));
  return user ? success(describeUser(world.profile, user)) : notFound();
}
