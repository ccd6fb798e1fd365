import { type Diagnostic, DiagnosticsError } from "../../../../../provider/protocol/diagnostics.ts";
import { ApplyFailure } from "../../../../../provider/protocol/provider.ts";
import type { Client } from "../../../../../provider/resources/client.ts";
import { clusterApiKey } from "../../../../../provider/resources/cluster-api-key/resource.ts";
import { inWorld } from "../../../../operator/suite/suite.ts";
import type { ApiServer } from "../../../../support/api-server.ts";
import { blockFor, clusterClient } from "../../../../support/cluster-client.ts";
import { ManagedResource } from "../../../../support/managed-resource.ts";
import type { OperatorWorld } from "../../../../support/operator-world.ts";

/** Tests that hold on any API server. One after the other: Jest forbids tests that run side by side to import. */
export type Suite = (server: () => ApiServer) => void;

/** A world with an operator, and one resource that declares a key in it. */
export interface Declaring {
  readonly world: OperatorWorld;
  readonly key: ManagedResource<Client>;
  /** The declaration: a key at TokModel, with what is given beside it. */
  declared(spec?: object, rest?: object): object;
}

export const name = "prod-api-server";

/** A test in a world of its own. */
export function declaring(
  server: () => ApiServer,
  test: (given: Declaring) => Promise<void>,
  options: { readonly started?: boolean } = {},
): () => Promise<void> {
  return inWorld(
    server,
    async (world) => {
      const key = new ManagedResource<Client>(clusterApiKey, clusterClient(blockFor(server())));
      const declared = (spec: object = {}, rest: object = {}) => ({
        namespace: world.namespace,
        name,
        timeout: "30s",
        spec: { gateway_ref: { name: "tokmodel" }, group: world.tokModel.group, ...spec },
        ...rest,
      });
      await test({ world, key, declared });
    },
    options,
  );
}

/** The errors that something ends with. */
export async function errorsOf(promise: Promise<unknown>): Promise<readonly Diagnostic[]> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ApplyFailure || error instanceof DiagnosticsError) return error.diagnostics;
    throw error;
  }
  throw new Error("it did not fail");
}
