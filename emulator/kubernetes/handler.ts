import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "./cluster.ts";
import { deleteCollection, deletedStatus, deleteFromRequest } from "./deletes.ts";
import {
  aggregated,
  aggregatedVersion,
  coreVersions,
  groupList,
  oneGroup,
  resourceList,
  versionInfo,
} from "./discovery.ts";
import type { Faults } from "./faults.ts";
import { negotiate } from "./negotiate.ts";
import { emptyOpenApiV2, openApiDocument, openApiIndex, openApiV2 } from "./openapi.ts";
import { type Output, renderList, renderObject, renderOne } from "./output.ts";
import { patchFromRequest } from "./patches.ts";
import { getText, listText } from "./reads.ts";
import { type ApiRequest, isTrue, parseResourcePath } from "./request.ts";
import type { RequestLog } from "./request-log.ts";
import type { Resource } from "./resource.ts";
import { answerReview } from "./reviews.ts";
import { answerScale } from "./scale.ts";
import { conflict, MODIFIED, methodNotAllowed, noSuchResource, notFound, StatusError, unauthorized } from "./status.ts";
import { rowDetailOf } from "./table.ts";
import { type LiveWatch, serveWatch, type WatchSettings } from "./watch.ts";
import { createFromRequest, updateFromRequest, type Written } from "./writes.ts";

/** Everything that answering a request needs. */
export interface Serving {
  cluster: Cluster;
  token: string;
  faults: Faults;
  log: RequestLog;
  watches: Set<LiveWatch>;
  watchSettings: WatchSettings;
}

interface Answer {
  code: number;
  text: string | Buffer;
  type?: string;
  headers?: Record<string, string>;
}

const OPENAPI_V2 = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

const json = (value: unknown, code = 200): Answer => ({ code, text: JSON.stringify(value) });
const plain = (text: string, code = 200): Answer => ({ code, text, type: "text/plain; charset=utf-8" });

/** Answers one request whose body has been read. Never throws. */
export async function handle(
  serving: Serving,
  message: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(message.url ?? "/", "http://localhost");
  try {
    if (!authorized(serving, message, url.pathname)) throw unauthorized();
    const path = parseResourcePath(url.pathname);
    if (!path) return write(response, unnamed(serving, message, url));
    const request: ApiRequest = {
      ...path,
      method: message.method ?? "GET",
      query: url.searchParams,
      headers: message.headers,
      body,
    };
    await answerResource(serving, request, response);
  } catch (error) {
    write(response, failure(error));
  }
}

function authorized({ token }: Serving, message: IncomingMessage, path: string): boolean {
  if (path === "/healthz" || path === "/livez" || path === "/readyz" || path === "/version") return true;
  // kubectl sends no credentials over plain HTTP, so their absence cannot be refused here; a wrong token is.
  const { authorization } = message.headers;
  return authorization === undefined || authorization === `Bearer ${token}`;
}

/** Nothing at all is served there, so not even a Status is. */
class NoSuchPath extends Error {}

function failure(error: unknown): Answer {
  if (error instanceof NoSuchPath) return plain("404 page not found\n", 404);
  if (error instanceof StatusError) {
    const details = error.body.details as { retryAfterSeconds?: number } | undefined;
    const seconds = details?.retryAfterSeconds;
    return {
      ...json(error.body, error.code),
      ...(seconds === undefined ? {} : { headers: { "retry-after": String(seconds) } }),
    };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return failure(new StatusError(500, "InternalError", `Internal error occurred: ${message}`));
}

function write(response: ServerResponse, { code, text, type = "application/json", headers = {} }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  response.writeHead(code, {
    "content-type": type,
    "content-length": bytes.length,
    "cache-control": "no-cache, private",
    ...headers,
  });
  response.end(bytes);
}

/** Discovery, health and schemas. */
function unnamed({ cluster }: Serving, message: IncomingMessage, url: URL): Answer {
  const { registry } = cluster;
  const path = url.pathname.replace(/\/$/, "");
  const { accept } = message.headers;
  if (/^\/(healthz|livez|readyz)(\/.*)?$/.test(path)) return plain("ok");
  if (path === "/version") return json(versionInfo());
  if (path === "/api" || path === "/apis") {
    const format = aggregatedVersion(accept);
    if (format) {
      const type = `application/json;g=apidiscovery.k8s.io;v=${format};as=APIGroupDiscoveryList`;
      return { ...json(aggregated(registry, path === "/api", format)), type };
    }
    return json(path === "/api" ? coreVersions(message.headers.host ?? "") : groupList(registry));
  }
  if (path === "/openapi/v3") return json(openApiIndex(registry));
  if (path === "/openapi/v2") {
    if (accept?.includes(OPENAPI_V2)) return { code: 200, text: emptyOpenApiV2(), type: OPENAPI_V2.replace("@", ".") };
    return json(openApiV2(registry));
  }
  const found = discovered(cluster, path);
  return found === undefined ? plain("404 page not found\n", 404) : json(found);
}

function discovered({ registry }: Cluster, path: string): unknown {
  const schema = /^\/openapi\/v3\/(?:api|apis)\/(.+)$/.exec(path);
  if (schema) return openApiDocument(registry, schema[1]!);
  const group = /^\/apis\/([^/]+)$/.exec(path);
  if (group) return oneGroup(registry, group[1]!);
  const version = /^\/(?:api|apis)\/(.+)$/.exec(path);
  return version ? resourceList(registry, version[1]!) : undefined;
}

function verbOf(request: ApiRequest): string {
  const { method, name, query } = request;
  if (method === "GET" || method === "HEAD") {
    if (name !== "") return "get";
    return isTrue(query.get("watch")) ? "watch" : "list";
  }
  if (method === "POST") return "create";
  if (method === "PUT") return "update";
  if (method === "PATCH") return "patch";
  if (method === "DELETE") return name === "" ? "deletecollection" : "delete";
  return method.toLowerCase();
}

async function answerResource(serving: Serving, request: ApiRequest, response: ServerResponse): Promise<void> {
  const { cluster, log, faults } = serving;
  const verb = verbOf(request);
  const { plural: resource, namespace, name, subresource } = request;
  const logged = {
    verb,
    resource,
    namespace,
    name,
    subresource,
    query: request.query.toString(),
    code: 0,
    userAgent: request.headers["user-agent"] ?? "",
  };
  log.add(logged);
  response.once("finish", () => {
    logged.code = response.statusCode;
  });
  const fault = faults.take(verb, resource);
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault?.kind === "reset" && fault.when === "before") return void response.socket?.resetAndDestroy();
  if (fault?.kind === "tooManyRequests") throw tooMany(fault.retryAfterSeconds);
  if (fault?.kind === "error")
    throw new StatusError(fault.code, "InternalError", "Internal error occurred: asked for by a test");
  const review = answerReview(cluster, request);
  if (review) return write(response, json(review, 201));
  const found = resourceOf(cluster, request);
  if (fault?.kind === "conflict") throw conflict(found, name, MODIFIED);
  const output: Output = {
    form: negotiate(request.headers.accept),
    rows: rowDetailOf(request.query),
    now: cluster.now(),
  };
  if (verb === "watch") {
    if (fault?.kind === "expired") cluster.bucket(found).compact();
    return serveWatch(cluster, found, request, output, response, serving.watchSettings, serving.watches);
  }
  const answer = answerVerb(cluster, found, request, verb, output);
  if (fault?.kind === "reset") return void response.socket?.resetAndDestroy();
  write(response, answer);
}

