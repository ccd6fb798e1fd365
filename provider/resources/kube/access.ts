import { isWhollyKnown, type ValueMap } from "../../protocol/value.ts";
import type { World } from "../client.ts";
import type { KubeClient } from "./client.ts";
import type { Machine } from "./machine.ts";

/** The way to the cluster, as far as it is known; nothing is read or called before it is needed. */
export interface ClusterAccess {
  /** False: the provider block's `kubernetes` holds values that are known after apply only. */
  readonly known: boolean;
  /** Opened on first use, once. Throws diagnostics. */
  open(): Promise<KubeClient>;
}

/** Loads nothing until it is used: who makes no keys in clusters does not pay for it. */
export function clusterAccess(
  block: ValueMap | null,
  surroundings: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly machine: Machine;
    readonly world: World;
  },
  userAgent: string,
): ClusterAccess {
  let opening: Promise<KubeClient> | undefined;
  return {
    known: isWhollyKnown(block),
    open() {
      opening ??= import("./open.ts")
        .then(({ openCluster }) => openCluster({ ...surroundings, block, userAgent }))
        .catch((error: unknown) => {
          opening = undefined;
          throw error;
        });
      return opening;
    },
  };
}
