import { builtinColumns } from "./builtin-columns.ts";
import { builtinRules } from "./builtin-rules.ts";
import { builtinSelectable } from "./builtin-selectable.ts";
import { eventFromStored, eventToStored } from "./events-v1.ts";
import type { KubeObject } from "./json.ts";
import { ALL_VERBS, type Resource } from "./resource.ts";
import { builtinSchemas, type Schema } from "./schema.ts";

interface Declared {
  group: string;
  plural: string;
  kind: string;
  namespaced: boolean;
  shortNames?: string[];
  categories?: string[];
  status?: boolean;
  scale?: boolean;
  storage?: string;
  verbs?: readonly string[];
}

const APPS = { group: "apps", namespaced: true, status: true, categories: ["all"] };
const RBAC = { group: "rbac.authorization.k8s.io" };
const NO_MANY = ALL_VERBS.filter((verb) => verb !== "deletecollection");

const declared: Declared[] = [
  {
    group: "",
    plural: "namespaces",
    kind: "Namespace",
    namespaced: false,
    shortNames: ["ns"],
    status: true,
    verbs: NO_MANY,
  },
  { group: "", plural: "nodes", kind: "Node", namespaced: false, shortNames: ["no"], status: true },
  { group: "", plural: "secrets", kind: "Secret", namespaced: true },
  { group: "", plural: "configmaps", kind: "ConfigMap", namespaced: true, shortNames: ["cm"] },
  { group: "", plural: "serviceaccounts", kind: "ServiceAccount", namespaced: true, shortNames: ["sa"] },
  {
    group: "",
    plural: "services",
    kind: "Service",
    namespaced: true,
    shortNames: ["svc"],
    categories: ["all"],
    status: true,
  },
  { group: "", plural: "pods", kind: "Pod", namespaced: true, shortNames: ["po"], categories: ["all"], status: true },
  { group: "", plural: "events", kind: "Event", namespaced: true, shortNames: ["ev"] },
  { group: "events.k8s.io", plural: "events", kind: "Event", namespaced: true, shortNames: ["ev"], storage: "events" },
  { group: "coordination.k8s.io", plural: "leases", kind: "Lease", namespaced: true },
  { ...APPS, plural: "deployments", kind: "Deployment", shortNames: ["deploy"], scale: true },
  { ...APPS, plural: "daemonsets", kind: "DaemonSet", shortNames: ["ds"] },
  { ...APPS, plural: "statefulsets", kind: "StatefulSet", shortNames: ["sts"], scale: true },
  { ...APPS, plural: "replicasets", kind: "ReplicaSet", shortNames: ["rs"], scale: true },
  { ...RBAC, plural: "roles", kind: "Role", namespaced: true },
  { ...RBAC, plural: "rolebindings", kind: "RoleBinding", namespaced: true },
  { ...RBAC, plural: "clusterroles", kind: "ClusterRole", namespaced: false },
  { ...RBAC, plural: "clusterrolebindings", kind: "ClusterRoleBinding", namespaced: false },
  {
    group: "apiextensions.k8s.io",
    plural: "customresourcedefinitions",
    kind: "CustomResourceDefinition",
    namespaced: false,
    shortNames: ["crd", "crds"],
    categories: ["api-extensions"],
    status: true,
  },
];

/** The built-in resources, all at version v1. */
export function builtinResources(): Resource[] {
  return declared.map((one) => {
    const same = (object: KubeObject): KubeObject => object;
    const converted = one.group === "events.k8s.io";
    return {
      group: one.group,
      version: "v1",
      plural: one.plural,
      singular: one.kind.toLowerCase(),
      kind: one.kind,
      listKind: `${one.kind}List`,
      namespaced: one.namespaced,
      shortNames: one.shortNames ?? [],
      categories: one.categories ?? [],
      verbs: one.verbs ?? ALL_VERBS,
      storage: one.storage ?? (one.group === "" ? one.plural : `${one.plural}.${one.group}`),
      custom: false,
      ruled: false,
      schema: schemaOf(one.group, one.kind),
      status: one.status ?? false,
      ...(one.scale
        ? { scale: { specPath: ".spec.replicas", statusPath: ".status.replicas", selectorPath: ".spec.selector" } }
        : {}),
      columns: builtinColumns(one.kind),
      selectable: builtinSelectable(one.kind, one.group),
      rules: builtinRules(one.kind),
      toStored: converted ? eventToStored : same,
      fromStored: converted ? eventFromStored : same,
      verbatim: !converted,
    };
  });
}

function schemaOf(group: string, kind: string): Schema {
  for (const [name, schema] of Object.entries(builtinSchemas)) {
    const known = schema["x-kubernetes-group-version-kind"];
    if (known?.some((one) => one.group === group && one.kind === kind && one.version === "v1")) return { $ref: name };
  }
  throw new Error(`no schema of ${group}/v1 ${kind}: add it to generate-schemas.mjs and run it`);
}
