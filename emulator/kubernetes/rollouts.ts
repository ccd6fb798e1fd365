import type { Cluster } from "./cluster.ts";
import { type Fields, fieldsOf, type KubeObject } from "./json.ts";
import { type Bucket, parseEntry, type StoreEvent } from "./store.ts";

const KINDS: Record<string, (object: KubeObject, done: boolean) => Fields> = {
  "deployments.apps": deploymentStatus,
  "statefulsets.apps": statefulSetStatus,
  "daemonsets.apps": daemonSetStatus,
  "replicasets.apps": replicaSetStatus,
};

/**
 * Plays the workload controllers: every change of a workload is seen at once and rolled out `delayMs` later. No pods
 * are made; only the status tells.
 */
export class Rollouts {
  readonly #cluster: Cluster;
  readonly #delayMs: number;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(cluster: Cluster, delayMs: number) {
    this.#cluster = cluster;
    this.#delayMs = delayMs;
    cluster.store.onChange((bucket, event) => this.#changed(bucket, event));
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #changed(name: string, { type, entry }: StoreEvent): void {
    const statusOf = KINDS[name];
    if (!statusOf) return;
    const id = `${name} ${entry.key}`;
    if (type === "DELETED") {
      clearTimeout(this.#timers.get(id));
      this.#timers.delete(id);
      return;
    }
    const object = parseEntry(entry);
    if (fieldsOf(object.status).observedGeneration === object.metadata.generation) return;
    clearTimeout(this.#timers.get(id));
    const bucket = this.#cluster.store.bucket(name);
    const step = (done: boolean, next?: () => void) => () => {
      this.#timers.delete(id);
      this.#write(bucket, entry.key, (current) => statusOf(current, done));
      next?.();
    };
    const finish = (): void => {
      this.#timers.set(id, setTimeout(step(true), this.#delayMs));
    };
    // The change that is being told of must reach everybody before the next one is made.
    this.#timers.set(id, setTimeout(step(false, finish), 0));
  }

  #write(bucket: Bucket, key: string, statusOf: (object: KubeObject) => Fields): void {
    const entry = bucket.get(key);
    if (!entry) return;
    const object = parseEntry(entry);
    const { conditions, ...counts } = statusOf(object);
    const dated = Array.isArray(conditions)
      ? { conditions: conditions.map((one: Fields) => ({ ...one, lastTransitionTime: this.#cluster.timestamp() })) }
      : {};
    object.status = { ...counts, ...dated };
    bucket.put(key, object);
  }
}

function wanted(object: KubeObject): number {
  const { replicas } = fieldsOf(object.spec);
  return typeof replicas === "number" ? replicas : 1;
}

function deploymentStatus(object: KubeObject, done: boolean): Fields {
  const replicas = wanted(object);
  const progress = done ? "NewReplicaSetAvailable" : "ReplicaSetUpdated";
  const conditions = [
    { type: "Progressing", status: "True", reason: progress, message: done ? "rolled out" : "rolling out" },
    { type: "Available", status: "True", reason: "MinimumReplicasAvailable", message: "" },
  ];
  return {
    observedGeneration: object.metadata.generation,
    replicas,
    updatedReplicas: done ? replicas : 0,
    readyReplicas: replicas,
    availableReplicas: replicas,
    conditions,
  };
}

function statefulSetStatus(object: KubeObject, done: boolean): Fields {
  const replicas = wanted(object);
  const updateRevision = `${object.metadata.name}-${object.metadata.generation}`;
  const { currentRevision = updateRevision } = fieldsOf(object.status);
  return {
    observedGeneration: object.metadata.generation,
    replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    currentReplicas: done ? replicas : 0,
    updatedReplicas: done ? replicas : 0,
    currentRevision: done ? updateRevision : currentRevision,
    updateRevision,
  };
}

function daemonSetStatus(object: KubeObject, done: boolean): Fields {
  return {
    observedGeneration: object.metadata.generation,
    currentNumberScheduled: 1,
    desiredNumberScheduled: 1,
    numberMisscheduled: 0,
    numberReady: 1,
    numberAvailable: 1,
    updatedNumberScheduled: done ? 1 : 0,
  };
}

function replicaSetStatus(object: KubeObject): Fields {
  const replicas = wanted(object);
  const { generation } = object.metadata;
  return { observedGeneration: generation, replicas, readyReplicas: replicas, availableReplicas: replicas };
}
