// What a watch takes, and what it tells of itself.
import type { BackoffBounds } from "./backoff.ts";
import type { Selection } from "./kube/options.ts";
import type { KubeObject, Resource } from "./kube/resource.ts";
import type { Changed } from "./store.ts";

export interface WatchResourceOptions {
  readonly resource: Resource;
  readonly selector?: Selection;
  /** There may be very many: the first list is a stream where the server can do that, else pages as always. */
  readonly many?: boolean;
  /** Called for each change, in order. Only mark the key for work: what it throws is counted and dropped. */
  readonly onEvent: Changed;
  /** Makes an object smaller before it is stored, by dropping managedFields for one. Must keep `metadata`'s identity. */
  readonly transform?: (object: KubeObject) => KubeObject;
  /** Told of every trouble, before the wait that follows it. */
  readonly onProblem?: (problem: WatchProblem) => void;
  readonly signal: AbortSignal;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
  /** 0 ≤ random() < 1 */
  readonly random?: () => number;
  readonly timing?: Partial<WatchTiming>;
}

/** Tests shorten these; nobody else needs to. */
export interface WatchTiming extends BackoffBounds {
  /**
   * After which the server ends a stream, cut by up to a fifth at random. Half a minute and not the usual five: a stream
   * that a dead proxy holds open is noticed only once it has outlived this, and until then we are blind. A new stream
   * costs one request on a connection that is open already, and the server sends a bookmark before it ends the old one.
   */
  readonly timeoutSeconds: number;
  /** How much longer we wait for that end before we cut the stream. */
  readonly graceMs: number;
  /** A stream that lived as long makes earlier failures forgotten. */
  readonly healthyMs: number;
}

export interface WatchProblem {
  readonly resource: string;
  /** A KubeErrorCode, or "ended-early", "silent", "rewound", "handler", "bug". */
  readonly why: string;
  readonly error?: unknown;
  readonly retryInMs?: number;
}

/** Counters and ages for metrics, readiness and liveness. Ages are in seconds, undefined before the first time. */
export interface WatchStats {
  readonly state: "list" | "watch" | "wait";
  readonly synced: boolean;
  readonly objects: number;
  readonly events: number;
  readonly bookmarks: number;
  readonly handlerErrors: number;
  /** Streams that had to be opened again, by reason. A stream that the server ended in its time counts as "ended". */
  readonly reconnects: Readonly<Record<string, number>>;
  readonly relists: Readonly<Record<string, number>>;
  readonly lastEventAgeSeconds: number | undefined;
  readonly lastBookmarkAgeSeconds: number | undefined;
  /** Since the server last told us anything at all: over a minute means that we are blind. */
  readonly lastContactAgeSeconds: number | undefined;
}

/** A running watch. It ends with its signal and never by itself. */
export interface ResourceWatch {
  /** The newest known version of each object, by "namespace/name". */
  readonly store: ReadonlyMap<string, KubeObject>;
  /** Settles when the first list is in. Never rejects. */
  readonly synced: Promise<void>;
  /**
   * Puts the answer of an own write into the store at once, without an event; events up to it are ignored from then on.
   * The watch may have been faster than the answer and told of the write already: then one turn too many is the price.
   */
  observe(object: KubeObject): void;
  /** Takes out an object that we deleted for good. */
  observeDeleted(object: KubeObject): void;
  stats(): WatchStats;
  /** Settles once the signal has ended it. */
  readonly done: Promise<void>;
}
