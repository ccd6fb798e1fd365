import type { ServerResponse } from "node:http";
import type { Cluster } from "./cluster.ts";
import type { Fields } from "./json.ts";
import { metadataOf, type Output, objectText } from "./output.ts";
import { spanOf } from "./reads.ts";
import { type ApiRequest, isTrue } from "./request.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { type Selection, selectionOf } from "./selectors.ts";
import { expired, invalid, StatusError } from "./status.ts";
import { type Entry, parseEntry, type StoreEvent } from "./store.ts";
import { tableOf } from "./table.ts";

/** How watches behave. */
export interface WatchSettings {
  bookmarkEveryMs: number;
  /** A watch whose client reads too slowly is ended beyond this. */
  mostBufferedBytes: number;
}

/** A running watch, as faults see it. */
export interface LiveWatch {
  readonly resource: Resource;
  /** Stops sending, keeps the connection. */
  freeze: () => void;
  /** Breaks the connection. */
  reset: () => void;
  /** Sends 410 Expired and ends. */
  expire: () => void;
  end: () => void;
}

/** Serves a watch until the client leaves, the time is up, or it is ended through `live`. */
export function serveWatch(
  cluster: Cluster,
  resource: Resource,
  request: ApiRequest,
  output: Output,
  response: ServerResponse,
  settings: WatchSettings,
  live: Set<LiveWatch>,
): void {
  const { query } = request;
  const selection = selectionOf(resource, query);
  const [start, end] = spanOf(resource, request.namespace);
  const bucket = cluster.bucket(resource);
  const version = query.get("resourceVersion") ?? "";
  const initial = isTrue(query.get("sendInitialEvents"));
  checkInitialEvents(query, initial);
  const since = initial || version === "" || version === "0" ? undefined : watchRevision(version);
  const missed = since === undefined ? [] : bucket.eventsSince(since);
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
  response.flushHeaders();
  let headless = false;
  let frozen = false;

  const send = (text: string | Buffer): void => {
    if (frozen || response.writableEnded) return;
    response.write(text);
    if (response.writableLength > settings.mostBufferedBytes) response.destroy();
  };
  const line = (type: string, body: string): string => `{"type":"${type}","object":${body}}\n`;
  const render = (entry: Entry): string => {
    if (output.form === "object") return objectText(resource, entry);
    if (output.form === "metadata") return JSON.stringify(metadataOf(entry));
    const object = resource.fromStored(parseEntry(entry));
    const table = tableOf(
      resource,
      [object],
      { resourceVersion: String(entry.revision) },
      output.rows,
      cluster.now(),
      headless,
    );
    headless = true;
    return JSON.stringify(table);
  };
  const inside = (entry: Entry): boolean => entry.key >= start && entry.key < end;
  const deliver = (event: StoreEvent): void => {
    if (frozen || !inside(event.entry)) return;
    const type = typeFor(event, selection);
    if (type === undefined) return;
    if (output.form === "table") {
      send(line(type, render(shownAs(event, type))));
      return;
    }
    const form = `${type} ${output.form} ${resource.group}/${resource.version}`;
    let bytes = event.rendered.get(form);
    if (!bytes) {
      bytes = Buffer.from(line(type, render(shownAs(event, type))));
      event.rendered.set(form, bytes);
    }
    send(bytes);
  };
  const bookmark = (annotations?: Fields): void => {
    const metadata = { resourceVersion: String(cluster.store.revision), ...(annotations ? { annotations } : {}) };
    const kind =
      output.form === "metadata"
        ? { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" }
        : { kind: resource.kind, apiVersion: apiVersionOf(resource) };
    if (output.form === "table") return;
    const rest = output.form === "object" ? (resource.custom ? {} : (resource.rules.zero ?? {})) : {};
    send(line("BOOKMARK", JSON.stringify({ ...kind, metadata, ...rest })));
  };
  const fail = (message: string): void => {
    send(line("ERROR", JSON.stringify(expired(message).body)));
    response.end();
  };

  if (missed === undefined) {
    fail(`too old resource version: ${since} (${cluster.store.revision})`);
    return;
  }
  if (since === undefined)
    for (const entry of bucket.range(start, end)) if (selection.matches(entry)) send(line("ADDED", render(entry)));
  for (const event of missed) deliver(event);
  const bookmarks = isTrue(query.get("allowWatchBookmarks"));
  if (initial) bookmark({ "k8s.io/initial-events-end": "true" });

  const unwatch = bucket.watch(deliver);
  const ticker = bookmarks ? setInterval(() => bookmark(), settings.bookmarkEveryMs) : undefined;
  const seconds = Number(query.get("timeoutSeconds") ?? 0);
  const timer = setTimeout(
    () => {
      if (bookmarks) bookmark();
      response.end();
    },
    (seconds > 0 ? seconds : 3600) * 1000,
  );
  const watch: LiveWatch = {
    resource,
    freeze: () => {
      frozen = true;
    },
    reset: () => response.socket?.resetAndDestroy(),
    expire: () => fail("The resourceVersion for the provided watch is too old."),
    end: () => response.end(),
  };
  live.add(watch);
  response.once("close", () => {
    live.delete(watch);
    unwatch();
    clearInterval(ticker);
    clearTimeout(timer);
  });
}

/** Objects come and go as the selection sees them. */
function typeFor(event: StoreEvent, selection: Selection): StoreEvent["type"] | undefined {
  if (selection.all) return event.type;
  const before = event.previous !== undefined && selection.matches(event.previous);
  const now = event.type !== "DELETED" && selection.matches(event.entry);
  if (now) return before ? "MODIFIED" : "ADDED";
  return before ? "DELETED" : undefined;
}

/** An object that left the selection is shown as it last was in it, at the revision at which it left. */
function shownAs(event: StoreEvent, type: StoreEvent["type"]): Entry {
  const { entry, previous } = event;
  if (type !== "DELETED" || event.type === "DELETED" || !previous) return entry;
  const object = parseEntry(previous);
  object.metadata.resourceVersion = String(event.revision);
  return { ...previous, revision: event.revision, json: JSON.stringify(object) };
}

function watchRevision(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const quoted = JSON.stringify(text);
  const why = `strconv.ParseUint: parsing ${quoted}: invalid syntax`;
  throw new StatusError(500, "", `resourceVersion: Invalid value: ${quoted}: ${why}`);
}

function checkInitialEvents(query: URLSearchParams, initial: boolean): void {
  const match = query.get("resourceVersionMatch") ?? "";
  const refuse = (field: string, message: string): never => {
    throw invalid("meta.k8s.io", "ListOptions", "", [
      { reason: "FieldValueForbidden", message: `Forbidden: ${message}`, field },
    ]);
  };
  if (match !== "" && query.get("sendInitialEvents") === null) {
    refuse("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
  }
  if (initial && match !== "NotOlderThan") {
    refuse("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  }
}
