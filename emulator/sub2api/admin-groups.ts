import type { Answer, Request } from "../http.ts";
import type { Router } from "../router.ts";
import { groupNotFound, isAnswer, ok, refuse } from "./answers.ts";
import { type Decoded, decode, violates } from "./decode.ts";
import { adminGroupView } from "./group-view.ts";
import type { Group } from "./groups.ts";
import { asAdmin } from "./guard.ts";
import { keyView } from "./key.ts";
import { idOf } from "./keys.ts";
import { paged, pageOf } from "./paging.ts";
import type { World } from "./world.ts";

const shape = {
  name: "string",
  description: "string",
  platform: "string",
  rate_multiplier: "float64",
  is_exclusive: "bool",
  status: "string",
  subscription_type: "string",
  daily_limit_usd: "float64",
  weekly_limit_usd: "float64",
  monthly_limit_usd: "float64",
  rpm_limit: "int",
} as const;
type Body = Decoded<typeof shape>;

const platforms = ["anthropic", "openai", "gemini", "antigravity"];
const newerPlatforms = ["grok", "kimi", "zhipu", "deepseek", "composite"];

/** What an admin can do with groups. */
export function addAdminGroupRoutes(router: Router, world: World): void {
  const base = "/api/v1/admin/groups";
  const byId = (handler: (request: Request, group: Group) => Answer) =>
    asAdmin(world, (request) => {
      const id = idOf(request.params.id);
      if (id === undefined) return refuse(400, "Invalid group ID");
      const group = world.groups.get(id);
      return group ? handler(request, group) : groupNotFound();
    });
  router.add(
    "GET",
    base,
    asAdmin(world, ({ query }) => {
      const search = (query.get("search") ?? "").trim().toLowerCase();
      const rows = world.groups.sorted().filter((group) => group.name.toLowerCase().includes(search));
      return ok(paged(rows, pageOf(query), world.profile.pageCap, (group) => adminGroupView(group, { counted: true })));
    }),
  );
  router.add(
    "GET",
    `${base}/all`,
    asAdmin(world, () => {
      const rows = world.groups.sorted().filter((group) => group.status === "active");
      return ok(rows.map((group) => adminGroupView(group, { counted: true })));
    }),
  );
  router.add(
    "POST",
    base,
    asAdmin(world, (request) => createGroup(world, request)),
  );
  router.add(
    "GET",
    `${base}/:id`,
    byId((_, group) => ok(adminGroupView(group, { counted: true }))),
  );
  router.add(
    "PUT",
    `${base}/:id`,
    byId((request, group) => updateGroup(world, request, group)),
  );
  router.add(
    "DELETE",
    `${base}/:id`,
    byId((_, group) => deleteGroup(world, group)),
  );
  router.add(
    "GET",
    `${base}/:id/api-keys`,
    byId((request, group) => groupKeys(world, request, group)),
  );
}

function createGroup(world: World, request: Request): Answer {
  const body = decode(request.body, "CreateGroupRequest", shape);
  if (isAnswer(body)) return body;
  if (!body.name) return violates("CreateGroupRequest", "Name", "required");
  const refused = badPlatform(world, body, "CreateGroupRequest");
  if (refused) return refused;
  if (world.groups.byName(body.name)) return exists();
  const group = world.groups.add({ name: body.name, ...draftOf(body) }, world.stamp());
  const answer = ok(adminGroupView(group, { fresh: true }));
  group.modelRouting = {};
  return answer;
}

function badPlatform(world: World, body: Body, struct: string): Answer | undefined {
  if (body.platform === undefined || platforms.includes(body.platform)) return undefined;
  const known = world.profile.compositeGroups && newerPlatforms.includes(body.platform);
  return known ? undefined : violates(struct, "Platform", "oneof");
}

function draftOf(body: Body) {
  return {
    ...(body.platform === undefined ? {} : { platform: body.platform }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.rate_multiplier === undefined ? {} : { rate: body.rate_multiplier }),
    ...(body.is_exclusive === undefined ? {} : { exclusive: body.is_exclusive }),
    ...(body.subscription_type === undefined ? {} : { subscription: body.subscription_type === "subscription" }),
    ...(body.daily_limit_usd === undefined ? {} : { dailyLimit: body.daily_limit_usd }),
    ...(body.weekly_limit_usd === undefined ? {} : { weeklyLimit: body.weekly_limit_usd }),
    ...(body.monthly_limit_usd === undefined ? {} : { monthlyLimit: body.monthly_limit_usd }),
    ...(body.rpm_limit === undefined ? {} : { rpmLimit: body.rpm_limit }),
  };
}

function exists(): Answer {
  return refuse(409, "group name already exists", "GROUP_EXISTS");
}

function updateGroup(world: World, request: Request, group: Group): Answer {
  const body = decode(request.body, "UpdateGroupRequest", shape);
  if (isAnswer(body)) return body;
  const refused = badPlatform(world, body, "UpdateGroupRequest");
  if (refused) return refused;
  if (body.status !== undefined && body.status !== "active" && body.status !== "inactive") {
    return violates("UpdateGroupRequest", "Status", "oneof");
  }
  if (body.name && body.name !== group.name && world.groups.byName(body.name)) return exists();
  const { rate, ...draft } = draftOf(body);
  Object.assign(group, draft, { updatedAt: world.stamp() });
  if (rate !== undefined) group.rateMultiplier = rate;
  if (body.name) group.name = body.name;
  if (body.status) group.status = body.status;
  return ok(adminGroupView(group, { counted: true }));
}

function deleteGroup(world: World, group: Group): Answer {
  group.deleted = true;
  if (!world.profile.deletedGroupStays) {
    for (const key of world.keys.all()) if (key.groupId === group.id) key.groupId = null;
  }
  return ok({ message: "Group deleted successfully" });
}

function groupKeys(world: World, request: Request, group: Group): Answer {
  const rows = [...world.keys.all()].filter((key) => key.groupId === group.id).reverse();
  const { profile } = world;
  return ok(
    paged(rows, pageOf(request.query), profile.pageCap, (key) =>
      keyView(key, { profile, user: world.users.get(key.userId) }),
    ),
  );
}
