import { compileJsonPath } from "./jsonpath.ts";
import type { Resource } from "./resource.ts";

const paths: Record<string, string[]> = {
  Secret: ["type"],
  Namespace: ["status.phase"],
  Pod: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
    "status.podIP",
  ],
  ReplicaSet: ["status.replicas"],
  Service: ["spec.clusterIP", "spec.type"],
  Node: ["spec.unschedulable"],
};

const EVENT_FIELDS = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

/** The field selectors of a built-in kind, beside its name and namespace. */
export function builtinSelectable(kind: string, group: string): Resource["selectable"] {
  if (kind !== "Event") return selectableOf(paths[kind] ?? []);
  const about = group === "" ? "involvedObject" : "regarding";
  const plain = selectableOf([...EVENT_FIELDS.map((field) => `${about}.${field}`), "reason", "type"]);
  return { ...plain, reportingComponent: text(".reportingComponent"), source: text(".source.component") };
}

/** Selectors by JSONPath without its leading dot. */
export function selectableOf(fields: readonly string[]): Resource["selectable"] {
  return Object.fromEntries(fields.map((field) => [field, text(`.${field}`)]));
}

function text(path: string): (object: unknown) => string {
  const read = compileJsonPath(path);
  return (object) => {
    const value = read?.(object)[0];
    return value === undefined || value === null ? "" : String(value);
  };
}
