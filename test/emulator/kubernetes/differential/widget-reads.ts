import {
  APPLY,
  JSON_PATCH,
  MERGE_PATCH,
  METADATA,
  METADATA_LIST,
  type Step,
  TABLE,
  uidSeen,
  versionSeen,
} from "./step.ts";
import { widgetDefinition } from "./widget-definition.ts";

const widgets = "/apis/example.dev/v1/namespaces/default/widgets";
const head = { apiVersion: "example.dev/v1", kind: "Widget" };
/** Listing, watching and deleting widgets; continues the script of {@link widgetSteps}. */
export const widgetReadSteps: Step[] = [
  { name: "list", request: `GET ${widgets}` },
  { name: "list table", request: `GET ${widgets}`, accept: TABLE },
  { name: "list metadata", request: `GET ${widgets}`, accept: METADATA_LIST },
  { name: "list by field", request: `GET ${widgets}?fieldSelector=spec.colour%3Dred` },
  { name: "list by other field", request: `GET ${widgets}?fieldSelector=spec.size%3D1` },
  { name: "list page", request: `GET ${widgets}?limit=1` },
  { name: "list everywhere", request: "GET /apis/example.dev/v1/widgets?labelSelector=a" },
  {
    name: "watch",
    request: (seen) => `GET ${widgets}?watch=true&resourceVersion=${versionSeen(seen, "create")}`,
    events: 4,
  },
  { name: "watch from now", request: `GET ${widgets}?watch=true`, events: 2 },
  { name: "watch from any", request: `GET ${widgets}?watch=true&resourceVersion=0`, events: 2 },
  { name: "watch metadata", request: `GET ${widgets}?watch=true`, events: 1, accept: METADATA },
  { name: "watch table", request: `GET ${widgets}?watch=true`, events: 2, accept: TABLE },
  {
    name: "watch by label",
    request: (seen) => `GET ${widgets}?watch=true&labelSelector=a%3Db&resourceVersion=${versionSeen(seen, "create")}`,
    events: 9,
    differs: "how many events there are depends on writes that change nothing",
  },
  {
    name: "watch with initial events",
    request: `GET ${widgets}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    events: 3,
  },
  { name: "watch initial without match", request: `GET ${widgets}?watch=true&sendInitialEvents=true` },
  { name: "watch one", request: `GET ${widgets}/two?watch=true`, events: 1 },
  { name: "watch briefly", request: `GET ${widgets}?watch=true&resourceVersion=0&timeoutSeconds=1`, events: 9 },
  { name: "watch bad version", request: `GET ${widgets}?watch=true&resourceVersion=abc` },
  { name: "delete held", request: `DELETE ${widgets}/one` },
  { name: "update deleting", request: `PATCH ${widgets}/one`, type: MERGE_PATCH, body: { spec: { size: 11 } } },
  {
    name: "apply to a deleting one",
    request: `PATCH ${widgets}/one?fieldManager=app`,
    type: APPLY,
    body: { ...head, metadata: { name: "one", labels: { late: "yes" } } },
  },
  {
    name: "release",
    request: `PATCH ${widgets}/one`,
    type: JSON_PATCH,
    body: [{ op: "remove", path: "/metadata/finalizers" }],
  },
  { name: "get released", request: `GET ${widgets}/one` },
  {
    name: "delete stale uid",
    request: `DELETE ${widgets}/two`,
    body: { preconditions: { uid: "00000000-0000-0000-0000-000000000000" } },
  },
  {
    name: "delete",
    request: `DELETE ${widgets}/two`,
    bodyFrom: (seen) => ({ preconditions: { uid: uidSeen(seen, "apply create") } }),
  },
  { name: "delete missing", request: `DELETE ${widgets}/two` },
  { name: "scale patch", request: `PATCH ${widgets}/two/scale`, type: MERGE_PATCH, body: {} },
  {
    name: "bad definition name",
    request: "POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions",
    body: { ...widgetDefinition, metadata: { name: "wrong.example.dev" } },
    differs: "findings about a definition are fewer here",
  },
  {
    name: "delete definition",
    request: "DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.dev",
    differs: "deleted at once or a moment later",
  },
];
