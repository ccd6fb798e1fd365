import { control } from "../control.ts";
import type { Emulator, EmulatorOptions } from "../emulator.ts";
import { createFaults } from "../faults.ts";
import { type Answer, type Request, serve } from "../http.ts";
import { createRouter, type Route, type Router } from "../router.ts";
import { addCompositeRoutes } from "./admin-composite.ts";
import { addAdminGroupRoutes } from "./admin-groups.ts";
import { addAdminKeyRoutes } from "./admin-keys.ts";
import { addAdminSiteRoutes } from "./admin-site.ts";
import { addAdminUserRoutes } from "./admin-users.ts";
import { emptyAnswer, notFound } from "./answers.ts";
import { addAuthRoutes } from "./auth.ts";
import { clientAddress } from "./client-address.ts";
import { addDataPlaneRoutes } from "./data-plane.ts";
import { addGroupRoutes } from "./group-routes.ts";
import { addKeyRoutes } from "./keys.ts";
import { profileOf } from "./profile.ts";
import { plant } from "./seed.ts";
import { addSiteRoutes } from "./site.ts";
import { Unencodable } from "./stamp.ts";
import { playTricks } from "./tricks.ts";
import { addUsageRoutes } from "./usage-routes.ts";
import { createWorld, type World } from "./world.ts";

interface Sub2apiOptions extends EmulatorOptions {
  /** Source of key texts and tokens; default the system's. */
  random?: (bytes: number) => Buffer;
}

/**
 * Starts an emulated Sub2API server. Profiles: `0.1.106`, `0.1.120`, `0.1.179`. Credentials: `email` and `password` of
 * a user, `adminEmail`, `adminPassword`, and `adminKey` except with the seed "empty". The panel and the data plane
 * share one address.
 */
export async function startSub2api(options: Sub2apiOptions): Promise<Emulator> {
  const profile = profileOf(options.profile);
  const world = createWorld(profile, {
    now: options.now,
    random: options.random,
    limits: options.limits ?? false,
  });
  const credentials = plant(world, options.seed ?? "empty");
  const faults = createFaults();
  const state = (change: Readonly<Record<string, unknown>>) => playTricks(world, change);
  const own = control({ ledger: world.ledger, faults, clock: world.clock, state });
  const router = createRoutes(world);
  const served = await serve({
    port: options.port ?? 0,
    faults,
    handle: async (request) => own(request) ?? (await answerTo(world, router, request)),
    onFault: (fault, method, path) =>
      world.ledger.note("fault", `${fault.kind} ${method} ${path.split("?")[0]}`, world.clock.now()),
    clientAddress: (peer, headers) => clientAddress(profile.trustsForwarding, peer, headers),
  });
  return {
    kind: "sub2api",
    profile: profile.version,
    panelURL: served.url,
    dataURL: served.url,
    credentials,
    ledgerURL: `${served.url}/__emulator/ledger`,
    ledger: world.ledger,
    faults,
    clock: world.clock,
    state,
    async close() {
      world.holds.drop();
      await served.close();
    },
  };
}

function createRoutes(world: World): Router {
  const router = createRouter();
  addSiteRoutes(router, world);
  addAuthRoutes(router, world);
  addKeyRoutes(router, world);
  addGroupRoutes(router, world);
  addUsageRoutes(router, world);
  addAdminSiteRoutes(router, world);
  addAdminGroupRoutes(router, world);
  addAdminUserRoutes(router, world);
  addAdminKeyRoutes(router, world);
  addCompositeRoutes(router, world);
  addDataPlaneRoutes(router, world);
  return router;
}

async function answerTo(world: World, router: Router, request: Request): Promise<Answer> {
  const found = router.match(request.method, request.path);
  const answer = found ? await run(found.route, found.params, request) : elsewhere(router, request);
  if (found && request.path.startsWith("/api/")) {
    world.ledger.managementRequest({
      route: `${found.route.method} ${found.route.pattern}`,
      status: answer.status,
      ok: answer.status < 300 && answer !== emptyAnswer,
      at: world.clock.now(),
    });
  }
  return { ...answer, headers: { ...answer.headers, "X-Request-Id": requestId() } };
}

async function run(route: Route, params: Record<string, string>, request: Request): Promise<Answer> {
  request.params = params;
  try {
    return await route.handler(request);
  } catch (error) {
    if (error instanceof Unencodable) return emptyAnswer;
    throw error;
  }
}

/** A path with a slash too many is sent to the one without; everything else does not exist. Clients turn a POST into a GET on it. */
function elsewhere(router: Router, { method, path, search }: Request): Answer {
  const bare = path.replace(/\/$/, "");
  if (bare === path || bare === "" || !router.match(method, bare)) return notFound;
  const location = search === "" ? bare : `${bare}?${search}`;
  return {
    status: 301,
    headers: { Location: location, "Content-Type": "text/html; charset=utf-8" },
    body: method !== "GET" ? "" : `<a href="${location}">Moved Permanently</a>.\n\n`,
  };
}

let requests = 0;

function requestId(): string {
  requests += 1;
  return `emulated-${requests.toString(16).padStart(12, "0")}`;
}
