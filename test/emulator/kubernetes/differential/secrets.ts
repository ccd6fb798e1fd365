import { METADATA, METADATA_LIST, type Step, TABLE, versionSeen } from "./step.ts";

const secrets = "/api/v1/namespaces/diff/secrets";
const head = { apiVersion: "v1", kind: "Secret" };

/** Built-in objects, seen through Secrets: every verb, patch, selector and error. */
export const secretSteps: Step[] = [
  {
    name: "namespace",
    request: "POST /api/v1/namespaces",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "diff" } },
  },
  {
    name: "namespace bad name",
    request: "POST /api/v1/namespaces",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "Diff.x" } },
  },
  { name: "get namespace", request: "GET /api/v1/namespaces/diff" },
  {
    name: "create secret",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "a", labels: { app: "x", tier: "1" } }, stringData: { k: "v" } },
  },
  { name: "create secret again", request: `POST ${secrets}`, body: { ...head, metadata: { name: "a" } } },
  {
    name: "create second",
    request: `POST ${secrets}`,
    body: {
      ...head,
      metadata: { name: "b", labels: { app: "x" }, annotations: { note: "n" } },
      type: "example.dev/t",
      data: { k: "dg==" },
    },
  },
  {
    name: "create third",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "c", labels: { app: "y" } }, immutable: true, data: { k: "dg==" } },
  },
  {
    name: "create in missing namespace",
    request: "POST /api/v1/namespaces/none/secrets",
    body: { ...head, metadata: { name: "a" } },
  },
  {
    name: "create with wrong namespace",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "w", namespace: "default" } },
  },
  { name: "create without name", request: `POST ${secrets}`, body: { ...head, metadata: {} } },
  { name: "create with bad name", request: `POST ${secrets}`, body: { ...head, metadata: { name: "A_b" } } },
  {
    name: "create with bad label",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l", labels: { ok: "not ok!" } } },
  },
  {
    name: "create with bad key",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l" }, data: { "a b": "dg==" } },
  },
  {
    name: "create tls without data",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l" }, type: "kubernetes.io/tls" },
  },
  {
    name: "create token without annotation",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l" }, type: "kubernetes.io/service-account-token" },
  },
  {
    name: "create with resourceVersion",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l", resourceVersion: "5" } },
  },
  {
    name: "create with wrong kind",
    request: `POST ${secrets}`,
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "l" } },
  },
  {
    name: "create with wrong version",
    request: `POST ${secrets}`,
    body: { apiVersion: "v2", kind: "Secret", metadata: { name: "l" } },
  },
  { name: "create without kind", request: `POST ${secrets}`, body: { metadata: { name: "nokind" } } },
  {
    name: "create with wrong type",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l" }, data: { k: 5 } },
  },
  {
    name: "create with data of wrong type",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l" }, data: 5 },
  },
  {
    name: "create with wrong label type",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l", labels: { a: true } } },
  },
  {
    name: "create with unknown field",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "unknown" }, extra: 1 },
  },
  {
    name: "create strictly with unknown field",
    request: `POST ${secrets}?fieldValidation=Strict`,
    body: { ...head, metadata: { name: "l", extra: 2 }, extra: 1 },
  },
  {
    name: "create with bad finalizer",
    request: `POST ${secrets}`,
    body: { ...head, metadata: { name: "l", finalizers: ["nope"] } },
  },
  {
    name: "create with half an owner",
    request: `POST ${secrets}`,
    body: {
      ...head,
      metadata: { name: "l", ownerReferences: [{ apiVersion: "v1", kind: "Secret", name: "a", uid: "" }] },
    },
  },
  { name: "create dry run", request: `POST ${secrets}?dryRun=All`, body: { ...head, metadata: { name: "dry" } } },
  { name: "get after dry run", request: `GET ${secrets}/dry` },
  {
    name: "create with bad json",
    request: `POST ${secrets}`,
    body: "{",
    differs: "the JSON parsers word their errors differently",
  },
  { name: "create with unknown content type", request: `POST ${secrets}`, type: "text/plain", body: "x" },
  { name: "get", request: `GET ${secrets}/a` },
  { name: "get missing", request: `GET ${secrets}/zzz` },
  { name: "get metadata", request: `GET ${secrets}/a`, accept: METADATA },
  { name: "get table", request: `GET ${secrets}/a`, accept: TABLE },
  { name: "get unknown resource", request: "GET /api/v1/namespaces/diff/nothings" },
  { name: "get unknown group", request: "GET /apis/nothing.example.dev/v1/things" },
  { name: "get unknown version", request: "GET /apis/apps/v9/deployments" },
  { name: "get unknown subresource", request: `GET ${secrets}/a/status` },
  { name: "list", request: `GET ${secrets}` },
  { name: "list table", request: `GET ${secrets}`, accept: TABLE },
  { name: "list table whole objects", request: `GET ${secrets}?includeObject=Object`, accept: TABLE },
  { name: "list table no objects", request: `GET ${secrets}?includeObject=None`, accept: TABLE },
  { name: "list metadata", request: `GET ${secrets}`, accept: METADATA_LIST },
  { name: "list by label", request: `GET ${secrets}?labelSelector=app%3Dx` },
  { name: "list by set", request: `GET ${secrets}?labelSelector=app%20in%20(x,y),tier` },
  { name: "list by notin", request: `GET ${secrets}?labelSelector=app%20notin%20(x),!tier` },
  { name: "list by inequality", request: `GET ${secrets}?labelSelector=app!%3Dx` },
  { name: "list by bad label selector", request: `GET ${secrets}?labelSelector=a%20b%20c` },
  { name: "list by name", request: `GET ${secrets}?fieldSelector=metadata.name%3Da` },
  { name: "list by type", request: `GET ${secrets}?fieldSelector=type%3Dexample.dev/t` },
  { name: "list by not type", request: `GET ${secrets}?fieldSelector=type!%3Dexample.dev/t,metadata.namespace%3Ddiff` },
  { name: "list by unknown field", request: `GET ${secrets}?fieldSelector=data.k%3Da` },
  { name: "list by bad field selector", request: `GET ${secrets}?fieldSelector=data` },
  { name: "list page", request: `GET ${secrets}?limit=2` },
  {
    name: "list next page",
    request: (seen) =>
      `GET ${secrets}?limit=2&continue=${(seen.get("list page")!.metadata as { continue: string }).continue}`,
  },
  { name: "list page by label", request: `GET ${secrets}?limit=1&labelSelector=app%3Dx` },
  {
    name: "list bad token",
    request: `GET ${secrets}?limit=1&continue=nonsense`,
    differs: "the reason why a token does not parse is worded differently",
  },
  {
    name: "list token and version",
    request: (seen) =>
      `GET ${secrets}?limit=2&resourceVersion=5&continue=${(seen.get("list page")!.metadata as { continue: string }).continue}`,
  },
  {
    name: "list exactly",
    request: (seen) =>
      `GET ${secrets}?resourceVersionMatch=Exact&resourceVersion=${versionSeen(seen, "create secret")}`,
  },
  {
    name: "list not older",
    request: (seen) =>
      `GET ${secrets}?resourceVersionMatch=NotOlderThan&resourceVersion=${versionSeen(seen, "create secret")}`,
  },
  { name: "list match without version", request: `GET ${secrets}?resourceVersionMatch=Exact` },
  { name: "list exactly zero", request: `GET ${secrets}?resourceVersionMatch=Exact&resourceVersion=0` },
  { name: "list bad version", request: `GET ${secrets}?resourceVersion=abc` },
  { name: "list bad limit", request: `GET ${secrets}?limit=abc` },
];
