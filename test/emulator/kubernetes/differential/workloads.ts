import {
  APPLY,
  JSON_PATCH,
  MERGE_PATCH,
  METADATA_LIST,
  STRATEGIC_PATCH,
  type Step,
  TABLE,
  uidSeen,
  versionSeen,
} from "./step.ts";

const apps = "/apis/apps/v1/namespaces/kinds/deployments";
const pods = {
  metadata: { labels: { app: "x" } },
  spec: {
    containers: [{ name: "c", image: "nginx", env: [{ name: "A", value: "1" }], ports: [{ containerPort: 80 }] }],
  },
};
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "d" },
  spec: { selector: { matchLabels: { app: "x" } }, template: pods },
};
const event = {
  apiVersion: "v1",
  kind: "Event",
  metadata: { name: "e" },
  involvedObject: { kind: "Secret", namespace: "kinds", name: "s", apiVersion: "v1" },
  reason: "Why",
  message: "What",
  type: "Normal",
  source: { component: "me" },
  firstTimestamp: "2026-01-01T00:00:00Z",
  lastTimestamp: "2026-01-01T00:00:00Z",
  count: 1,
};
const newEvent = {
  apiVersion: "events.k8s.io/v1",
  kind: "Event",
  metadata: { name: "e2" },
  regarding: { kind: "Secret", namespace: "kinds", name: "s", apiVersion: "v1" },
  reason: "Why",
  note: "What",
  type: "Warning",
  action: "Do",
  eventTime: "2026-01-01T00:00:00.000000Z",
  reportingController: "example.dev/me",
  reportingInstance: "me-1",
};
const lease = {
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "l" },
  spec: {
    holderIdentity: "a",
    leaseDurationSeconds: 15,
    acquireTime: "2026-01-01T00:00:00.000000Z",
    renewTime: "2026-01-01T00:00:00.000000Z",
    leaseTransitions: 0,
  },
};
const leases = "/apis/coordination.k8s.io/v1/namespaces/kinds/leases";
const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** The other built-in kinds, discovery, and questions about oneself. */
export const workloadSteps: Step[] = [
  {
    name: "namespace",
    request: "POST /api/v1/namespaces",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "kinds", labels: { a: "b" } } },
  },
  { name: "namespace table", request: "GET /api/v1/namespaces/kinds", accept: TABLE },
  { name: "namespaces by name", request: "GET /api/v1/namespaces?fieldSelector=metadata.name%3Dkinds" },
  {
    name: "namespace label",
    request: "PATCH /api/v1/namespaces/kinds",
    type: MERGE_PATCH,
    body: { metadata: { labels: { c: "d" } } },
  },
  {
    name: "namespace apply",
    request: "PATCH /api/v1/namespaces/kinds?fieldManager=m",
    type: APPLY,
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "kinds", labels: { e: "f" } } },
  },
  { name: "deployment", request: `POST ${apps}`, body: deployment },
  { name: "deployment table", request: `GET ${apps}`, accept: TABLE },
  {
    name: "deployment restart",
    request: `PATCH ${apps}/d?fieldManager=kubectl-rollout`,
    type: STRATEGIC_PATCH,
    body: { spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "now" } } } } },
  },
  {
    name: "deployment env",
    request: `PATCH ${apps}/d`,
    type: STRATEGIC_PATCH,
    body: { spec: { template: { spec: { containers: [{ name: "c", env: [{ name: "B", value: "2" }] }] } } } },
  },
  {
    name: "deployment env removed",
    request: `PATCH ${apps}/d`,
    type: STRATEGIC_PATCH,
    body: { spec: { template: { spec: { containers: [{ name: "c", env: [{ $patch: "delete", name: "A" }] }] } } } },
  },
  {
    name: "deployment ordered",
    request: `PATCH ${apps}/d`,
    type: STRATEGIC_PATCH,
    body: {
      spec: {
        template: {
          spec: {
            "$setElementOrder/containers": [{ name: "n" }, { name: "c" }],
            containers: [{ name: "n", image: "busybox:1" }],
          },
        },
      },
    },
  },
  {
    name: "deployment apply",
    request: `PATCH ${apps}/d?fieldManager=ssa`,
    type: APPLY,
    body: {
      ...deployment,
      spec: { ...deployment.spec, template: { ...pods, spec: { containers: [{ name: "c", image: "nginx" }] } } },
    },
  },
  {
    name: "deployment apply conflict",
    request: `PATCH ${apps}/d?fieldManager=ssa`,
    type: APPLY,
    body: {
      ...deployment,
      spec: {
        ...deployment.spec,
        replicas: 3,
        template: { ...pods, spec: { containers: [{ name: "c", image: "other" }] } },
      },
    },
  },
  {
    name: "deployment apply create",
    request: `PATCH ${apps}/d2?fieldManager=ssa`,
    type: APPLY,
    body: { ...deployment, metadata: { name: "d2" } },
  },
  {
    name: "deployment selector",
    request: `PATCH ${apps}/d`,
    type: MERGE_PATCH,
    body: { spec: { selector: { matchLabels: { app: "y" } } } },
    differs: "the selector is quoted as Go prints it",
  },
  {
    name: "deployment without containers",
    request: `POST ${apps}`,
    body: {
      ...deployment,
      metadata: { name: "d3" },
      spec: { ...deployment.spec, template: { metadata: pods.metadata, spec: { containers: [] } } },
    },
  },
  {
    name: "deployment status",
    request: `PATCH ${apps}/d/status`,
    type: MERGE_PATCH,
    body: {
      spec: { replicas: 9 },
      status: { observedGeneration: 5, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
    },
  },
  { name: "deployment scale", request: `GET ${apps}/d/scale` },
  { name: "deployment scale up", request: `PATCH ${apps}/d/scale`, type: MERGE_PATCH, body: { spec: { replicas: 2 } } },
  {
    name: "deployment after scale",
    request: `GET ${apps}/d`,
    differs: "the claim that a scale leaves carries no time",
  },
  {
    name: "daemonset",
    request: "POST /apis/apps/v1/namespaces/kinds/daemonsets",
    body: { ...deployment, kind: "DaemonSet" },
  },
  {
    name: "statefulset",
    request: "POST /apis/apps/v1/namespaces/kinds/statefulsets",
    body: { ...deployment, kind: "StatefulSet", spec: { ...deployment.spec, serviceName: "s" } },
  },
  {
    name: "replicaset",
    request: "POST /apis/apps/v1/namespaces/kinds/replicasets",
    body: { ...deployment, kind: "ReplicaSet" },
  },
  {
    name: "daemonset table",
    request: "GET /apis/apps/v1/namespaces/kinds/daemonsets",
    accept: TABLE,
    differs: "the real server leaves its deprecated annotation out of Tables",
  },
  { name: "statefulset table", request: "GET /apis/apps/v1/namespaces/kinds/statefulsets", accept: TABLE },
  { name: "replicaset table", request: "GET /apis/apps/v1/namespaces/kinds/replicasets", accept: TABLE },
  {
    name: "configmap",
    request: "POST /api/v1/namespaces/kinds/configmaps",
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { a: "b" } },
  },
  { name: "configmap table", request: "GET /api/v1/namespaces/kinds/configmaps/c", accept: TABLE },
  { name: "configmap by field", request: "GET /api/v1/namespaces/kinds/configmaps?fieldSelector=data.a%3Db" },
  {
    name: "serviceaccount",
    request: "POST /api/v1/namespaces/kinds/serviceaccounts",
    body: { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "sa" } },
  },
  { name: "serviceaccount table", request: "GET /api/v1/namespaces/kinds/serviceaccounts/sa", accept: TABLE },
  { name: "lease", request: `POST ${leases}`, body: lease },
  {
    name: "lease bad",
    request: `POST ${leases}`,
    body: { ...lease, metadata: { name: "l2" }, spec: { leaseDurationSeconds: 0 } },
  },
  {
    name: "lease update without version",
    request: `PUT ${leases}/l`,
    body: { ...lease, spec: { ...lease.spec, holderIdentity: "b" } },
  },
  {
    name: "lease update",
    request: `PUT ${leases}/l`,
    bodyFrom: (seen) => ({
      ...lease,
      metadata: { name: "l", resourceVersion: versionSeen(seen, "lease") },
      spec: { ...lease.spec, holderIdentity: "b" },
    }),
  },
  { name: "lease table", request: `GET ${leases}`, accept: TABLE },
  { name: "lease created by update", request: `PUT ${leases}/new`, body: { ...lease, metadata: { name: "new" } } },
  { name: "event", request: "POST /api/v1/namespaces/kinds/events", body: event },
  { name: "event elsewhere", request: "POST /api/v1/namespaces/default/events", body: event },
  { name: "event as new", request: "GET /apis/events.k8s.io/v1/namespaces/kinds/events/e" },
  { name: "new event", request: "POST /apis/events.k8s.io/v1/namespaces/kinds/events", body: newEvent },
  { name: "new event as old", request: "GET /api/v1/namespaces/kinds/events/e2" },
  {
    name: "new event series",
    request: "PATCH /apis/events.k8s.io/v1/namespaces/kinds/events/e2",
    type: MERGE_PATCH,
    body: { series: { count: 2, lastObservedTime: "2026-01-01T00:00:01.000000Z" } },
  },
  {
    name: "events by object",
    request: "GET /api/v1/namespaces/kinds/events?fieldSelector=involvedObject.name%3Ds,type%3DNormal",
  },
  {
    name: "new events by object",
    request: "GET /apis/events.k8s.io/v1/namespaces/kinds/events?fieldSelector=regarding.name%3Ds",
  },
  { name: "event table", request: "GET /api/v1/namespaces/kinds/events", accept: TABLE },
  { name: "events metadata", request: "GET /apis/events.k8s.io/v1/namespaces/kinds/events", accept: METADATA_LIST },
  {
    name: "role",
    request: `POST ${rbac}/namespaces/kinds/roles`,
    body: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "r" },
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }],
    },
  },
  {
    name: "rolebinding",
    request: `POST ${rbac}/namespaces/kinds/rolebindings`,
    body: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "rb" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
      subjects: [
        { kind: "ServiceAccount", name: "sa", namespace: "kinds" },
        { kind: "User", name: "u" },
      ],
    },
  },
  { name: "rolebinding table", request: `GET ${rbac}/namespaces/kinds/rolebindings`, accept: TABLE },
  {
    name: "rolebinding other role",
    request: `PATCH ${rbac}/namespaces/kinds/rolebindings/rb`,
    type: JSON_PATCH,
    body: [{ op: "replace", path: "/roleRef/name", value: "other" }],
  },
  {
    name: "clusterrole",
    request: `POST ${rbac}/clusterroles`,
    body: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "kinds:r" },
      rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
    },
  },
  {
    name: "can I",
    request: "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { namespace: "kinds", verb: "get", resource: "secrets" } },
    },
    differs: "the real server says which rule allows it",
  },
  {
    name: "who am I",
    request: "POST /apis/authentication.k8s.io/v1/selfsubjectreviews",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    differs: "there is one user here",
  },
  {
    name: "token",
    request: "POST /api/v1/namespaces/kinds/serviceaccounts/sa/token",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } },
    differs: "the token is another",
  },
  { name: "health", request: "GET /healthz" },
  { name: "ready", request: "GET /readyz" },
  { name: "live", request: "GET /livez" },
  { name: "core versions", request: "GET /api", differs: "the address is another" },
  { name: "apps group", request: "GET /apis/apps" },
  { name: "apps resources", request: "GET /apis/apps/v1", differs: "controllerrevisions are not served here" },
  { name: "lease resources", request: "GET /apis/coordination.k8s.io/v1" },
  { name: "event resources", request: "GET /apis/events.k8s.io/v1" },
  { name: "definition resources", request: "GET /apis/apiextensions.k8s.io/v1" },
  { name: "rbac resources", request: "GET /apis/rbac.authorization.k8s.io/v1" },
  { name: "nothing there", request: "GET /nothing" },
  {
    name: "orphan",
    request: `DELETE ${apps}/d`,
    body: { propagationPolicy: "Orphan" },
    differs: "the garbage collector does not run beside the real server here",
  },
  {
    name: "foreground",
    request: `DELETE ${apps}/d2`,
    bodyFrom: (seen) => ({
      propagationPolicy: "Foreground",
      preconditions: { uid: uidSeen(seen, "deployment apply create") },
    }),
  },
  { name: "delete namespace", request: "DELETE /api/v1/namespaces/kinds" },
];
