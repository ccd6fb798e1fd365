import type { IncomingHttpHeaders } from "node:http";
import { badRequest } from "./status.ts";

/** A request to a resource, taken apart. */
export interface ApiRequest {
  method: string;
  /** `v1` or `group/version`. */
  apiVersion: string;
  /** "" for all namespaces and for what is cluster-wide. */
  namespace: string;
  plural: string;
  /** "" for a collection. */
  name: string;
  subresource: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface ResourcePath {
  apiVersion: string;
  namespace: string;
  plural: string;
  name: string;
  subresource: string;
}

const NAMESPACE_SUBRESOURCES = new Set(["status", "finalize"]);

/** The resource that a path names, or undefined when it is not a resource's path. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const core = parts[0] === "api";
  if (!core && parts[0] !== "apis") return undefined;
  const apiVersion = core ? parts[1] : parts.slice(1, 3).join("/");
  const rest = parts.slice(core ? 2 : 3);
  if (!apiVersion || rest.length === 0) return undefined;
  const scoped = rest[0] === "namespaces" && rest.length > 2 && !(core && NAMESPACE_SUBRESOURCES.has(rest[2]!));
  const [plural = "", name = "", subresource = "", ...tail] = scoped ? rest.slice(2) : rest;
  if (tail.length > 0) return undefined;
  return { apiVersion, namespace: scoped ? rest[1]! : "", plural, name, subresource };
}

/** Whether the writer only wants to know what would happen. */
export function isDryRun(values: readonly string[]): boolean {
  if (values.length === 0) return false;
  for (const value of values) {
    if (value !== "All") throw badRequest(`invalid dryRun value ${JSON.stringify(value)}: only "All" is known`);
  }
  return true;
}

export function isTrue(value: string | null): boolean {
  return value !== null && ["true", "1", "True", "t", "T", "TRUE"].includes(value);
}

/** The name under which a write is tracked: as asked, or the client's program name. */
export function managerOf(query: URLSearchParams, headers: IncomingHttpHeaders): string {
  const asked = query.get("fieldManager");
  if (asked) return asked;
  return (headers["user-agent"] ?? "").split("/")[0]!.slice(0, 128) || "unknown";
}
