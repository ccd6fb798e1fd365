import type { Fields, KubeObject } from "./json.ts";
import type { Resource } from "./resource.ts";

/** What a row carries beside its cells (`includeObject`). */
export type RowDetail = "None" | "Metadata" | "Object";

export function rowDetailOf(query: URLSearchParams): RowDetail {
  const asked = query.get("includeObject");
  return asked === "None" || asked === "Object" ? asked : "Metadata";
}

/** The Table that `kubectl get` prints; `now` in milliseconds. */
export function tableOf(
  resource: Resource,
  objects: readonly KubeObject[],
  metadata: Fields,
  rows: RowDetail,
  now: number,
  headless = false,
): Fields {
  const { columns } = resource;
  const columnDefinitions = columns.map(({ name, type, format = "", description = "", priority }) => ({
    name,
    type,
    format,
    description,
    priority,
  }));
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: headless ? null : columnDefinitions,
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object, now) ?? null),
      ...rowObject(object, rows),
    })),
  };
}

function rowObject(object: KubeObject, rows: RowDetail): Fields {
  if (rows === "None") return { object: null };
  if (rows === "Object") return { object };
  const { metadata } = object;
  return { object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata } };
}

/** An age as kubectl writes it: two units while small, one when large. */
export function ageText(since: unknown, now: number): string {
  const then = typeof since === "string" ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(then)) return "<unknown>";
  return durationText(Math.max(0, Math.floor((now - then) / 1000)));
}

function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return two(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 8) return two(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return two(days, "d", hours % 24, "h");
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? two(years, "y", days % 365, "d") : `${years}y`;
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
