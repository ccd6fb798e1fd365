import { ownerMarker, parseRemoteName } from "../../core/names.ts";
import type { RemoteKey } from "../../core/restrictions.ts";
import type { Connection } from "../../gateways/connection.ts";
import type { Deps } from "../../gateways/deps.ts";
import type { Gateway } from "../../gateways/gateway.ts";
import { DiagnosticsError } from "../protocol/diagnostics.ts";
import { fail } from "./failure.ts";

/** The world, as far as the provider needs it. */
export interface World extends Deps {
  /** Unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
}

/** What a configured provider block became. */
export type Client = ConfiguredClient | UnknownClient;

/** The block holds values that are known after apply only: plans go as far as they can without a gateway. */
export interface UnknownClient {
  readonly kind: "unknown";
  /** The attributes that are not known. */
  readonly attributes: readonly string[];
  readonly world: World;
}

export interface ConfiguredClient {
  readonly kind: "configured";
  readonly world: World;
  readonly connection: Connection;
  /** Whether a new key is tried on the data plane before anything relies on it. */
  readonly verify: boolean;
  /** The owner's marker in the remote names of a key declared under that name. */
  markerOf(name: string): string;
  /** Opened on first use, once. Throws diagnostics. */
  gateway(): Promise<Gateway>;
  readonly listing: Listing;
}

/** The account's keys by one listing for the whole run of this process: a thousand resources cost what one costs. */
export interface Listing {
  /** Every key, as it was at the first call in this run. Throws diagnostics. */
  all(): Promise<readonly RemoteKey[]>;
  byId(id: string): Promise<RemoteKey | undefined>;
  byMarker(marker: string): Promise<readonly RemoteKey[]>;
}

export interface ClientOptions {
  readonly connection: Connection;
  readonly owner: string;
  readonly verify: boolean;
  readonly world: World;
  open(connection: Connection, deps: Deps): Promise<Gateway>;
}

/** Makes the client of one configured provider block. Calls nothing yet. */
export function createClient({ connection, owner, verify, world, open }: ClientOptions): ConfiguredClient {
  let opening: Promise<Gateway> | undefined;
  const gateway = () => {
    opening ??= open(connection, world).catch((error: unknown) => {
      opening = undefined;
      return fail(`Opening the gateway at ${connection.panelURL}`, error);
    });
    return opening;
  };
  return {
    kind: "configured",
    world,
    connection,
    verify,
    markerOf: (name) => ownerMarker(`terraform/${owner}`, name),
    gateway,
    listing: createListing(gateway),
  };
}

interface Index {
  readonly all: readonly RemoteKey[];
  readonly byId: ReadonlyMap<string, RemoteKey>;
  readonly byMarker: ReadonlyMap<string, readonly RemoteKey[]>;
}

function createListing(gateway: () => Promise<Gateway>): Listing {
  let listed: Promise<Index> | undefined;
  const index = () => {
    listed ??= read(gateway).catch((error: unknown) => {
      listed = undefined;
      return fail("Listing the gateway's keys", error);
    });
    return listed;
  };
  return {
    all: async () => (await index()).all,
    byId: async (id) => (await index()).byId.get(id),
    byMarker: async (marker) => (await index()).byMarker.get(marker) ?? [],
  };
}

async function read(gateway: () => Promise<Gateway>): Promise<Index> {
  const all = await (await gateway()).list();
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

/** The configured client, or an error that says what is still unknown. */
export function configured(client: Client): ConfiguredClient {
  if (client.kind === "configured") return client;
  throw new DiagnosticsError([
    {
      severity: "error",
      summary: "The provider is not configured yet",
      detail: `The provider block's ${client.attributes.join(", ")} will be known after apply only, and this needs the gateway now. Apply what it comes from first (-target), or give it another way.`,
    },
  ]);
}
