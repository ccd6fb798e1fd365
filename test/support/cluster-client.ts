import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { localMachine } from "../../provider/local-machine.ts";
import type { ValueMap } from "../../provider/protocol/value.ts";
import type { ClusterClient, World } from "../../provider/resources/client.ts";
import { clusterAccess } from "../../provider/resources/kube/access.ts";
import type { ApiServer } from "./api-server.ts";

/** The world as it is. */
export const realWorld: World = {
  now: () => Date.now(),
  sleep: (ms, signal) => pause(ms, undefined, signal ? { signal } : {}),
  random: () => Math.random(),
  randomBytes: (count) => randomBytes(count),
};

/** What a provider block becomes that names no gateway, but this cluster. */
export function clusterClient(
  block: ValueMap | null,
  environment: Readonly<Record<string, string>> = {},
  world: World = realWorld,
): ClusterClient {
  const cluster = clusterAccess(block, { environment, machine: localMachine, world }, "terraform-provider-tok/test");
  return { kind: "no-gateway", diagnostics: [], world, cluster };
}

/** The block that names a server, with every right unless another token is given. */
export function blockFor(server: ApiServer, token = server.adminToken): ValueMap {
  return { host: server.url, token, cluster_ca_certificate: server.ca ?? null };
}
