import type { Router } from "../router.ts";
import { ok } from "./answers.ts";
import { groupView } from "./group-view.ts";
import { asUser } from "./guard.ts";
import { mayBind } from "./keys-create.ts";
import { subscriptionView } from "./subscriptions.ts";
import type { World } from "./world.ts";

/** What a user may ask about groups. */
export function addGroupRoutes(router: Router, world: World): void {
  router.add(
    "GET",
    "/api/v1/groups/available",
    asUser(world, (_, user) => {
      const groups = world.groups.sorted().filter((group) => group.status === "active" && mayBind(world, user, group));
      return ok(groups.map((group) => groupView(group)));
    }),
  );
  router.add(
    "GET",
    "/api/v1/groups/rates",
    asUser(world, (_, user) => ok(Object.fromEntries(user.groupRates))),
  );
  if (world.profile.channelsRoute)
    router.add(
      "GET",
      "/api/v1/channels/available",
      asUser(world, () => ok([])),
    );
  router.add(
    "GET",
    "/api/v1/subscriptions/active",
    asUser(world, (_, user) => {
      const now = world.stamp();
      const own = world.subscriptions
        .all()
        .filter((one) => one.userId === user.id && one.status === "active" && one.expiresAt > now);
      return ok(own.map((one) => subscriptionView(one, world.groups.get(one.groupId))));
    }),
  );
}
