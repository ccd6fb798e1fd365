// The verbs of the Kubernetes API over one transport.
import { setImmediate as yieldToOthers } from "node:timers/promises";
import { type Asked, errorFromWatch, KubeError, secretsIn, subject } from "./error.ts";
import { LineTooLong, lines } from "./lines.ts";
import type {
  CallOptions,
  DeleteOptions,
  ListOptions,
  ObjectList,
  PatchOptions,
  Selection,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "./options.ts";
import { type KubeObject, type ObjectRef, type Resource, resourcePath } from "./resource.ts";
import { failure, Transport, type TransportOptions } from "./transport.ts";
import {
  ask,
  at,
  common,
  listIn,
  metadata,
  metadataOf,
  objectIn,
  query,
  selectors,
  withType,
  writeQuery,
} from "./wire.ts";

const PATCH_TYPES = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

const PAGE_SIZE = 500;
const INITIAL_EVENTS_END = "k8s.io/initial-events-end";
// etcd holds 1.5 MB for an object; its JSON may be larger by its escapes and managed fields.
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * A client of one API server. Objects come as they are on the wire. Every failure is a {@link KubeError}.
 *
 * Repeats a call only where nothing can have happened (401 once with renewed credentials, 429, 503 with Retry-After, no
 * connection) or where twice is as good as once (reads, server-side apply); everything else is the caller's to judge.
 */
export class KubeClient {
  readonly #transport: Transport;
  readonly #now: () => number;
  #requests = 0;

  constructor(options: TransportOptions) {
    this.#now = options.now ?? Date.now;
    this.#transport = new Transport({
      ...options,
      onRequest: (report) => {
        this.#requests += 1;
        options.onRequest?.(report);
      },
    });
  }

  /** HTTP exchanges so far, retries and watches included. */
  get requests(): number {
    return this.#requests;
  }

  async get(
    resource: Resource,
    ref: ObjectRef,
    options: CallOptions & { metadataOnly?: boolean } = {},
  ): Promise<KubeObject> {
    const asked = ask("get", resource, ref);
    const accept = options.metadataOnly ? metadata("PartialObjectMetadata") : undefined;
    const path = resourcePath(resource, ref);
    return objectIn(
      asked,
      await this.#transport.send({ ...common(options), asked, method: "GET", path, accept, idempotent: true }),
    );
  }

  /** Every object selected. For very many, take {@link pages}. */
  async list(resource: Resource, options: ListOptions = {}): Promise<ObjectList> {
    const items: KubeObject[] = [];
    let resourceVersion = "";
    for await (const page of this.pages(resource, options)) {
      for (const item of page.items) items.push(item);
      resourceVersion = page.resourceVersion;
    }
    return { items, resourceVersion };
  }

  /**
   * The objects selected, a page at a time, all as of one moment. Other work runs between pages. Throws `gone` when the
   * list took so long that the server forgot that moment: what was given so far is still true, but begin again.
   */
  async *pages(resource: Resource, options: ListOptions = {}): AsyncGenerator<ObjectList, void, void> {
    const asked = ask("list", resource, options.namespace === undefined ? undefined : { name: options.namespace });
    const accept = options.metadataOnly ? metadata("PartialObjectMetadataList") : undefined;
    const base = resourcePath(resource, { namespace: options.namespace });
    for (let token: string | undefined, page = 0; ; page++) {
      if (page > 0) await yieldToOthers();
      const path = base + query({ ...selectors(options), limit: options.pageSize ?? PAGE_SIZE, continue: token });
      const body = await this.#transport.send({
        ...common(options),
        asked,
        method: "GET",
        path,
        accept,
        idempotent: true,
      });
      const list = listIn(asked, body);
      yield list;
      token = list.token;
      if (token === undefined) return;
    }
  }

  /** Creates an object and answers it as stored. Also for what is created under an object: `subresource: "token"`. */
  async create(
    resource: Resource,
    object: KubeObject | Readonly<Record<string, unknown>>,
    options: WriteOptions & { readonly under?: ObjectRef } = {},
  ): Promise<KubeObject> {
    const named = metadataOf(object);
    const at = options.under ?? { namespace: named.namespace };
    const ref = options.under ?? (named.name === undefined ? undefined : { ...named, name: named.name });
    const path =
      resourcePath(resource, { ...at, subresource: options.under && options.subresource }) + query(writeQuery(options));
    return this.#write("create", "POST", resource, ref, path, withType(resource, object, options.subresource), options);
  }

  /** Replaces an object. With `metadata.resourceVersion` in it, only the version that we have seen (else `conflict`). */
  async replace(resource: Resource, object: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
    const ref = object.metadata;
    const path = resourcePath(resource, { ...at(ref), subresource: options.subresource }) + query(writeQuery(options));
    return this.#write("update", "PUT", resource, ref, path, withType(resource, object), options);
  }

  /**
   * Patches an object and answers it as stored. `metadata.resourceVersion` in a merge patch is a precondition.
   * A body of type `apply` gets its apiVersion and kind here; a JSON patch is an array.
   */
  async patch(resource: Resource, ref: ObjectRef, body: unknown, options: PatchOptions): Promise<KubeObject> {
    if (options.type === "apply" && !options.fieldManager)
      throw new TypeError("server-side apply needs a fieldManager");
    const parameters = { ...writeQuery(options), force: options.type === "apply" && options.force ? true : undefined };
    const path = resourcePath(resource, { ...at(ref), subresource: options.subresource }) + query(parameters);
    const whole = options.type === "apply" ? withType(resource, body as KubeObject) : body;
    return this.#write(
      "patch",
      "PATCH",
      resource,
      ref,
      path,
      whole,
      options,
      PATCH_TYPES[options.type],
      options.type === "apply",
    );
  }

  /** Deletes an object, or begins to: with finalizers it stays until they are gone. Throws `not-found` when it is not there. */
  async delete(resource: Resource, ref: ObjectRef, options: DeleteOptions = {}): Promise<void> {
    const { uid, resourceVersion } = options;
    const preconditions = { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) };
    const body = JSON.stringify({
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: options.propagation ?? "Background",
      gracePeriodSeconds: options.gracePeriodSeconds,
      ...(Object.keys(preconditions).length > 0 ? { preconditions } : {}),
    });
    const asked = ask("delete", resource, ref);
    const path = resourcePath(resource, at(ref));
    await this.#transport.send({ ...common(options), asked, method: "DELETE", path, body, idempotent: false });
  }

  /**
   * The events after `resourceVersion`, in order. Returns when the server ends the stream; throws `gone` when the version
   * is too old, `network` when the stream broke, whichever way the server says it. Bookmarks are asked for.
   */
  async *watch(resource: Resource, options: WatchOptions): AsyncGenerator<WatchEvent, void, void> {
    const asked = ask("watch", resource, options.namespace === undefined ? undefined : { name: options.namespace });
    const accept = options.metadataOnly ? metadata("PartialObjectMetadata") : undefined;
    const parameters = {
      ...selectors(options),
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: options.resourceVersion,
      timeoutSeconds: options.timeoutSeconds,
    };
    const path = resourcePath(resource, { namespace: options.namespace }) + query(parameters);
    yield* this.#events(asked, path, accept, options.signal, options.onOpen);
  }

  /**
   * What {@link pages} gives, one object at a time, and at the end a page without any that has the version: as a stream out
   * of the server's cache, which costs the server half of what pages cost and neither side memory. Throws `invalid` where
   * the server cannot do that (before Kubernetes 1.32 it is off by default): then ask for pages.
   */
  async *streamed(resource: Resource, options: Selection & { signal: AbortSignal }): AsyncGenerator<ObjectList> {
    const asked = ask("watch", resource, options.namespace === undefined ? undefined : { name: options.namespace });
    const accept = options.metadataOnly ? metadata("PartialObjectMetadata") : undefined;
    const parameters = {
      ...selectors(options),
      watch: true,
      allowWatchBookmarks: true,
      sendInitialEvents: true,
      resourceVersionMatch: "NotOlderThan",
    };
    const path = resourcePath(resource, { namespace: options.namespace }) + query(parameters);
    for await (const { type, object } of this.#events(asked, path, accept, options.signal)) {
      const { resourceVersion = "", annotations } = object.metadata;
      if (type === "ADDED") yield { items: [object], resourceVersion: "" };
      else if (type === "BOOKMARK" && annotations?.[INITIAL_EVENTS_END] === "true") {
        yield { items: [], resourceVersion };
        return;
      }
    }
    throw new KubeError("network", `${subject(asked)}: the stream ended before the last object`);
  }

  /** A GET of any path that answers JSON, such as "/version". */
  async raw(path: string, options: CallOptions = {}): Promise<unknown> {
    const asked = { verb: "get", resource: path };
    return this.#transport.send({ ...common(options), asked, method: "GET", path, idempotent: true });
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async *#events(
    asked: Asked,
    path: string,
    accept: string | undefined,
    signal: AbortSignal,
    onOpen?: () => void,
  ): AsyncGenerator<WatchEvent, void, void> {
    const body = await this.#transport.open({ asked, method: "GET", path, accept, signal, idempotent: true });
    onOpen?.();
    try {
      for await (const line of lines(body, LONGEST_LINE)) yield this.#event(asked, line);
    } catch (error) {
      if (error instanceof LineTooLong) throw new KubeError("unavailable", `${subject(asked)}: ${error.message}`);
      throw failure(asked, error, signal);
    } finally {
      body.destroy();
    }
  }

  #event(asked: Asked, line: string): WatchEvent {
    let event: { type?: unknown; object?: unknown };
    try {
      event = JSON.parse(line);
    } catch {
      throw new KubeError("network", `${subject(asked)}: the stream holds a line that is not JSON`);
    }
    const { type, object } = event;
    if (type === "ERROR") throw errorFromWatch(asked, object, this.#now());
    if (type !== "ADDED" && type !== "MODIFIED" && type !== "DELETED" && type !== "BOOKMARK") {
      throw new KubeError("network", `${subject(asked)}: the stream holds an event of an unknown type`);
    }
    return { type, object: objectIn(asked, object) };
  }

  async #write(
    verb: string,
    method: "POST" | "PUT" | "PATCH",
    resource: Resource,
    ref: Partial<ObjectRef> | undefined,
    path: string,
    body: unknown,
    options: WriteOptions,
    contentType?: string,
    idempotent = false,
  ): Promise<KubeObject> {
    const secrets = resource.sensitive ? secretsIn(body) : undefined;
    const asked = { ...ask(verb, resource, ref), secrets };
    const call = { ...common(options), asked, method, path, contentType, body: JSON.stringify(body), idempotent };
    return objectIn(asked, await this.#transport.send(call));
  }
}
