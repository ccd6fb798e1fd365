import { type Fields, fieldsOf, isFields, type KubeObject } from "./json.ts";
import type { Column } from "./resource.ts";
import { ageText } from "./table.ts";

type Cell = Column["cell"];

function column(name: string, type: string, cell: Cell, priority = 0): Column {
  return { name, type, ...(name === "Name" ? { format: "name" } : {}), priority, cell };
}

const NAME = column("Name", "string", (object) => object.metadata.name);
const AGE = column("Age", "string", (object, now) => ageText(object.metadata.creationTimestamp, now));
const text = (name: string, cell: Cell, priority = 0): Column => column(name, "string", cell, priority);
const count = (name: string, cell: Cell, priority = 0): Column => column(name, "integer", cell, priority);

const spec = (object: KubeObject): Fields => fieldsOf(object.spec);
const status = (object: KubeObject): Fields => fieldsOf(object.status);
const size = (value: unknown): number => (isFields(value) || Array.isArray(value) ? Object.keys(value).length : 0);
const containers = (object: KubeObject): Fields[] => {
  const pod = fieldsOf(fieldsOf(spec(object).template).spec);
  return (pod.containers ?? []) as Fields[];
};
const names: Column[] = [
  text(
    "Containers",
    (object) =>
      containers(object)
        .map((one) => one.name)
        .join(","),
    1,
  ),
  text(
    "Images",
    (object) =>
      containers(object)
        .map((one) => one.image)
        .join(","),
    1,
  ),
];
const selector = text("Selector", (object) => labelText(fieldsOf(spec(object).selector).matchLabels), 1);

const columns: Record<string, Column[]> = {
  Namespace: [NAME, text("Status", (object) => status(object).phase), AGE],
  Secret: [NAME, text("Type", (object) => object.type), text("Data", (object) => size(object.data)), AGE],
  ConfigMap: [NAME, text("Data", (object) => size(object.data) + size(object.binaryData)), AGE],
  Lease: [NAME, text("Holder", (object) => spec(object).holderIdentity), AGE],
  Deployment: [
    NAME,
    text("Ready", (object) => `${status(object).readyReplicas ?? 0}/${spec(object).replicas ?? 1}`),
    text("Up-to-date", (object) => status(object).updatedReplicas ?? 0),
    text("Available", (object) => status(object).availableReplicas ?? 0),
    AGE,
    ...names,
    selector,
  ],
  StatefulSet: [
    NAME,
    text("Ready", (object) => `${status(object).readyReplicas ?? 0}/${spec(object).replicas ?? 1}`),
    AGE,
    ...names,
  ],
  ReplicaSet: [
    NAME,
    count("Desired", (object) => spec(object).replicas ?? 1),
    count("Current", (object) => status(object).replicas ?? 0),
    count("Ready", (object) => status(object).readyReplicas ?? 0),
    AGE,
    ...names,
    selector,
  ],
  DaemonSet: [
    NAME,
    count("Desired", (object) => status(object).desiredNumberScheduled ?? 0),
    count("Current", (object) => status(object).currentNumberScheduled ?? 0),
    count("Ready", (object) => status(object).numberReady ?? 0),
    count("Up-to-date", (object) => status(object).updatedNumberScheduled ?? 0),
    count("Available", (object) => status(object).numberAvailable ?? 0),
    text("Node Selector", (object) => labelText(fieldsOf(fieldsOf(spec(object).template).spec).nodeSelector)),
    AGE,
    ...names,
    selector,
  ],
  Pod: [
    NAME,
    text("Ready", (object) => podReady(object)),
    text("Status", (object) =>
      object.metadata.deletionTimestamp ? "Terminating" : (status(object).phase ?? "Pending"),
    ),
    text("Restarts", () => "0"),
    AGE,
    text("IP", (object) => status(object).podIP ?? "<none>", 1),
    text("Node", (object) => spec(object).nodeName ?? "<none>", 1),
    text("Nominated Node", (object) => status(object).nominatedNodeName ?? "<none>", 1),
    text("Readiness Gates", () => "<none>", 1),
  ],
  Event: [
    text("Last Seen", (object, now) => lastSeen(object, now)),
    text("Type", (object) => object.type),
    text("Reason", (object) => object.reason),
    text("Object", (object) => {
      const about = fieldsOf(object.involvedObject ?? object.regarding);
      return `${String(about.kind ?? "").toLowerCase()}/${about.name ?? ""}`;
    }),
    text("Subobject", (object) => fieldsOf(object.involvedObject ?? object.regarding).fieldPath ?? "", 1),
    text("Source", (object) => sourceText(object), 1),
    text("Message", (object) => String(object.message ?? object.note ?? "").trim()),
    text("First Seen", (object, now) => ageText(object.firstTimestamp ?? object.eventTime, now), 1),
    text("Count", (object) => fieldsOf(object.series).count ?? object.count ?? 1, 1),
    column("Name", "string", (object) => object.metadata.name, 1),
  ],
  RoleBinding: bindingColumns(),
  ClusterRoleBinding: bindingColumns(),
  Role: [NAME, column("Created At", "date", (object) => object.metadata.creationTimestamp)],
  ClusterRole: [NAME, column("Created At", "date", (object) => object.metadata.creationTimestamp)],
  CustomResourceDefinition: [NAME, column("Created At", "date", (object) => object.metadata.creationTimestamp)],
  Service: [
    NAME,
    text("Type", (object) => spec(object).type),
    text("Cluster-IP", (object) => spec(object).clusterIP ?? "<none>"),
    text("External-IP", () => "<none>"),
    text("Port(s)", (object) =>
      ((spec(object).ports ?? []) as Fields[]).map((port) => `${port.port}/${port.protocol ?? "TCP"}`).join(","),
    ),
    AGE,
    text("Selector", (object) => labelText(spec(object).selector), 1),
  ],
};

