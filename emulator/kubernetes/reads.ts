import type { Cluster } from "./cluster.ts";
import type { Fields } from "./json.ts";
import { isFields } from "./json.ts";
import { type Output, renderList, renderOne } from "./output.ts";
import type { ApiRequest } from "./request.ts";
import { keyOf, type Resource } from "./resource.ts";
import { selectionOf } from "./selectors.ts";
import { badRequest, expired, invalid, notFound, StatusError } from "./status.ts";
import type { Entry } from "./store.ts";

export function getText(cluster: Cluster, resource: Resource, request: ApiRequest, output: Output): string {
  const entry = cluster.bucket(resource).get(keyOf(resource, request.namespace, request.name));
  if (!entry) throw notFound(resource, request.name);
  return renderOne(resource, entry, output);
}

/** The span of keys that a namespace (or "" for all) covers. */
export function spanOf(resource: Resource, namespace: string): [start: string, end: string] {
  return resource.namespaced && namespace !== "" ? [`${namespace}/`, `${namespace}0`] : ["", "\uffff"];
}

const CONTINUE_EXPIRED =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

/** A list, or one page of it: the pages of one list all show the same revision. */
export function listText(cluster: Cluster, resource: Resource, request: ApiRequest, output: Output): string {
  const { query } = request;
  const bucket = cluster.bucket(resource);
  const selection = selectionOf(resource, query);
  const [first, end] = spanOf(resource, request.namespace);
  const limit = limitOf(query);
  const token = query.get("continue") ?? "";
  const exact = exactRevision(cluster, query, token);
  const from = token === "" ? undefined : readToken(token);
  const snapshot = from?.revision ?? exact;
  if (snapshot !== undefined && !bucket.remembers(snapshot)) {
    if (from === undefined) throw expired(`The resourceVersion for the provided list is too old.`);
    throw continueExpired(cluster, from.start);
  }
  const start = from ? first + from.start : first;
  const page: Entry[] = [];
  let more = false;
  for (const entry of bucket.range(start, end, snapshot)) {
    if (!selection.matches(entry)) continue;
    if (page.length === limit) {
      more = true;
      break;
    }
    page.push(entry);
  }
  const revision = snapshot ?? cluster.store.revision;
  const metadata: Fields = { resourceVersion: String(revision) };
  if (more) {
    const last = page.at(-1)!.key;
    metadata.continue = writeToken(revision, last.slice(first.length));
    if (selection.all) metadata.remainingItemCount = Math.max(1, bucket.count(`${last}\0`, end));
  }
  return renderList(resource, page, metadata, output);
}

function limitOf(query: URLSearchParams): number {
  const text = query.get("limit");
  if (text === null || text === "" || text === "0") return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function exactRevision(cluster: Cluster, query: URLSearchParams, token: string): number | undefined {
  const version = query.get("resourceVersion") ?? "";
  const match = query.get("resourceVersionMatch") ?? "";
  const refuse = (field: string, message: string): never => {
    throw invalid("meta.k8s.io", "ListOptions", "", [
      { reason: "FieldValueForbidden", message: `Forbidden: ${message}`, field },
    ]);
  };
  if (token !== "" && match !== "") {
    refuse("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
  }
  if (token !== "" && version !== "" && version !== "0") {
    throw badRequest("specifying resource version is not allowed when using continue");
  }
  if (match !== "" && version === "") {
    refuse("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
  }
  if (match === "Exact" && version === "0") {
    refuse("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (version === "" || version === "0") return undefined;
  const revision = parseRevision(version);
  if (revision > cluster.store.revision) throw tooLarge(revision, cluster.store.revision);
  return match === "Exact" ? revision : undefined;
}

function parseRevision(text: string): number {
  if (!/^\d+$/.test(text)) {
    const number = JSON.stringify(text);
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${number}: strconv.ParseUint: parsing ${number}: invalid syntax`,
    );
  }
  return Number(text);
}

function tooLarge(wanted: number, current: number): StatusError {
  const message = `Too large resource version: ${wanted}, current: ${current}`;
  const causes = [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }];
  return new StatusError(504, "Timeout", message, { causes, retryAfterSeconds: 1 });
}

function continueExpired(cluster: Cluster, start: string): StatusError {
  const error = expired(CONTINUE_EXPIRED);
  error.body.metadata = { continue: writeToken(cluster.store.revision, start.replace(/\0$/, "")) };
  return error;
}

function writeToken(revision: number, last: string): string {
  const token = { v: "meta.k8s.io/v1", rv: revision, start: `${last}\0` };
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

function readToken(text: string): { revision: number; start: string } {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (isFields(token) && typeof token.rv === "number" && typeof token.start === "string") {
      return { revision: token.rv, start: token.start };
    }
  } catch {
    // Falls through to the one answer for every token that we did not write.
  }
  throw badRequest(
    "invalid continue token: continue key is not valid: encoded start key is not a token of this server",
  );
}
