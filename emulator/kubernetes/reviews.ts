import { randomUUID } from "node:crypto";
import type { Cluster } from "./cluster.ts";
import { readBody } from "./decode.ts";
import { type Fields, fieldsOf } from "./json.ts";
import type { ApiRequest } from "./request.ts";
import { notFound } from "./status.ts";

/** Everything is allowed here, to one user: this server stores roles and enforces none. */
const USER = { username: "admin", uid: "admin", groups: ["system:masters", "system:authenticated"] };

/** Questions that a client may ask about itself; undefined when the path is none of them. */
export function answerReview(cluster: Cluster, request: ApiRequest): Fields | undefined {
  const { apiVersion, plural } = request;
  if (request.method !== "POST") return undefined;
  if (plural === "serviceaccounts" && request.subresource === "token") return tokenRequest(cluster, request);
  if (!apiVersion.startsWith("auth")) return undefined;
  const body = readReview(request);
  const head = { apiVersion, metadata: { creationTimestamp: null } };
  if (apiVersion === "authorization.k8s.io/v1" && plural === "selfsubjectaccessreviews") {
    return { kind: "SelfSubjectAccessReview", ...head, spec: fieldsOf(body.spec), status: { allowed: true } };
  }
  if (apiVersion === "authorization.k8s.io/v1" && plural === "selfsubjectrulesreviews") {
    const resourceRules = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];
    const nonResourceRules = [{ verbs: ["*"], nonResourceURLs: ["*"] }];
    return {
      kind: "SelfSubjectRulesReview",
      ...head,
      spec: {},
      status: { resourceRules, nonResourceRules, incomplete: false },
    };
  }
  if (apiVersion === "authentication.k8s.io/v1" && plural === "selfsubjectreviews") {
    return {
      kind: "SelfSubjectReview",
      apiVersion,
      metadata: { creationTimestamp: cluster.timestamp() },
      status: { userInfo: USER },
    };
  }
  return undefined;
}

function readReview(request: ApiRequest): Fields {
  return request.body.length > 0 ? readBody(request.body, request.headers["content-type"]) : {};
}

function tokenRequest(cluster: Cluster, request: ApiRequest): Fields {
  const account = cluster.store.bucket("serviceaccounts").get(`${request.namespace}/${request.name}`);
  if (!account) throw notFound({ group: "", plural: "serviceaccounts" }, request.name);
  const spec = fieldsOf(readReview(request).spec);
  const seconds = typeof spec.expirationSeconds === "number" ? spec.expirationSeconds : 3600;
  const expirationTimestamp = `${new Date(cluster.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name: request.name, namespace: request.namespace, creationTimestamp: cluster.timestamp() },
    spec: {
      audiences: spec.audiences ?? ["https://kubernetes.default.svc"],
      expirationSeconds: seconds,
      boundObjectRef: null,
    },
    status: { token: `${request.namespace}.${request.name}.${randomUUID()}`, expirationTimestamp },
  };
}
