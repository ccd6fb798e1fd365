import { parseRemoteName, remoteName } from "../../../core/names.ts";
import type { RemoteKey, Restrictions } from "../../../core/restrictions.ts";
import type { Sensitive } from "../../../core/sensitive.ts";
import { minute } from "../../../core/time.ts";
import type { Gateway, IssuedKey } from "../../../gateways/gateway.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ConfiguredClient } from "../client.ts";
import { insist } from "../insist.ts";
import { makeOnce } from "./make-once.ts";

/** What is to be made. */
export interface Order {
  /** The declared name. */
  readonly name: string;
  readonly restrictions: Restrictions;
  readonly enabled: boolean;
  /** The text that the user brings. */
  readonly text?: Sensitive;
  /** The newest revision that this resource is known to have had; 0 for none. */
  readonly lastRevision: number;
  /** Ids of keys that this resource is known to have. */
  readonly known: ReadonlySet<string>;
}

/** A key that was made. */
export interface Made extends IssuedKey {
  readonly remoteName: string;
  readonly revision: number;
}

/** A run that was interrupted never handed its key to anybody; only our own look at the data plane can have moved its last use. */
const unusedFor = 5 * minute;

/**
 * Makes the next key of a resource. What an interrupted run made, and nobody was told of, is taken over: same name, no
 * second key. A key that is in use under the same name belongs to somebody, and is refused.
 */
export async function issue(client: ConfiguredClient, order: Order, call: Call): Promise<Made> {
  const gateway = await client.gateway();
  const marker = client.markerOf(order.name);
  const siblings = (await client.listing.byMarker(marker)).filter(({ id }) => !order.known.has(id));
  const newer = siblings.filter((key) => revisionOf(key) > order.lastRevision);
  const used = newer.find((key) => wasUsed(key));
  if (used) throw inUse(order.name, used);
  const left = newest(newer);
  const revision = left ? revisionOf(left) : order.lastRevision + 1;
  const taken = left ? await takenText(client, gateway, order, left, call) : undefined;
  const text = order.text ?? taken;
  const draft = {
    name: remoteName(order.name, marker, revision),
    restrictions: order.restrictions,
    enabled: order.enabled,
    ...(text ? { text } : {}),
    resume: left !== undefined,
  };
  const issued = await makeOnce(client, draft, call);
  await revokeOthers(gateway, newer, issued.id);
  return { ...issued, remoteName: draft.name, revision };
}

/** Texts that the gateway shows again are kept; where it does not, or the user brings another, the leftover goes. */
async function takenText(
  client: ConfiguredClient,
  gateway: Gateway,
  order: Order,
  left: RemoteKey,
  call: Call,
): Promise<Sensitive | undefined> {
  call.log("info", "an interrupted run has left a key, which is taken over", { id: left.id, name: left.name });
  if (gateway.capabilities.keyText === "revealable") return undefined;
  const text = await insist(client.world, call, `reading ${left.name}`, (signal) =>
    gateway.reveal(left.id, { signal }),
  );
  if (text && (order.text === undefined || order.text.equals(text))) return text;
  await insist(client.world, call, `revoking ${left.name}`, (signal) => gateway.revoke(left.id, text, { signal }));
  return undefined;
}

async function revokeOthers(gateway: Gateway, keys: readonly RemoteKey[], keep: string): Promise<void> {
  for (const { id } of keys) if (id !== keep) await gateway.revoke(id);
}

function newest(keys: readonly RemoteKey[]): RemoteKey | undefined {
  return [...keys].sort((a, b) => revisionOf(b) - revisionOf(a) || Number(a.id) - Number(b.id))[0];
}

function revisionOf(key: RemoteKey): number {
  return parseRemoteName(key.name)?.revision ?? 0;
}

function wasUsed({ lastUsedAt, createdAt, spent }: RemoteKey): boolean {
  if (spent > 0) return true;
  return lastUsedAt !== undefined && lastUsedAt - (createdAt ?? lastUsedAt) > unusedFor;
}

function inUse(name: string, key: RemoteKey): DiagnosticsError {
  return new DiagnosticsError([
    {
      severity: "error",
      summary: `The name ${name} is taken at the gateway`,
      detail: `The key ${key.id} (${key.name}) has this name and is in use. If it is this resource's, import it: import { to = …, id = "${key.id}" }. If another configuration made it, give this one a name of its own, or another owner in the provider block.`,
      path: ["name"],
    },
  ]);
}
