import type { Cluster } from "./cluster.ts";
import { CRD_CLEANUP, CRDS, establish, serveDefinition } from "./crd.ts";
import { deleteEntry } from "./deletes.ts";
import { cloneJson, fieldsOf, type KubeObject } from "./json.ts";
import { trackUpdate } from "./managed-fields.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { type Entry, parseEntry, type StoreEvent } from "./store.ts";

const BACKGROUND = { dryRun: false, policy: "Background" };

/**
 * What the control plane does by itself: serves definitions, collects what lost its owner, empties namespaces and
 * definitions that are being deleted. Work is queued and done outside the request that caused it.
 */
export class Controllers {
  readonly #cluster: Cluster;
  readonly #owned = new Map<string, Map<string, string>>();
  readonly #queue = new Set<() => void>();
  #scheduled: NodeJS.Immediate | undefined;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    cluster.store.onChange((bucket, event) => this.#changed(bucket, event));
  }

  stop(): void {
    this.#queue.clear();
    if (this.#scheduled) clearImmediate(this.#scheduled);
  }

  #changed(bucket: string, event: StoreEvent): void {
    this.#indexOwners(bucket, event);
    if (bucket === CRDS) this.#definitionChanged(event);
    if (event.type === "DELETED") {
      if (this.#owned.has(event.entry.uid)) this.#later(() => this.#collect(event.entry.uid));
      this.#later(() => this.#afterDeletion(event.entry));
    } else if (event.entry.owners.length > 0 && event.type === "ADDED") {
      this.#later(() => this.#collectIfOrphan(bucket, event.entry));
    }
    if (event.type !== "MODIFIED") return;
    if (bucket === "namespaces") this.#later(() => this.#emptyNamespace(event.entry.key));
    if (event.entry.json.includes('"deletionTimestamp"')) this.#later(() => this.#finishOwner(bucket, event.entry.key));
  }

  #later(work: () => void): void {
    this.#queue.add(work);
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      const now = [...this.#queue];
      this.#queue.clear();
      for (const one of now) one();
    });
  }

  #indexOwners(bucket: string, { type, entry, previous }: StoreEvent): void {
    const id = `${bucket} ${entry.key}`;
    for (const uid of previous?.owners ?? []) {
      const owned = this.#owned.get(uid);
      owned?.delete(id);
      if (owned?.size === 0) this.#owned.delete(uid);
    }
    if (type === "DELETED") return;
    for (const uid of entry.owners) {
      let owned = this.#owned.get(uid);
      if (!owned) {
        owned = new Map();
        this.#owned.set(uid, owned);
      }
      owned.set(id, bucket);
    }
  }

  #dependents(uid: string): { resource: Resource; entry: Entry }[] {
    return [...(this.#owned.get(uid) ?? [])].flatMap(([id, bucket]) => {
      const entry = this.#cluster.store.bucket(bucket).get(id.slice(bucket.length + 1));
      const resource = this.#resourceOf(bucket);
      return entry && resource ? [{ resource, entry }] : [];
    });
  }

  #resourceOf(bucket: string): Resource | undefined {
    return this.#cluster.registry.all().find((resource) => resource.storage === bucket);
  }

  /** The owner is gone: its dependents go too, unless another owner still lives. */
  #collect(uid: string): void {
    for (const { resource, entry } of this.#dependents(uid)) this.#dropOwner(resource, entry, uid, true);
  }

  #dropOwner(resource: Resource, entry: Entry, uid: string, deleteIfLast: boolean): void {
    const object = parseEntry(entry);
    const owners = object.metadata.ownerReferences ?? [];
    const rest = owners.filter((owner) => owner.uid !== uid && (!deleteIfLast || this.#lives(owner, object)));
    if (rest.length === 0 && deleteIfLast) {
      deleteEntry(this.#cluster, resource, entry, BACKGROUND);
      return;
    }
    if (rest.length > 0) object.metadata.ownerReferences = rest;
    else delete object.metadata.ownerReferences;
    this.#cluster.bucket(resource).put(entry.key, object);
  }

  #collectIfOrphan(bucket: string, entry: Entry): void {
    const current = this.#cluster.store.bucket(bucket).get(entry.key);
    const resource = this.#resourceOf(bucket);
    if (!current || current.uid !== entry.uid || !resource) return;
    const object = parseEntry(current);
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length > 0 && !owners.some((owner) => this.#lives(owner, object))) {
      deleteEntry(this.#cluster, resource, current, BACKGROUND);
    }
  }

  #lives(owner: { apiVersion: string; kind: string; name: string; uid: string }, dependent: KubeObject): boolean {
    const resource = this.#cluster.registry.findKind(owner.apiVersion, owner.kind);
    // Nobody knows such a kind, so nobody can say that the owner is gone.
    if (!resource) return true;
    const key = resource.namespaced ? `${dependent.metadata.namespace ?? ""}/${owner.name}` : owner.name;
    return this.#cluster.bucket(resource).get(key)?.uid === owner.uid;
  }

  /** Foreground and orphaning deletions end when their dependents have been dealt with. */
  #finishOwner(bucket: string, key: string): void {
    const entry = this.#cluster.store.bucket(bucket).get(key);
    const resource = this.#resourceOf(bucket);
    if (!entry || !resource) return;
    const object = parseEntry(entry);
    const { finalizers = [], deletionTimestamp } = object.metadata;
    if (deletionTimestamp === undefined) return;
    const dependents = this.#dependents(entry.uid);
    if (finalizers.includes("orphan")) {
      for (const one of dependents) this.#dropOwner(one.resource, one.entry, entry.uid, false);
      this.#removeFinalizer(resource, entry, "orphan");
    } else if (finalizers.includes("foregroundDeletion")) {
      for (const one of dependents) {
        if (parseEntry(one.entry).metadata.deletionTimestamp === undefined) {
          deleteEntry(this.#cluster, one.resource, one.entry, { dryRun: false, policy: "Foreground" });
        }
      }
      if (this.#dependents(entry.uid).length === 0) this.#removeFinalizer(resource, entry, "foregroundDeletion");
    }
  }

  #removeFinalizer(resource: Resource, entry: Entry, finalizer: string): void {
    const object = parseEntry(entry);
    const rest = (object.metadata.finalizers ?? []).filter((one) => one !== finalizer);
    if (rest.length > 0) object.metadata.finalizers = rest;
    else delete object.metadata.finalizers;
    const bucket = this.#cluster.bucket(resource);
    if (rest.length === 0 && object.metadata.deletionTimestamp !== undefined) bucket.remove(entry.key, object);
    else bucket.put(entry.key, object);
  }

  #afterDeletion(entry: Entry): void {
    for (const uid of entry.owners) {
      for (const bucket of this.#cluster.store.bucketNames()) this.#finishByUid(bucket, uid, entry);
    }
    const slash = entry.key.indexOf("/");
    if (slash > 0) this.#emptyNamespace(entry.key.slice(0, slash));
    for (const definition of this.#cluster.store.bucket(CRDS).range("", "\uffff")) {
      if (definition.json.includes('"deletionTimestamp"')) this.#emptyDefinition(definition.key);
    }
  }

  #finishByUid(bucket: string, uid: string, dependent: Entry): void {
    const owners = parseEntry(dependent).metadata.ownerReferences ?? [];
    const owner = owners.find((one) => one.uid === uid);
    const resource = owner ? this.#cluster.registry.findKind(owner.apiVersion, owner.kind) : undefined;
    if (!owner || resource?.storage !== bucket) return;
    const namespace = dependent.key.includes("/") ? dependent.key.split("/")[0]! : "";
    this.#finishOwner(bucket, resource.namespaced ? `${namespace}/${owner.name}` : owner.name);
  }

  /** A terminating namespace deletes what it holds, and goes when nothing is left. */
  #emptyNamespace(name: string): void {
    const bucket = this.#cluster.store.bucket("namespaces");
    const entry = bucket.get(name);
    const namespace = entry ? parseEntry(entry) : undefined;
    if (!entry || !namespace || namespace.metadata.deletionTimestamp === undefined) return;
    let left = 0;
    const seen = new Set<string>();
    for (const resource of this.#cluster.registry.all()) {
      if (!resource.namespaced || seen.has(resource.storage)) continue;
      seen.add(resource.storage);
      for (const one of [...this.#cluster.bucket(resource).range(`${name}/`, `${name}0`)]) {
        const deleted =
          one.json.includes('"deletionTimestamp"') || !deleteEntry(this.#cluster, resource, one, BACKGROUND).gone;
        if (deleted) left += 1;
      }
    }
    if (left > 0) return;
    const current = bucket.get(name);
    if (!current) return;
    const last = parseEntry(current);
    if ((last.metadata.finalizers?.length ?? 0) > 0) return;
    last.spec = { ...fieldsOf(last.spec), finalizers: [] };
    bucket.remove(name, last);
  }

  #definitionChanged(event: StoreEvent): void {
    const definition = parseEntry(event.entry);
    if (event.type === "DELETED") {
      this.#cluster.registry.remove(event.entry.key);
      return;
    }
    if (definition.metadata.deletionTimestamp !== undefined) this.#later(() => this.#emptyDefinition(event.entry.key));
    const accepted = fieldsOf(definition.status).conditions;
    if (!Array.isArray(accepted) || accepted.length === 0) {
      establish(definition, this.#cluster.timestamp());
      serveDefinition(this.#cluster, definition);
      this.#later(() => this.#storeStatus(event.entry.key));
    } else serveDefinition(this.#cluster, definition);
  }

  #storeStatus(key: string): void {
    const bucket = this.#cluster.store.bucket(CRDS);
    const entry = bucket.get(key);
    if (!entry) return;
    const definition = parseEntry(entry);
    const before = cloneJson(definition);
    const time = this.#cluster.timestamp();
    establish(definition, time);
    const resource = this.#resourceOf(CRDS)!;
    const writer = {
      manager: "kube-apiserver",
      apiVersion: apiVersionOf(resource),
      subresource: "status",
      ignored: ["spec"],
      time,
    };
    definition.metadata.managedFields = trackUpdate(resource.schema, before, definition, writer);
    bucket.put(key, definition);
  }

  /** A definition that is being deleted takes its objects with it. */
  #emptyDefinition(key: string): void {
    const definitions = this.#cluster.store.bucket(CRDS);
    const entry = definitions.get(key);
    const resource = this.#resourceOf(key);
    const crd = this.#resourceOf(CRDS);
    if (!entry || !crd || parseEntry(entry).metadata.deletionTimestamp === undefined) return;
    let left = 0;
    for (const one of resource ? [...this.#cluster.bucket(resource).range("", "\uffff")] : []) {
      if (one.json.includes('"deletionTimestamp"') || !deleteEntry(this.#cluster, resource!, one, BACKGROUND).gone)
        left += 1;
    }
    if (left === 0) this.#removeFinalizer(crd, definitions.get(key)!, CRD_CLEANUP);
  }
}
