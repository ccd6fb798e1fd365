import type { Answer, Request } from "../http.ts";
import type { Router } from "../router.ts";
import { created, groupNotFound, internalError, isAnswer, ok, refuse } from "./answers.ts";
import { type CompositeRouteDraft, routeView } from "./composite-routes.ts";
import { decode } from "./decode.ts";
import type { Group } from "./groups.ts";
import { asAdmin } from "./guard.ts";
import { idOf } from "./keys.ts";
import type { World } from "./world.ts";

/** The routes of composite groups: which vendor's models answer to which name. */
export function addCompositeRoutes(router: Router, world: World): void {
  if (!world.profile.compositeGroups) return;
  const base = "/api/v1/admin/groups/:id/composite-routes";
  const inGroup = (handler: (request: Request, group: Group) => Answer) =>
    asAdmin(world, (request) => {
      const group = world.groups.get(idOf(request.params.id) ?? -1);
      if (!group) return groupNotFound();
      // The server gives no better word for this mistake.
      return group.platform === "composite" ? handler(request, group) : internalError();
    });
  router.add(
    "GET",
    base,
    inGroup((_, group) => ok(world.routes.of(group.id).map((route) => routeView(route)))),
  );
  router.add(
    "POST",
    base,
    inGroup((request, group) => create(world, request, group)),
  );
  router.add(
    "POST",
    `${base}/preview`,
    inGroup((request, group) => preview(world, request, group)),
  );
  router.add(
    "PUT",
    `${base}/:route`,
    inGroup((request, group) => replace(world, request, group)),
  );
  router.add(
    "DELETE",
    `${base}/:route`,
    inGroup((request, group) => {
      const route = world.routes.get(group.id, idOf(request.params.route) ?? -1);
      if (!route) return unknown();
      world.routes.remove(route);
      return ok({ message: "Composite route deleted" });
    }),
  );
}

function unknown(): Answer {
  return refuse(404, "composite route not found", "COMPOSITE_ROUTE_NOT_FOUND");
}

function taken(): Answer {
  return refuse(409, "composite route already exists", "COMPOSITE_ROUTE_EXISTS");
}

function required(field: string, tag = "required"): Answer {
  const rule = `Field validation for '${field}' failed on the '${tag}' tag`;
  return refuse(400, `Invalid request body: Key: 'CompositeRouteRequest.${field}' Error:${rule}`);
}

function draftOf(request: Request): CompositeRouteDraft | Answer {
  const body = decode(request.body, "CompositeRouteRequest", {
    public_model: "string",
    match_type: "string",
    target_platform: "string",
    upstream_model: "string",
    endpoint: "string",
    priority: "int",
    enabled: "bool",
    notes: "string",
  });
  if (isAnswer(body)) return body;
  if (!body.public_model) return required("PublicModel");
  if (body.public_model.length > 200) return required("PublicModel", "max");
  if (!body.target_platform) return required("TargetPlatform");
  return {
    publicModel: body.public_model,
    matchType: body.match_type || "exact",
    targetPlatform: body.target_platform,
    upstreamModel: body.upstream_model || body.public_model,
    endpoint: body.endpoint || "any",
    priority: body.priority || 100,
    enabled: body.enabled ?? true,
    notes: body.notes ?? "",
  };
}

function create(world: World, request: Request, group: Group): Answer {
  const draft = draftOf(request);
  if (isAnswer(draft)) return draft;
  const route = world.routes.add(group.id, draft, world.stamp());
  return route ? created(routeView(route, true)) : taken();
}

function replace(world: World, request: Request, group: Group): Answer {
  const route = world.routes.get(group.id, idOf(request.params.route) ?? -1);
  if (!route) return unknown();
  const draft = draftOf(request);
  if (isAnswer(draft)) return draft;
  return world.routes.replace(route, draft, world.stamp()) ? ok(routeView(route)) : taken();
}

function preview(world: World, request: Request, group: Group): Answer {
  const body = decode(request.body, "CompositePreviewRequest", { model: "string", endpoint: "string" });
  if (isAnswer(body)) return body;
  const model = body.model ?? "";
  const endpoint = body.endpoint ?? "any";
  const route = world.routes.find(group.id, model, endpoint);
  if (!route) return ok({ matched: false, group_id: group.id, public_model: model, endpoint });
  return ok({
    matched: true,
    source: "route",
    group_id: group.id,
    public_model: model,
    target_platform: route.targetPlatform,
    upstream_model: route.upstreamModel,
    endpoint,
    route: routeView(route),
  });
}
