import { type Fields, fieldsOf, isFields, type KubeObject } from "./json.ts";

/** The defaults of a pod's spec, in place. */
export function defaultPodSpec(spec: Fields): void {
  spec.restartPolicy ??= "Always";
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ??= "ClusterFirst";
  spec.securityContext ??= {};
  spec.schedulerName ??= "default-scheduler";
  if (typeof spec.serviceAccountName === "string") spec.serviceAccount ??= spec.serviceAccountName;
  for (const field of ["containers", "initContainers"]) {
    if (!Array.isArray(spec[field])) continue;
    for (const container of spec[field]) if (isFields(container)) defaultContainer(container);
  }
  for (const volume of Array.isArray(spec.volumes) ? spec.volumes : []) if (isFields(volume)) defaultVolume(volume);
}

function defaultContainer(container: Fields): void {
  container.resources ??= {};
  container.terminationMessagePath ??= "/dev/termination-log";
  container.terminationMessagePolicy ??= "File";
  container.imagePullPolicy ??= pullPolicy(String(container.image ?? ""));
  for (const port of Array.isArray(container.ports) ? container.ports : []) if (isFields(port)) port.protocol ??= "TCP";
  for (const variable of Array.isArray(container.env) ? container.env : []) {
    const ref = fieldsOf(fieldsOf(isFields(variable) ? variable.valueFrom : undefined).fieldRef);
    if (ref.fieldPath !== undefined) ref.apiVersion ??= "v1";
  }
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    if (!isFields(container[probe])) continue;
    const one = container[probe];
    one.timeoutSeconds ??= 1;
    one.periodSeconds ??= 10;
    one.successThreshold ??= 1;
    one.failureThreshold ??= 3;
    if (isFields(one.httpGet)) {
      one.httpGet.path ??= "/";
      one.httpGet.scheme ??= "HTTP";
    }
  }
}

/** Images without a tag, or with `latest`, are always pulled. */
function pullPolicy(image: string): string {
  if (image.includes("@")) return "IfNotPresent";
  const tag = /:([^:/]+)$/.exec(image)?.[1] ?? "latest";
  return tag === "latest" ? "Always" : "IfNotPresent";
}

function defaultVolume(volume: Fields): void {
  for (const source of ["secret", "configMap", "downwardAPI", "projected"]) {
    if (isFields(volume[source])) volume[source].defaultMode ??= 420;
  }
  if (isFields(volume.hostPath)) volume.hostPath.type ??= "";
  const hasSource = Object.keys(volume).some((name) => name !== "name");
  if (!hasSource) volume.emptyDir = {};
}

/** The defaults of the apps/v1 kinds, in place. */
export function defaultWorkload(kind: string, object: KubeObject): void {
  const spec = fieldsOf(object.spec);
  object.spec = spec;
  const template = fieldsOf(spec.template);
  template.metadata = fieldsOf(template.metadata);
  const pod = fieldsOf(template.spec);
  template.spec = pod;
  spec.template = template;
  defaultPodSpec(pod);
  if (kind !== "DaemonSet") spec.replicas ??= 1;
  if (kind !== "ReplicaSet") spec.revisionHistoryLimit ??= 10;
  const half = { maxSurge: "25%", maxUnavailable: "25%" };
  if (kind === "Deployment") {
    spec.progressDeadlineSeconds ??= 600;
    defaultStrategy(spec, "strategy", half);
  }
  if (kind === "DaemonSet") {
    const generation = { "deprecated.daemonset.template.generation": "1" };
    object.metadata.annotations = { ...generation, ...object.metadata.annotations };
  }
  if (kind === "DaemonSet") defaultStrategy(spec, "updateStrategy", { maxSurge: 0, maxUnavailable: 1 });
  if (kind === "StatefulSet") {
    spec.podManagementPolicy ??= "OrderedReady";
    spec.persistentVolumeClaimRetentionPolicy ??= { whenDeleted: "Retain", whenScaled: "Retain" };
    defaultStrategy(spec, "updateStrategy", { partition: 0 });
  }
}

function defaultStrategy(spec: Fields, field: string, rolling: Fields): void {
  const strategy = fieldsOf(spec[field]);
  strategy.type ??= "RollingUpdate";
  if (strategy.type === "RollingUpdate") strategy.rollingUpdate = { ...rolling, ...fieldsOf(strategy.rollingUpdate) };
  spec[field] = strategy;
}
