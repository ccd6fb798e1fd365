import type { Answer, Request } from "../http.ts";
import { createRouter } from "../router.ts";
import { failure, invalidURL, requestId } from "./answers.ts";
import { authenticate, isCaller, leastRole } from "./dashboard-auth.ts";
import { DecodeError } from "./decode.ts";
import { authorize } from "./key-auth.ts";
import { guard } from "./relay-routes.ts";
import { type RouteSpec, routesOf } from "./routes.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

const page = "<!doctype html><html><head><title>stub</title></head><body>stub front end</body></html>\n";
const authVersion = "864b7076dbcd0a3c01b5520316720ebf";

interface Outcome {
  answer: Answer;
  /** A dashboard user was recognised. */
  authenticated?: boolean;
  /** A request with a key: which one, and how it went for the key. */
  data?: { token: Token | undefined; outcome: "accepted" | "rejected" | "other" };
}

/** Answers everything but the emulator's own routes: redirects, limits, authentication, then the route. */
export function createHandler(world: World): (request: Request) => Answer {
  const { profile, ledger, clock } = world;
  const router = createRouter();
  const specs = new Map<string, RouteSpec>();
  for (const spec of routesOf(profile)) {
    router.add(spec.method, spec.path, () => ({ status: 500 }));
    specs.set(`${spec.method} ${spec.path}`, spec);
  }

  function handle(request: Request): Answer {
    world.settlement.tick();
    const found = router.match(request.method, request.path);
    const spec = found && specs.get(`${found.route.method} ${found.route.pattern}`);
    if (!found || !spec) return redirect(request) ?? finish(request, "unknown", { answer: unknown(request) });
    request.params = found.params;
    return finish(request, `${spec.method} ${spec.path}`, run(spec, request));
  }

  function redirect(request: Request): Answer | undefined {
    const { path, method } = request;
    const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
    if (other === "" || !router.match(method, other)) return undefined;
    const location = request.search === "" ? other : `${other}?${request.search}`;
    if (method !== "GET") return { status: 307, headers: { Location: location }, body: "" };
    const headers = { Location: location, "Content-Type": "text/html; charset=utf-8" };
    const href = location.replaceAll("&", "&amp;");
    return { status: 301, headers, body: `<a href="${href}">Moved Permanently</a>.\n\n` };
  }

  function unknown(request: Request): Answer {
    const limited = world.limits.take("GW", request.remoteAddress);
    if (limited) return limited;
    if (/^\/(api|v1|v1beta|assets)(\/|$)/.test(request.path)) return invalidURL(request.method, request.path);
    return { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: page };
  }

  function run(spec: RouteSpec, request: Request): Outcome {
    const global = spec.path.startsWith("/api/") || spec.path.startsWith("/v1/dashboard/");
    const limited = global ? world.limits.take("GA", request.remoteAddress) : undefined;
    if (limited) return { answer: limited };
    try {
      if (spec.who === "anybody") return { answer: extraLimit(spec, request, 0) ?? spec.run(world, request) };
      if (spec.who === "key") return withKey(spec, request);
      if (spec.who === "own key") return withOwnKey(spec, request);
      const caller = authenticate(world, request, leastRole[spec.who]);
      if (!isCaller(caller)) return { answer: caller };
      const refused = extraLimit(spec, request, caller.user.id);
      return { answer: refused ?? spec.run(world, request, caller), authenticated: true };
    } catch (error) {
      if (error instanceof DecodeError) return { answer: failure(error.message), authenticated: true };
      throw error;
    }
  }

  function extraLimit(spec: RouteSpec, request: Request, userId: number): Answer | undefined {
    if (spec.limit === undefined) return undefined;
    if (spec.limit === "search") return world.limits.take("SR", String(userId));
    const critical = world.limits.take("CT", request.remoteAddress);
    return critical ?? (spec.limit === "pat" ? world.limits.take("UC", String(userId)) : undefined);
  }

  function withKey(spec: RouteSpec & { who: "key" }, request: Request): Outcome {
    const busy = spec.relay ? guard(world, request) : undefined;
    if (busy) return { answer: busy, data: { token: undefined, outcome: "other" } };
    const bearer = authorize(world, request, spec.source, spec.relay === true || profile.modernModels);
    if (!("group" in bearer)) {
      const outcome = bearer.because === "key" ? "rejected" : "other";
      return { answer: bearer.answer, data: { token: bearer.token, outcome } };
    }
    return { answer: spec.run(world, request, bearer), data: { token: bearer.token, outcome: "accepted" } };
  }

  function withOwnKey(spec: RouteSpec & { who: "own key" }, request: Request): Outcome {
    const limited = extraLimit(spec, request, 0);
    if (limited) return { answer: limited };
    const { answer, token } = spec.run(world, request);
    return { answer, data: { token, outcome: answer.ok === false ? "rejected" : "accepted" } };
  }

  function finish(request: Request, route: string, { answer, authenticated, data }: Outcome): Answer {
    const { status } = answer;
    const at = clock.now();
    if (data) ledger.dataRequest({ route, status, keyId: keyId(request, data.token), outcome: data.outcome, at });
    else ledger.managementRequest({ route, status, ok: status < 400 && answer.ok !== false, at });
    answer.gzip = request.path.startsWith("/api/") || request.path.startsWith("/v1/dashboard/");
    answer.headers = {
      ...answer.headers,
      "X-Oneapi-Request-Id": requestId(),
      ...(profile.versionHeader ? { "X-New-Api-Version": profile.version } : {}),
      ...(authenticated && profile.authVersionHeader ? { "Auth-Version": authVersion } : {}),
    };
    return answer;
  }

  /** The ledger's id also of a key that the server no longer knows. */
  function keyId(request: Request, token: Token | undefined): string | null {
    if (token) return String(token.id);
    const header = request.headers.authorization ?? String(request.headers["x-api-key"] ?? "");
    const text = /(?:sk-)?([0-9A-Za-z]{48})/.exec(header)?.[1];
    return (text && ledger.byText(`sk-${text}`)?.id) ?? null;
  }

  return handle;
}
