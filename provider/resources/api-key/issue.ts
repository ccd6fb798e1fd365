import { parseRemoteName, remoteName } from "../../../core/names.ts";
import type { RemoteKey, Restrictions } from "../../../core/restrictions.ts";
import type { Sensitive } from "../../../core/sensitive.ts";
import type { Gateway, IssuedKey } from "../../../gateways/gateway.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ConfiguredClient } from "../client.ts";
import { insist } from "../insist.ts";
import { inUse, wasUsed } from "./in-use.ts";
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

/**
 * Makes the next key of a resource. What an interrupted run made, and nobody was told of, is taken over: same name, no
 * second key. A key that is in use under the same name belongs to somebody, and is refused; one whose resource is being
 * destroyed is let alone.
 */
export async function issue(client: ConfiguredClient, order: Order, call: Call): Promise<Made> {
  const gateway = await client.gateway(call);
  const marker = client.markerOf(order.name);
  const siblings = (await client.listing.byMarker(marker, call)).filter(({ id }) => !order.known.has(id));
  const leaving = siblings.filter(({ id }) => client.claims.leaving(id));
  const last = Math.max(order.lastRevision, ...leaving.map(revisionOf));
  const newer = siblings.filter((key) => !leaving.includes(key) && revisionOf(key) > last);
  const used = newer.find(wasUsed);
  if (used) throw new DiagnosticsError([inUse(order.name, used)]);
  const left = newest(newer);
  if (left) client.claims.take(left.id);
  const revision = left ? revisionOf(left) : last + 1;
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
