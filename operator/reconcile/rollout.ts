import { z } from "zod";
import type { KubeClient } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { DAEMON_SETS, DEPLOYMENTS, type KubeObject, type Resource, STATEFUL_SETS } from "../kube/resource.ts";
import { fieldManager, restartedFor } from "./marks.ts";

/** A workload that reads the Secret only when its pods start. */
export interface Workload {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  readonly name: string;
}

const resources: Readonly<Record<Workload["kind"], Resource>> = {
  Deployment: DEPLOYMENTS,
  StatefulSet: STATEFUL_SETS,
  DaemonSet: DAEMON_SETS,
};

const count = z.number().optional();
const workloadSchema = z.looseObject({
  spec: z.looseObject({
    replicas: count,
    template: z.looseObject({
      metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).optional() }).optional(),
    }),
  }),
  status: z
    .looseObject({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      updatedNumberScheduled: count,
      desiredNumberScheduled: count,
      numberAvailable: count,
    })
    .optional(),
});

/**
 * Restarts each workload once for this key and says whether all of them run with it. A workload that does not exist has
 * no pods that could hold an old key, so it counts as done.
 */
export async function rollOut(
  client: KubeClient,
  namespace: string,
  workloads: readonly Workload[],
  mark: string,
): Promise<boolean> {
  const done = await Promise.all(workloads.map((workload) => restartOne(client, namespace, workload, mark)));
  return done.every(Boolean);
}

async function restartOne(
  client: KubeClient,
  namespace: string,
  { kind, name }: Workload,
  mark: string,
): Promise<boolean> {
  const resource = resources[kind];
  const ref = { namespace, name };
  try {
    const found = await client.get(resource, ref);
    const workload = workloadSchema.parse(found);
    if (workload.spec.template.metadata?.annotations?.[restartedFor] === mark) return isUp(found, workload);
    const patch = { spec: { template: { metadata: { annotations: { [restartedFor]: mark } } } } };
    await client.patch(resource, ref, patch, { type: "merge", fieldManager });
    return false;
  } catch (error) {
    if (KubeError.is(error, "not-found")) return true;
    throw error;
  }
}

/** The conditions under which `kubectl rollout status` says that it is finished. */
function isUp(object: KubeObject, { spec, status = {} }: z.output<typeof workloadSchema>): boolean {
  if ((status.observedGeneration ?? 0) < (object.metadata.generation ?? 0)) return false;
  if (object.kind === "DaemonSet" || status.desiredNumberScheduled !== undefined) {
    const wanted = status.desiredNumberScheduled ?? 0;
    return (status.updatedNumberScheduled ?? 0) >= wanted && (status.numberAvailable ?? 0) >= wanted;
  }
  const wanted = spec.replicas ?? 1;
  const updated = status.updatedReplicas ?? 0;
  return updated >= wanted && (status.replicas ?? 0) <= updated && (status.availableReplicas ?? 0) >= updated;
}
