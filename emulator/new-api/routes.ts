import type { Answer, Request } from "../http.ts";
import type { Caller } from "./dashboard-auth.ts";
import type { Bearer, KeySource } from "./key-auth.ts";
import { billingUsage, subscription, tokenLog, tokenUsage } from "./key-usage-routes.ts";
import { ownLog, ownStatistics, searchOwnLog } from "./log-routes.ts";
import { issueToken, login, refresh, setup, setupState, updateSelf } from "./login-routes.ts";
import { getModel, listModels, listModelsGemini, listModelsOpenAI } from "./model-routes.ts";
import type { Profile } from "./profile.ts";
import { notImplemented, relay } from "./relay-routes.ts";
import * as site from "./site-routes.ts";
import * as tokens from "./token-routes.ts";
import { searchTokens } from "./token-search.ts";
import { createToken, updateToken } from "./token-write.ts";
import type { Token } from "./tokens.ts";
import { createUser, deleteUser, getUser, manageUser, updateUser, whoamiRoute } from "./user-routes.ts";
import type { World } from "./world.ts";

/** Limits beyond the global one: the critical bucket, that and the PAT's own, the search bucket. */
export type ExtraLimit = "critical" | "pat" | "search";

interface Common {
  readonly method: string;
  readonly path: string;
  readonly limit?: ExtraLimit;
}

/** A route and who may call it: anybody, dashboard users of a least role, holders of a key, or a key it reads itself. */
export type RouteSpec =
  | (Common & { who: "anybody"; run(world: World, request: Request): Answer })
  | (Common & { who: "user" | "admin" | "root"; run(world: World, request: Request, caller: Caller): Answer })
  | (Common & {
      who: "key";
      source: KeySource;
      /** Whether the performance guard stands before it, and whether it checks IP list and group in every version. */
      relay?: true;
      run(world: World, request: Request, bearer: Bearer): Answer;
    })
  | (Common & { who: "own key"; run(world: World, request: Request): { answer: Answer; token?: Token } });

/** The routes that a version has. */
export function routesOf(profile: Profile): RouteSpec[] {
  return [...open, ...dashboard(profile), ...admin, ...dataPlane(profile)];
}

const open: RouteSpec[] = [
  { method: "GET", path: "/api/status", who: "anybody", run: site.status },
  { method: "GET", path: "/api/setup", who: "anybody", run: setupState },
  { method: "POST", path: "/api/setup", who: "anybody", run: setup },
  { method: "GET", path: "/api/pricing", who: "anybody", run: site.pricing },
  { method: "GET", path: "/api/user/groups", who: "anybody", run: (world, request) => site.userGroups(world, request) },
  { method: "POST", path: "/api/user/login", who: "anybody", limit: "critical", run: login },
];

function dashboard(profile: Profile): RouteSpec[] {
  const routes: RouteSpec[] = [
    { method: "GET", path: "/api/user/self", who: "user", run: whoamiRoute },
    { method: "PUT", path: "/api/user/self", who: "user", run: updateSelf },
    {
      method: "GET",
      path: "/api/user/token",
      who: "user",
      ...(profile.patLimited ? { limit: "pat" as const } : {}),
      run: issueToken,
    },
    { method: "GET", path: "/api/user/self/groups", who: "user", run: site.userGroups },
    { method: "GET", path: "/api/user/models", who: "user", run: site.userModels },
    { method: "GET", path: "/api/models", who: "user", run: site.channelModels },
    { method: "GET", path: "/api/log/self", who: "user", run: ownLog },
    { method: "GET", path: "/api/log/self/stat", who: "user", run: ownStatistics },
    { method: "GET", path: "/api/log/self/search", who: "user", limit: "search", run: searchOwnLog },
    { method: "GET", path: "/api/token/", who: "user", run: tokens.listTokens },
    { method: "GET", path: "/api/token/search", who: "user", limit: "search", run: searchTokens },
    { method: "GET", path: "/api/token/:id", who: "user", run: tokens.getToken },
    { method: "POST", path: "/api/token/", who: "user", run: createToken },
    { method: "PUT", path: "/api/token/", who: "user", run: updateToken },
    { method: "DELETE", path: "/api/token/:id", who: "user", run: tokens.deleteToken },
  ];
  if (profile.realAuthStatus) {
    const path = "/api/user/auth/refresh";
    routes.push({ method: "POST", path, who: "anybody", limit: "critical", run: refresh });
  }
  if (profile.autoGroupsField) {
    routes.push({ method: "GET", path: "/api/token/auto-groups", who: "user", run: site.autoGroups });
  }
  if (profile.batchDelete) {
    routes.push({ method: "POST", path: "/api/token/batch", who: "user", run: tokens.deleteBatch });
  }
  if (profile.masked) {
    const path = "/api/token/:id/key";
    routes.push({ method: "POST", path, who: "user", limit: "critical", run: tokens.reveal });
  }
  if (profile.batchReveal) {
    const path = "/api/token/batch/keys";
    routes.push({ method: "POST", path, who: "user", limit: "critical", run: tokens.revealBatch });
  }
  return routes;
}

const admin: RouteSpec[] = [
  { method: "GET", path: "/api/group/", who: "admin", run: site.groupNames },
  { method: "POST", path: "/api/user/", who: "admin", run: createUser },
  { method: "PUT", path: "/api/user/", who: "admin", run: updateUser },
  { method: "POST", path: "/api/user/manage", who: "admin", run: manageUser },
  { method: "GET", path: "/api/user/:id", who: "admin", run: getUser },
  { method: "DELETE", path: "/api/user/:id", who: "admin", run: deleteUser },
  { method: "POST", path: "/api/channel/", who: "admin", run: site.createChannel },
  { method: "DELETE", path: "/api/channel/:id", who: "admin", run: site.deleteChannel },
  { method: "GET", path: "/api/option/", who: "root", run: site.listOptions },
  { method: "PUT", path: "/api/option/", who: "root", run: site.setOption },
];

function dataPlane(profile: Profile): RouteSpec[] {
  const modern = profile.modernModels;
  const models: KeySource = modern ? "anthropic" : "plain";
  const billing = "/v1/dashboard/billing";
  const routes: RouteSpec[] = [
    { method: "GET", path: "/v1/models", who: "key", source: models, run: listModels },
    { method: "GET", path: "/v1/models/:model", who: "key", source: models, run: getModel },
    { method: "POST", path: "/v1/chat/completions", who: "key", source: "plain", relay: true, run: relay },
    { method: "POST", path: "/v1/messages", who: "key", source: "anthropic", relay: true, run: relay },
    { method: "POST", path: "/v1/images/variations", who: "key", source: "plain", relay: true, run: notImplemented },
    { method: "GET", path: `${billing}/subscription`, who: "key", source: "plain", run: subscription },
    { method: "GET", path: `${billing}/usage`, who: "key", source: "plain", run: billingUsage },
    // Where the key comes in the query there is nothing to guess, and no critical limit either.
    {
      method: "GET",
      path: "/api/log/token",
      who: "own key",
      ...(profile.keyLogAuthorized ? { limit: "critical" as const } : {}),
      run: tokenLog,
    },
  ];
  if (profile.usageRoute) {
    routes.push({ method: "GET", path: "/api/usage/token/", who: "own key", limit: "critical", run: tokenUsage });
  }
  if (modern) {
    routes.push(
      { method: "GET", path: "/v1beta/models", who: "key", source: "gemini", run: listModelsGemini },
      { method: "GET", path: "/v1beta/openai/models", who: "key", source: "plain", run: listModelsOpenAI },
    );
  }
  return routes;
}
