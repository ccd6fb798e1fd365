/** Which server a request goes to. */
export type Side = "kubernetes" | "gateway";

const verbs: Readonly<Record<string, string>> = { POST: "create", PATCH: "patch", PUT: "update", DELETE: "delete" };

/**
 * The name of what a request changes, with names and ids left out so that two runs agree: `patch tokapikeys/status`,
 * `POST /api/token/`. Undefined for a request that changes nothing that matters: reads, events, leases.
 */
export function effectOf(side: Side, method: string, url: string): string | undefined {
  const verb = verbs[method];
  return verb ? nameOf(side, method, verb, url.split("?")[0]!) : undefined;
}

/** The name of a read that ends; undefined for a watch, and for what is no read. */
export function readOf(side: Side, method: string, url: string): string | undefined {
  const [path = "", query = ""] = url.split("?");
  if (method !== "GET" || /(^|&)watch=/.test(query)) return undefined;
  return nameOf(side, method, "read", path);
}

export function isRead(name: string): boolean {
  return name.startsWith("GET ") || name.startsWith("read ");
}

function nameOf(side: Side, method: string, verb: string, path: string): string | undefined {
  if (side === "gateway") return `${method} ${path.replace(/\/[0-9]+(?=\/|$)/g, "/ID")}`;
  const parts = path.split("/").slice(1);
  const rest = parts.slice(parts[0] === "api" ? 2 : 3);
  const [resource = "", , subresource] = rest[0] === "namespaces" && rest.length > 2 ? rest.slice(2) : rest;
  if (resource === "events" || resource === "leases") return undefined;
  return `${verb} ${resource}${subresource === undefined ? "" : `/${subresource}`}`;
}
