import { parseRemoteName } from "../../../core/names.ts";
import type { RemoteKey } from "../../../core/restrictions.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call, Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { type Client, configured } from "../client.ts";
import { asFound, find } from "./read.ts";
import { apiKeySchema } from "./schema.ts";
import { stored } from "./stored.ts";

/** Finds a key by its id, or by its name at the gateway; a declared name of this owner does as well. Changes nothing. */
export async function importKey(
  client: Client,
  by: { readonly id: string } | { readonly identity: ValueMap },
  call: Call,
): Promise<Stored & { readonly state: ValueMap }> {
  const ready = configured(client);
  const wanted = "id" in by ? by.id : String(by.identity.id ?? "");
  if ("identity" in by) checkPanel(by.identity, ready.connection.panelURL);
  const named = (await ready.listing.all()).filter(
    ({ name }) => name === wanted || parseRemoteName(name)?.marker === ready.markerOf(wanted),
  );
  const key = /^[0-9]+$/.test(wanted) ? await find(ready, wanted, call) : newest(named, wanted);
  if (!key) throw refused(`There is no key "${wanted}" in this account.`);
  const empty = Object.fromEntries(Object.keys(apiKeySchema.attributes).map((name) => [name, null]));
  const blank: ValueMap = {
    ...empty,
    base_url: ready.connection.dataURL,
    revision: parseRemoteName(key.name)?.revision ?? 0,
    // What is not declared is not shown as drift; what the key is limited to is.
    group: key.restrictions.group ?? null,
    retiring_keys: [],
  };
  const state = asFound(blank, key, 0, ready.world.now());
  return { ...stored(ready, state, {}), state };
}

/** Of the revisions of one declared name the newest; of equal names none, for nobody can tell which is meant. */
function newest(found: readonly RemoteKey[], wanted: string): RemoteKey | undefined {
  const revision = (key: RemoteKey) => parseRemoteName(key.name)?.revision ?? 0;
  const [first, second] = [...found].sort((a, b) => revision(b) - revision(a));
  if (!first || !second || revision(first) !== revision(second)) return first;
  const ids = found.map(({ id }) => id).join(", ");
  throw refused(`Several keys are named "${wanted}"; import one of them by its id: ${ids}.`);
}

function checkPanel(identity: ValueMap, panelURL: string): void {
  const given = identity.panel_url;
  if (typeof given === "string" && given.replace(/\/+$/, "") !== panelURL)
    throw refused(`The identity names a key at ${given}, but the provider is configured for ${panelURL}.`);
}

function refused(detail: string): DiagnosticsError {
  return new DiagnosticsError([{ severity: "error", summary: "The key cannot be imported", detail }]);
}
