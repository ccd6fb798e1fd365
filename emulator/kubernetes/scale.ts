import type { Cluster } from "./cluster.ts";
import { parseJson } from "./decode.ts";
import { cloneJson, type Fields, fieldsOf, isFields, type KubeObject } from "./json.ts";
import { jsonPatch } from "./patch-json.ts";
import { mergePatch } from "./patch-merge.ts";
import type { ApiRequest } from "./request.ts";
import type { Resource } from "./resource.ts";
import { badRequest, methodNotAllowed } from "./status.ts";
import { currentOf, storeChanged, writerOf } from "./writes.ts";

/** The scale subresource: get, update and patch of a replica count. */
export function answerScale(cluster: Cluster, resource: Resource, request: ApiRequest, verb: string): Fields {
  const object = currentOf(cluster, resource, request);
  const scale = scaleOf(resource, object);
  if (verb === "get") return scale;
  if (verb !== "update" && verb !== "patch") throw methodNotAllowed();
  const wanted = verb === "update" ? parseJson(request.body) : patched(scale, request);
  const replicas = fieldsOf(wanted.spec).replicas ?? 0;
  if (typeof replicas !== "number") throw badRequest("spec.replicas must be a number");
  const next = cloneJson(object);
  put(next, resource.scale!.specPath, replicas);
  const writer = { ...writerOf(cluster, resource, request), subresource: "scale" };
  return scaleOf(resource, storeChanged(cluster, resource, object, next, writer, false).object);
}

function patched(scale: Fields, request: ApiRequest): Fields {
  const patch: unknown = JSON.parse(request.body.toString("utf8"));
  const result = Array.isArray(patch) ? jsonPatch(scale, patch) : mergePatch(scale, patch);
  if (!isFields(result)) throw badRequest("the patch does not leave an object");
  return result;
}

function scaleOf(resource: Resource, object: KubeObject): Fields {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { specPath, statusPath, selectorPath } = resource.scale!;
  const labels = selectorPath ? read(object, selectorPath) : undefined;
  const selector = isFields(labels)
    ? Object.entries(fieldsOf(labels.matchLabels))
        .map(([key, value]) => `${key}=${value}`)
        .join(",")
    : labels;
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: read(object, specPath) ?? 0 },
    status: { replicas: read(object, statusPath) ?? 0, ...(selector ? { selector } : {}) },
  };
}

function read(object: Fields, path: string): unknown {
  return path
    .split(".")
    .slice(1)
    .reduce<unknown>((value, name) => (isFields(value) ? value[name] : undefined), object);
}

function put(object: Fields, path: string, value: unknown): void {
  const names = path.split(".").slice(1);
  const last = names.pop()!;
  let at = object;
  for (const name of names) {
    const below = fieldsOf(at[name]);
    at[name] = below;
    at = below;
  }
  at[last] = value;
}
