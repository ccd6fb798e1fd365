import { mergeApplied, pruneDropped } from "./apply.ts";
import { claimedFields, compare } from "./compare.ts";
import {
  difference,
  emptySet,
  type FieldSet,
  intersection,
  isEmptySet,
  paths,
  pathText,
  setFromFields,
  setToFields,
  union,
} from "./field-set.ts";
import type { Fields, KubeObject, ManagedFieldsEntry } from "./json.ts";
import type { Schema } from "./schema.ts";
import { StatusError } from "./status.ts";

/** Who writes, and which part of the object its path lets it touch. */
export interface Writer {
  manager: string;
  /** Of the path it writes through. */
  apiVersion: string;
  subresource: string;
  /** Top-level fields that this path ignores: `status` on the object, `spec` and `metadata` on its status. */
  ignored: readonly string[];
  /** RFC 3339, seconds. */
  time: string;
}

interface Claim {
  manager: string;
  operation: "Apply" | "Update";
  apiVersion: string;
  subresource: string;
  time: string | undefined;
  set: FieldSet;
}

const STRIPPED = ["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation"];
const STRIPPED_TOO = ["managedFields", "resourceVersion"];
const MOST_UPDATERS = 10;

/** The managedFields of `next` after an ordinary write by `writer`; `live` is what was stored before. */
export function trackUpdate(schema: Schema, live: Fields, next: KubeObject, writer: Writer): ManagedFieldsEntry[] {
  const claims = readClaims(next.metadata.managedFields ?? []);
  const changes = compare(schema, bare(live), bare(next));
  const added = visible(changes.added, writer);
  const modified = visible(changes.modified, writer);
  const removed = visible(changes.removed, writer);
  const taken = union(added, modified);
  const own = findClaim(claims, writer, "Update");
  for (const claim of claims) claim.set = difference(difference(claim.set, taken), removed);
  const mine = strip(taken);
  if (!isEmptySet(mine)) {
    if (own) {
      own.set = union(own.set, mine);
      own.time = writer.time;
    } else claims.push(newClaim(writer, "Update", mine));
  }
  return writeClaims(capUpdaters(claims));
}

/** The outcome of a server-side apply before validation. */
export interface Applied {
  object: KubeObject;
  managedFields: ManagedFieldsEntry[];
}

/**
 * Server-side apply of `config` on `live` (an empty object when it is to be created).
 * Throws 409 with a cause per field when others own what would change, unless `force`.
 */
export function applyConfig(schema: Schema, live: KubeObject, config: Fields, writer: Writer, force: boolean): Applied {
  const claims = readClaims(live.metadata.managedFields ?? []);
  const before = bare(live);
  if (claims.length === 0 && live.metadata.uid !== undefined) claims.push(...earlierClaims(schema, before, writer));
  const merged = mergeApplied(schema, before, config) as Fields;
  const wanted = visible(claimedFields(schema, config), writer);
  const own = findClaim(claims, writer, "Apply");
  const last = own?.set ?? emptySet();
  const formerTime = own?.time;
  const claim = own ?? newClaim(writer, "Apply", wanted);
  if (!own) claims.push(claim);
  claim.set = wanted;
  claim.apiVersion = writer.apiVersion;
  const everybody = claims.reduce((all, one) => union(all, one.set), emptySet());
  const object = (pruneDropped(schema, merged, last, everybody) ?? {}) as KubeObject;
  const changes = compare(schema, before, object);
  const taken = visible(union(changes.added, changes.modified), writer);
  const removed = visible(changes.removed, writer);
  const others = claims.filter((one) => one !== claim);
  if (!force) refuseConflicts(others, taken);
  for (const one of others) one.set = difference(difference(one.set, taken), removed);
  claim.set = strip(wanted);
  const idle = isEmptySet(taken) && isEmptySet(removed);
  claim.time = idle ? formerTime : writer.time;
  return { object, managedFields: writeClaims(claims) };
}

