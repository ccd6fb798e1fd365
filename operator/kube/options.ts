// What calls of the Kubernetes client take and answer.
import type { KubeObject } from "./resource.ts";

/** What every call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** For the call with all its retries, in milliseconds. */
  readonly deadlineMs?: number;
  /** False: no waiting and no second try, for callers that have a schedule of their own. */
  readonly retry?: boolean;
}

/** Which objects of a kind. All namespaces where none is named. */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Ask for `metadata` alone: the way to look at Secrets without holding them. */
  readonly metadataOnly?: boolean;
}

export interface ListOptions extends CallOptions, Selection {
  /** Objects a page; 500. */
  readonly pageSize?: number;
}

/** A page or a whole list. `resourceVersion` is that of the list: the state that all its pages show. */
export interface ObjectList {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
}

export interface WatchOptions extends Selection {
  readonly resourceVersion: string;
  /** After which the server ends the stream. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  /** The server has accepted; events may come. */
  readonly onOpen?: () => void;
}

/** One event of a watch. A BOOKMARK's object has a resourceVersion and nothing else. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: KubeObject;
}

export interface WriteOptions extends CallOptions {
  readonly fieldManager?: string;
  readonly subresource?: string;
  readonly dryRun?: boolean;
}

export interface PatchOptions extends WriteOptions {
  /** `apply` is server-side apply and needs a field manager; `strategic` does not work on custom resources. */
  readonly type: "merge" | "json" | "strategic" | "apply";
  /** With `apply`: take fields over from other managers instead of answering a conflict. */
  readonly force?: boolean;
}

export interface DeleteOptions extends CallOptions {
  /** Delete this very object and no later one of the same name. */
  readonly uid?: string;
  /** Delete only what we have seen. */
  readonly resourceVersion?: string;
  readonly propagation?: "Foreground" | "Background" | "Orphan";
  readonly gracePeriodSeconds?: number;
}
