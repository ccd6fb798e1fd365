import type { KubeObject } from "./json.ts";
import type { Schema } from "./schema.ts";
import type { Cause, ResourceName } from "./status.ts";

/** A column of `kubectl get`. */
export interface Column {
  name: string;
  type: string;
  format?: string;
  description?: string;
  /** 0 is shown always, more only with `-o wide`. */
  priority: number;
  /** The cell; `now` is in milliseconds since the epoch. */
  cell: (object: KubeObject, now: number) => unknown;
}

/** What a kind does to its objects beyond its schema. */
export interface Rules {
  /** What an empty object of this kind already holds in the real server's memory; field ownership begins there. */
  readonly zero?: { [field: string]: unknown };
  /** Fills in defaults, in place. */
  readonly defaults?: (object: KubeObject) => void;
  /** Findings on a create (`old` undefined) or an update. */
  readonly validate?: (object: KubeObject, old: KubeObject | undefined) => Cause[];
  /** The spec carries a generation that counts its changes. */
  readonly generation?: boolean;
  /** An update without a resourceVersion is refused. */
  readonly strictUpdate?: boolean;
  /** An update of an object that does not exist creates it. */
  readonly createOnUpdate?: boolean;
  /** Last changes before an object is stored, for example a CRD's conditions. */
  readonly beforeStore?: (object: KubeObject, old: KubeObject | undefined) => void;
}

/** One served resource: a kind of objects under one group and version. */
export interface Resource extends ResourceName {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** The bucket that holds its objects; versions of one resource share it. */
  readonly storage: string;
  readonly custom: boolean;
  /** Its schema holds CEL rules. */
  readonly ruled: boolean;
  readonly schema: Schema;
  readonly status: boolean;
  readonly scale?: { specPath: string; statusPath: string; selectorPath?: string };
  readonly columns: readonly Column[];
  /** Field selectors beside metadata.name and metadata.namespace. */
  readonly selectable: Readonly<Record<string, (object: KubeObject) => string>>;
  readonly rules: Rules;
  readonly toStored: (object: KubeObject) => KubeObject;
  readonly fromStored: (object: KubeObject) => KubeObject;
  /** Objects are stored just as they are served, so their text can be sent without a look inside. */
  readonly verbatim: boolean;
}

export const ALL_VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"] as const;

export function apiVersionOf(resource: { group: string; version: string }): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

export function keyOf(resource: { namespaced: boolean }, namespace: string, name: string): string {
  return resource.namespaced ? `${namespace}/${name}` : name;
}

/** Every resource that is served now. */
export class Registry {
  readonly #byPath = new Map<string, Resource>();
  readonly #byKind = new Map<string, Resource>();

  add(resource: Resource): void {
    const api = apiVersionOf(resource);
    this.#byPath.set(`${api}/${resource.plural}`, resource);
    this.#byKind.set(`${api}/${resource.kind}`, resource);
  }

  remove(storage: string): void {
    for (const [path, resource] of this.#byPath) if (resource.storage === storage) this.#byPath.delete(path);
    for (const [kind, resource] of this.#byKind) if (resource.storage === storage) this.#byKind.delete(kind);
  }

  find(apiVersion: string, plural: string): Resource | undefined {
    return this.#byPath.get(`${apiVersion}/${plural}`);
  }

  findKind(apiVersion: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  all(): Resource[] {
    return [...this.#byPath.values()];
  }

  groups(): Map<string, string[]> {
    const groups = new Map<string, string[]>();
    for (const { group, version } of this.#byPath.values()) {
      const versions = groups.get(group) ?? [];
      if (!versions.includes(version)) versions.push(version);
      groups.set(group, versions);
    }
    return groups;
  }
}
