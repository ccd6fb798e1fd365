import type { Milliseconds } from "../../core/time.ts";
import type { NamespacePolicy } from "../resources/cluster-tok-gateway.ts";
import type { GatewayLink } from "./link.ts";

/** A TokGateway or ClusterTokGateway as the operator knows it. */
export interface KnownGateway {
  /** `TokGateway team-a/tokmodel` or `ClusterTokGateway tokmodel`. */
  readonly title: string;
  readonly generation: number;
  /** Connected, or trying to; undefined while its spec or its Secret cannot be used. */
  readonly link: GatewayLink | undefined;
  /** Its resource is gone; the link is kept so that keys that are being deleted with it can still be revoked. */
  readonly removed: boolean;
  /** Why there is no link. */
  readonly problem?: { readonly reason: string; readonly message: string };
  readonly pollInterval: Milliseconds;
  readonly maxConcurrentRotations: number | undefined;
  readonly policy: NamespacePolicy | undefined;
  /** Whether keys of a namespace may use it. */
  serves(namespace: string): boolean;
}