function tooMany(retryAfterSeconds: number): StatusError {
  return new StatusError(
    429,
    "TooManyRequests",
    "the server has received too many requests and has asked us to try again later",
    {
      retryAfterSeconds,
    },
  );
}

function resourceOf(cluster: Cluster, request: ApiRequest): Resource {
  const { apiVersion, plural, namespace, subresource } = request;
  const resource = cluster.registry.find(apiVersion, plural);
  if (!resource && !cluster.registry.groups().has(groupName(apiVersion))) throw new NoSuchPath();
  if (!resource || (namespace !== "" && !resource.namespaced)) throw noSuchResource();
  const known =
    subresource === "" ||
    (subresource === "status" && resource.status) ||
    (subresource === "scale" && resource.scale !== undefined) ||
    (subresource === "finalize" && resource.storage === "namespaces");
  if (!known) throw resource.custom ? notFound(resource, request.name) : noSuchResource();
  if (request.name !== "" && resource.namespaced && namespace === "") throw noSuchResource();
  return resource;
}

function groupName(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.split("/")[0]! : "";
}

function answerVerb(cluster: Cluster, resource: Resource, request: ApiRequest, verb: string, output: Output): Answer {
  const { name, subresource } = request;
  if (subresource === "scale") return json(answerScale(cluster, resource, request, verb));
  switch (verb) {
    case "get":
      return { code: 200, text: getText(cluster, resource, request, output) };
    case "list":
      return { code: 200, text: listText(cluster, resource, request, output) };
    case "create":
      if (name !== "" || (resource.namespaced && request.namespace === "")) throw methodNotAllowed();
      return written(resource, createFromRequest(cluster, resource, request), output);
    case "update":
      if (name === "") throw methodNotAllowed();
      return written(resource, updateFromRequest(cluster, resource, request), output);
    case "patch":
      if (name === "") throw methodNotAllowed();
      return written(resource, patchFromRequest(cluster, resource, request), output);
    case "delete": {
      if (subresource !== "") throw methodNotAllowed();
      const { gone, object, entry } = deleteFromRequest(cluster, resource, request);
      if (gone) return json(deletedStatus(resource, object));
      return { code: 200, text: entry ? renderOne(resource, entry, output) : JSON.stringify(object) };
    }
    case "deletecollection": {
      if (!resource.verbs.includes("deletecollection")) throw methodNotAllowed();
      const entries = deleteCollection(cluster, resource, request);
      return {
        code: 200,
        text: renderList(resource, entries, { resourceVersion: String(cluster.store.revision) }, output),
      };
    }
    default:
      throw methodNotAllowed();
  }
}

function written(resource: Resource, { code, object, entry, warnings }: Written, output: Output): Answer {
  const text = entry ? renderOne(resource, entry, output) : renderObject(resource, object, output);
  if (warnings.length === 0) return { code, text };
  const warning = warnings.map((one) => `299 - ${JSON.stringify(one)}`).join(", ");
  return { code, text, headers: { warning } };
}
