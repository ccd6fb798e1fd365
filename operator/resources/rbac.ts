import { group } from "./definition.ts";
import { kinds } from "./kinds.ts";

/** Where the operator lives when it is installed from the plain manifests. */
export const operatorNamespace = "tokapi-system";
const name = "tokapi-operator";

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What the operator may do, and for each line why. The role is asked for by the tests of the operator as well. */
export const clusterRules: readonly (PolicyRule & { readonly why: string })[] = [
  {
    why: "The resources that people write.",
    apiGroups: [group],
    resources: kinds.map(({ plural }) => plural),
    verbs: ["get", "list", "watch"],
  },
  {
    why: "Finalizers, and taking away the annotation of a request that was met.",
    apiGroups: [group],
    resources: ["tokapikeys"],
    verbs: ["patch"],
  },
  {
    why: "The ledger of issued keys and the conditions.",
    apiGroups: [group],
    resources: kinds.filter(({ status }) => status).map(({ plural }) => `${plural}/status`),
    verbs: ["patch"],
  },
  {
    why: "Where OwnerReferencesPermissionEnforcement is on, a Secret with a blocking owner reference needs this.",
    apiGroups: [group],
    resources: ["tokapikeys/finalizers"],
    verbs: ["update"],
  },
  {
    why: [
      "get: gateway credentials, and a delivered key's text after a restart.",
      "list, watch: metadata of the Secrets that bear our label, to see edits and deletions.",
      "patch: server-side apply of deliveries. create: the same where the Secret does not exist yet.",
      "delete: the delivered Secret of the old name, after spec.secret.name was changed.",
    ].join("\n"),
    apiGroups: [""],
    resources: ["secrets"],
    verbs: ["get", "list", "watch", "create", "patch", "delete"],
  },
  {
    why: "Certificate authorities that a gateway refers to.",
    apiGroups: [""],
    resources: ["configmaps"],
    verbs: ["get"],
  },
  {
    why: "Which namespaces a ClusterTokGateway serves; the uid of kube-system is the cluster's id.",
    apiGroups: [""],
    resources: ["namespaces"],
    verbs: ["get", "list", "watch"],
  },
  {
    why: "rolloutRestart: patch restarts a workload, get tells when it is done.",
    apiGroups: ["apps"],
    resources: ["deployments", "statefulsets", "daemonsets"],
    verbs: ["get", "patch"],
  },
  {
    why: "Events for every step; patch counts repetitions.",
    apiGroups: ["events.k8s.io"],
    resources: ["events"],
    verbs: ["create", "patch"],
  },
];

/** What the operator may do in its own namespace. */
export const ownNamespaceRules: readonly (PolicyRule & { readonly why: string })[] = [
  {
    why: "Leader election.",
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    verbs: ["get", "create", "update"],
  },
];

/** The operator's account, its roles and their bindings, in the order in which they must be applied. */
export function rbacObjects(namespace: string = operatorNamespace): readonly Record<string, unknown>[] {
  const api = "rbac.authorization.k8s.io";
  const rules = (list: typeof clusterRules) => list.map(({ why: _, ...rule }) => rule);
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const roleRef = (kind: string) => ({ apiGroup: api, kind, name });
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    { apiVersion: `${api}/v1`, kind: "ClusterRole", metadata: { name }, rules: rules(clusterRules) },
    {
      apiVersion: `${api}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: roleRef("ClusterRole"),
      subjects,
    },
    { apiVersion: `${api}/v1`, kind: "Role", metadata: { name, namespace }, rules: rules(ownNamespaceRules) },
    {
      apiVersion: `${api}/v1`,
      kind: "RoleBinding",
      metadata: { name, namespace },
      roleRef: roleRef("Role"),
      subjects,
    },
  ];
}
