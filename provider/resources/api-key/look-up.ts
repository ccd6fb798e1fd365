import { parseRemoteName } from "../../../core/names.ts";
import type { RemoteKey } from "../../../core/restrictions.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import { isUnknown, type ValueMap } from "../../protocol/value.ts";
import type { ConfiguredClient } from "../client.ts";
import { find } from "./read.ts";
import { textOf } from "./state.ts";

/** The key that `id` or `name` means, as it is after all that this process has changed; undefined if there is none. */
export async function lookUp(client: ConfiguredClient, config: ValueMap, call: Call): Promise<RemoteKey | undefined> {
  const keys = await client.listing.fresh(call);
  const id = textOf(config, "id");
  return id === undefined ? named(client, keys, textOf(config, "name") ?? "") : find(client, id, call);
}

/** Refuses a configuration that does not say which key is meant, or says it twice. */
export function validateLookUp(config: ValueMap): void {
  const given = ["id", "name"].filter((name) => config[name] !== null);
  const open = given.some((name) => isUnknown(config[name]));
  if (given.length === 1 || (given.length > 1 && open)) return;
  throw new DiagnosticsError([
    {
      severity: "error",
      summary: "Which key is meant?",
      detail: `Give either id or name; ${given.length === 0 ? "neither of them is" : "both of them are"} set. A name is the exact one at the gateway, or one that a tok_api_key of this owner is declared under.`,
    },
  ]);
}

/**
 * The key with that name at the gateway; or, for a declared name of this owner, the newest of its revisions. Of equal names
 * none, for nobody can tell which is meant: throws diagnostics.
 */
export function named(client: ConfiguredClient, keys: readonly RemoteKey[], wanted: string): RemoteKey | undefined {
  const marker = client.markerOf(wanted);
  const found = keys.filter(({ name }) => name === wanted || parseRemoteName(name)?.marker === marker);
  const revision = (key: RemoteKey) => parseRemoteName(key.name)?.revision ?? 0;
  const [first, second] = [...found].sort((a, b) => revision(b) - revision(a));
  if (!first || !second || revision(first) !== revision(second)) return first;
  const ids = found.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
  throw new DiagnosticsError([
    {
      severity: "error",
      summary: "Several keys have this name",
      detail: `These keys are named "${wanted}": ${ids.join(", ")}. Say which one is meant by its id.`,
    },
  ]);
}