/** The columns of a built-in kind, as the real server's printers choose them. */
export function builtinColumns(kind: string): readonly Column[] {
  return columns[kind] ?? [NAME, AGE];
}

function bindingColumns(): Column[] {
  const subjects = (kind: string) => (object: KubeObject) =>
    ((object.subjects ?? []) as Fields[])
      .filter((subject) => subject.kind === kind)
      .map((subject) => (kind === "ServiceAccount" ? `${subject.namespace}/${subject.name}` : subject.name))
      .join(", ");
  return [
    NAME,
    text("Role", (object) => `${fieldsOf(object.roleRef).kind}/${fieldsOf(object.roleRef).name}`),
    AGE,
    text("Users", subjects("User"), 1),
    text("Groups", subjects("Group"), 1),
    text("ServiceAccounts", subjects("ServiceAccount"), 1),
  ];
}

function lastSeen(object: KubeObject, now: number): string {
  const series = fieldsOf(object.series).lastObservedTime;
  const at =
    series ?? object.lastTimestamp ?? object.deprecatedLastTimestamp ?? object.firstTimestamp ?? object.eventTime;
  return ageText(at, now);
}

function sourceText(object: KubeObject): string {
  const { component, host } = fieldsOf(object.source ?? object.deprecatedSource);
  const reporter = [object.reportingComponent ?? object.reportingController, object.reportingInstance];
  return (component ? [component, host] : reporter).filter(Boolean).join(", ");
}

function podReady(object: KubeObject): string {
  const all = (spec(object).containers ?? []) as Fields[];
  const states = (status(object).containerStatuses ?? []) as Fields[];
  return `${states.filter((one) => one.ready === true).length}/${all.length}`;
}

function labelText(labels: unknown): string {
  const entries = Object.entries(fieldsOf(labels)).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? "<none>" : entries.map(([key, value]) => `${key}=${value}`).join(",");
}
