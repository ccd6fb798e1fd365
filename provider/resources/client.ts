import type { Connection } from "../../gateways/connection.ts";
import type { Deps } from "../../gateways/deps.ts";
import type { Gateway } from "../../gateways/gateway.ts";
import { type Diagnostic, DiagnosticsError } from "../protocol/diagnostics.ts";
import { type Claims, createClaims } from "./claims.ts";
import { fail } from "./failure.ts";
import { type Asking, insist } from "./insist.ts";
import type { ClusterAccess } from "./kube/access.ts";
import { createListing, type Listing } from "./listing.ts";
import { declaredMarker, type Life } from "./marker.ts";

/** The world, as far as the provider needs it; how requests travel is known to whoever opens gateways. */
export interface World extends Omit<Deps, "transport"> {
  /** Unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
}

/** What a configured provider block became. */
export type Client = ConfiguredClient | UnknownClient | ClusterClient;

/** The block holds values that are known after apply only: plans go as far as they can without a gateway. */
export interface UnknownClient {
  readonly kind: "unknown";
  /** The attributes that are not known. */
  readonly attributes: readonly string[];
  readonly world: World;
  readonly cluster: ClusterAccess;
}

/** The block says nothing of a gateway, so only keys that an operator makes in a cluster can be declared. */
export interface ClusterClient {
  readonly kind: "no-gateway";
  /** What would be missing, if the gateway were needed. */
  readonly diagnostics: readonly Diagnostic[];
  readonly world: World;
  readonly cluster: ClusterAccess;
}

export interface ConfiguredClient {
  readonly kind: "configured";
  readonly world: World;
  readonly cluster: ClusterAccess;
  readonly connection: Connection;
  /** Whether a new key is tried on the data plane before anything relies on it. */
  readonly verify: boolean;
  /** The owner's marker in the remote names of a key declared under that name. Default: of a resource. */
  markerOf(name: string, life?: Life): string;
  /** Opened on first use, once. Throws diagnostics. */
  gateway(call: Asking): Promise<Gateway>;
  readonly listing: Listing;
  readonly claims: Claims;
}

export interface ClientOptions {
  readonly connection: Connection;
  readonly owner: string;
  readonly verify: boolean;
  readonly world: World;
  open(connection: Connection, world: World): Promise<Gateway>;
  readonly cluster: ClusterAccess;
}

/** Makes the client of one configured provider block. Calls nothing yet. */
export function createClient({ connection, owner, verify, world, cluster, open }: ClientOptions): ConfiguredClient {
  let opening: Promise<Gateway> | undefined;
  const gateway = (call: Asking): Promise<Gateway> => {
    const ask = () => open(connection, world);
    // Once, but for rate limits: a plan goes on without the gateway, and does not wait for it long.
    opening ??= insist(world, call, "opening the gateway", ask, { attempts: 1 }).then(
      listing.watched,
      (error: unknown) => {
        opening = undefined;
        return fail(`Opening the gateway at ${connection.panelURL}`, error);
      },
    );
    return opening;
  };
  const listing = createListing(gateway, world);
  return {
    kind: "configured",
    world,
    cluster,
    connection,
    verify,
    markerOf: (name, life) => declaredMarker(owner, name, life),
    gateway,
    listing,
    claims: createClaims(),
  };
}

/** The configured client, or an error that says what is missing or still unknown. */
export function configured(client: Client): ConfiguredClient {
  if (client.kind === "configured") return client;
  if (client.kind === "no-gateway") throw new DiagnosticsError(client.diagnostics);
  throw new DiagnosticsError([
    {
      severity: "error",
      summary: "The provider is not configured yet",
      detail: `The provider block's ${client.attributes.join(", ")} will be known after apply only, and this needs the gateway now. Apply what it comes from first (-target), or give it another way.`,
    },
  ]);
}
