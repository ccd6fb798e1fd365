import type { RemoteKey } from "../../../core/restrictions.ts";
import { minute } from "../../../core/time.ts";
import type { Diagnostic } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import { isAway } from "../away.ts";
import type { ConfiguredClient } from "../client.ts";

/**
 * A run that was interrupted never handed its key to anybody; only our own look at the data plane can have moved its last
 * use.
 */
const unusedFor = 5 * minute;

/** Whether somebody has used the key, as far as the gateway tells. */
export function wasUsed({ lastUsedAt, createdAt, spent }: RemoteKey): boolean {
  if (spent > 0) return true;
  return lastUsedAt !== undefined && lastUsedAt - (createdAt ?? lastUsedAt) > unusedFor;
}

/**
 * Says, while a new resource is planned, that a key in use has its name, unless it is a key of a resource of this run. A
 * warning: what it replaces with create_before_destroy would be lost to the state if the plan within the apply failed.
 */
export async function reportInUse(client: ConfiguredClient, name: string, call: Call): Promise<void> {
  const keys = await client.listing.byMarker(client.markerOf(name), call).catch((error: unknown) => {
    if (isAway(error)) return [];
    throw error;
  });
  const used = keys.find((key) => wasUsed(key) && !client.claims.knows(key.id));
  if (used) call.report({ ...inUse(name, used), severity: "warning" });
}

export function inUse(name: string, key: RemoteKey): Diagnostic {
  return {
    severity: "error",
    summary: `The name ${name} is taken at the gateway`,
    detail: `The key ${key.id} (${key.name}) has this name and is in use. If it is this resource's, import it: import { to = …, id = "${key.id}" }. If another configuration made it, give this one a name of its own, or another owner in the provider block. If it is to be replaced with create_before_destroy, change a value of rotate_when_changed instead: that makes a new key and lets the old one work for the overlap.`,
    path: ["name"],
  };
}
