import { parseRemoteName } from "../../core/names.ts";
import type { RemoteKey } from "../../core/restrictions.ts";
import type { Gateway } from "../../gateways/gateway.ts";
import type { World } from "./client.ts";
import { fail } from "./failure.ts";
import { type Asking, insist } from "./insist.ts";

/** The account's keys by one listing for the whole run of this process: a thousand resources cost what one costs. */
export interface Listing {
  /** Every key, as it was at the first call in this run. Throws diagnostics. */
  all(call: Asking): Promise<readonly RemoteKey[]>;
  /** The same, not older than the last change that this process made: listed anew where it is. */
  fresh(call: Asking): Promise<readonly RemoteKey[]>;
  byId(id: string, call: Asking): Promise<RemoteKey | undefined>;
  byMarker(marker: string, call: Asking): Promise<readonly RemoteKey[]>;
}

/** A listing that is told of changes by the gateway itself. */
interface WatchingListing extends Listing {
  /** The same gateway, which from now on makes what was listed before a change old. */
  watched(gateway: Gateway): Gateway;
}

/** The same gateway; whatever may have changed a key is noted when it is over. */
function noted(gateway: Gateway, over: () => void): Gateway {
  return {
    ...gateway,
    get capabilities() {
      return gateway.capabilities;
    },
    create: (...args) => gateway.create(...args).finally(over),
    update: (...args) => gateway.update(...args).finally(over),
    setEnabled: (...args) => gateway.setEnabled(...args).finally(over),
    revoke: (...args) => gateway.revoke(...args).finally(over),
  };
}

interface Index {
  readonly all: readonly RemoteKey[];
  readonly byId: ReadonlyMap<string, RemoteKey>;
  readonly byMarker: ReadonlyMap<string, readonly RemoteKey[]>;
}

/** Lists by the gateway, whose changes it must see: {@link WatchingListing.watched}. Asks nothing yet. */
export function createListing(gateway: (call: Asking) => Promise<Gateway>, world: World): WatchingListing {
  let changes = 0;
  let listed: Promise<Index> | undefined;
  let changesThen = 0;
  const index = (call: Asking) => {
    if (listed) return listed;
    changesThen = changes;
    const mine: Promise<Index> = read(gateway, world, call).catch((error: unknown) => {
      if (listed === mine) listed = undefined;
      return fail("Listing the gateway's keys", error);
    });
    listed = mine;
    return mine;
  };
  return {
    watched: (opened) =>
      noted(opened, () => {
        changes += 1;
      }),
    all: async (call) => (await index(call)).all,
    async fresh(call) {
      if (changes !== changesThen) listed = undefined;
      return (await index(call)).all;
    },
    byId: async (id, call) => (await index(call)).byId.get(id),
    byMarker: async (marker, call) => (await index(call)).byMarker.get(marker) ?? [],
  };
}

async function read(gateway: (call: Asking) => Promise<Gateway>, world: World, call: Asking): Promise<Index> {
  const opened = await gateway(call);
  const all = await insist(world, call, "listing the keys", (signal) => opened.list({ signal }), { attempts: 1 });
  const byMarker = new Map<string, RemoteKey[]>();
  for (const key of all) {
    const marker = parseRemoteName(key.name)?.marker;
    if (marker === undefined) continue;
    const same = byMarker.get(marker);
    if (same) same.push(key);
    else byMarker.set(marker, [key]);
  }
  return { all, byId: new Map(all.map((key) => [key.id, key])), byMarker };
}
