import { remoteName } from "../../../core/names.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { ConfiguredClient } from "../client.ts";
import { revisionOf } from "./state.ts";

/**
 * The name that the current key is to have: the one by which it is found, also where somebody has changed it in the console.
 * A key that was made by hand keeps its own.
 */
export function nameAtGateway(client: ConfiguredClient, config: ValueMap, prior: ValueMap): string {
  const revision = revisionOf(prior);
  if (revision === 0) return String(prior.remote_name);
  const name = String(config.name);
  return remoteName(name, client.markerOf(name), revision);
}
