import type { Answer } from "../http.ts";
import type { Router } from "../router.ts";
import { groupNotFound, isAnswer, keyNotFound, ok, refuse } from "./answers.ts";
import { decode } from "./decode.ts";
import type { Group } from "./groups.ts";
import { asAdmin } from "./guard.ts";
import { type Key, keyView } from "./key.ts";
import { idOf } from "./keys.ts";
import type { World } from "./world.ts";

/** What little an admin can do with a user's key: move it between groups and reset its windows. */
export function addAdminKeyRoutes(router: Router, world: World): void {
  router.add(
    "PUT",
    "/api/v1/admin/api-keys/:id",
    asAdmin(world, (request) => {
      const id = idOf(request.params.id);
      if (id === undefined) return refuse(400, "Invalid API key ID");
      const body = decode(request.body, "AdminUpdateAPIKeyRequest", {
        group_id: "int64",
        reset_rate_limit_usage: "bool",
      });
      if (isAnswer(body)) return body;
      const key = world.keys.get(id);
      if (!key) return keyNotFound();
      return update(world, key, body.group_id, body.reset_rate_limit_usage === true);
    }),
  );
}

function update(world: World, key: Key, groupId: number | undefined, reset: boolean): Answer {
  let granted: Group | undefined;
  if (groupId === 0) key.groupId = null;
  else if (groupId !== undefined) {
    const group = world.groups.get(groupId);
    if (!group) return groupNotFound();
    if (group.status !== "active") return refuse(400, "target group is not active", "GROUP_NOT_ACTIVE");
    const owner = world.users.get(key.userId);
    if (owner && group.exclusive && !owner.allowedGroups?.includes(group.id)) {
      owner.allowedGroups = [...(owner.allowedGroups ?? []), group.id];
      granted = group;
    }
    key.groupId = group.id;
  }
  if (reset) {
    Object.assign(key.windows, { used5h: 0, used1d: 0, used7d: 0, start5h: null, start1d: null, start7d: null });
  }
  if (groupId !== undefined || reset) key.updatedAt = world.stamp();
  world.cache.forget(key.text);
  return ok({
    api_key: keyView(key, {
      profile: world.profile,
      user: world.users.get(key.userId),
      group: key.groupId === null ? undefined : world.groups.get(key.groupId),
    }),
    auto_granted_group_access: granted !== undefined,
    ...(granted ? { granted_group_id: granted.id, granted_group_name: granted.name } : {}),
  });
}