function refuseConflicts(others: Claim[], taken: FieldSet): void {
  const found = others.flatMap((claim) => {
    const set = intersection(claim.set, taken);
    return paths(set).map((path) => ({ who: describe(claim), path: pathText(path) }));
  });
  if (found.length === 0) return;
  found.sort((a, b) => (a.who === b.who ? 0 : a.who < b.who ? -1 : 1));
  const causes = found.map(({ who, path }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${who}`,
    field: path,
  }));
  throw new StatusError(409, "Conflict", conflictMessage(found), { causes });
}

function conflictMessage(found: { who: string; path: string }[]): string {
  const [only] = found;
  if (found.length === 1 && only) return `Apply failed with 1 conflict: conflict with ${only.who}: ${only.path}`;
  const lines: string[] = [];
  for (const [index, { who, path }] of found.entries()) {
    if (found[index - 1]?.who !== who) lines.push(`conflicts with ${who}:`);
    lines.push(`- ${path}`);
  }
  return `Apply failed with ${found.length} conflicts: ${lines.join("\n")}`;
}

function describe(claim: Claim): string {
  const name = JSON.stringify(claim.manager);
  const who = claim.subresource === "" ? name : `${name} with subresource ${JSON.stringify(claim.subresource)}`;
  return claim.operation === "Update" ? `${who} using ${claim.apiVersion}` : who;
}

/** An object that nobody was tracked on belongs to an unnamed manager when the first apply comes. */
function earlierClaims(schema: Schema, live: Fields, writer: Writer): Claim[] {
  const set = strip(compare(schema, { apiVersion: live.apiVersion, kind: live.kind }, live).added);
  return isEmptySet(set) ? [] : [{ ...newClaim(writer, "Update", set), manager: "before-first-apply" }];
}

function newClaim(writer: Writer, operation: Claim["operation"], set: FieldSet): Claim {
  const { manager, apiVersion, subresource, time } = writer;
  return { manager, operation, apiVersion, subresource, time, set };
}

function findClaim(claims: Claim[], writer: Writer, operation: Claim["operation"]): Claim | undefined {
  return claims.find(
    (claim) =>
      claim.manager === writer.manager &&
      claim.operation === operation &&
      claim.subresource === writer.subresource &&
      (operation === "Apply" || claim.apiVersion === writer.apiVersion),
  );
}

function visible(set: FieldSet, writer: Writer): FieldSet {
  if (!writer.ignored.some((name) => set.children.has(`f:${name}`))) return set;
  const children = new Map(set.children);
  for (const name of writer.ignored) children.delete(`f:${name}`);
  return { member: set.member, children };
}

function strip(set: FieldSet): FieldSet {
  const children = new Map(set.children);
  children.delete("f:apiVersion");
  children.delete("f:kind");
  const metadata = children.get("f:metadata");
  if (metadata) {
    const below = new Map(metadata.children);
    for (const name of [...STRIPPED, ...STRIPPED_TOO]) below.delete(`f:${name}`);
    if (below.size === 0) children.delete("f:metadata");
    else children.set("f:metadata", { member: false, children: below });
  }
  return { member: set.member, children };
}

/** managedFields themselves are owned by nobody. */
function bare(object: Fields): Fields {
  const metadata = object.metadata as Fields | undefined;
  if (metadata?.managedFields === undefined) return object;
  const { managedFields, ...rest } = metadata;
  return { ...object, metadata: rest };
}

function capUpdaters(claims: Claim[]): Claim[] {
  const updaters = claims.filter((claim) => claim.operation === "Update");
  if (updaters.length <= MOST_UPDATERS) return claims;
  updaters.sort((a, b) => ((a.time ?? "") < (b.time ?? "") ? -1 : 1));
  const [first, second] = updaters as [Claim, Claim];
  const old: Claim = { ...second, manager: "ancient-changes", set: union(first.set, second.set) };
  return [...claims.filter((claim) => claim !== first && claim !== second), old];
}

function readClaims(entries: readonly ManagedFieldsEntry[]): Claim[] {
  return entries
    .filter((entry) => entry.operation === "Apply" || entry.operation === "Update")
    .map((entry) => ({
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      subresource: entry.subresource ?? "",
      time: entry.time,
      set: setFromFields(entry.fieldsV1 ?? {}),
    }));
}

function writeClaims(claims: Claim[]): ManagedFieldsEntry[] {
  const kept = claims.filter((claim) => !isEmptySet(claim.set));
  kept.sort((a, b) => {
    for (const field of ["operation", "time", "manager", "apiVersion", "subresource"] as const) {
      const left = a[field] ?? "";
      const right = b[field] ?? "";
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
  return kept.map((claim) => ({
    manager: claim.manager,
    operation: claim.operation,
    apiVersion: claim.apiVersion,
    ...(claim.time === undefined ? {} : { time: claim.time }),
    fieldsType: "FieldsV1",
    fieldsV1: setToFields(claim.set),
    ...(claim.subresource === "" ? {} : { subresource: claim.subresource }),
  }));
}
