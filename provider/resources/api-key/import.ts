import { parseRemoteName } from "../../../core/names.ts";
import type { RemoteKey } from "../../../core/restrictions.ts";
import { declaredName, declaredRoutes } from "../../../gateways/declared-as-found.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call, Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { type Client, type ConfiguredClient, configured } from "../client.ts";
import { named } from "./look-up.ts";
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
  const key = /^[0-9]+$/.test(wanted)
    ? await find(ready, wanted, call)
    : named(ready, await ready.listing.all(call), wanted);
  if (!key) throw refused(`There is no key "${wanted}" in this account.`);
  const state = found(ready, key);
  return { ...stored(ready, state, {}), state };
}

/** The state of a key that is in no state yet: what the gateway tells of it, and nothing declared. */
export function found(client: ConfiguredClient, key: RemoteKey): ValueMap {
  const empty = Object.fromEntries(Object.keys(apiKeySchema.attributes).map((name) => [name, null]));
  const blank: ValueMap = {
    ...empty,
    base_url: client.connection.dataURL,
    revision: parseRemoteName(key.name)?.revision ?? 0,
    // What is not declared is not shown as drift; what the key is limited to is.
    group: key.restrictions.group ?? null,
    retiring_keys: [],
  };
  return asFound(blank, key, 0, client.world.now());
}

/** Name and routes are not in the state of a key that was only found. Where its text goes is for the user to say. */
export function declaredAsFound(state: ValueMap): ValueMap {
  const {
    id,
    remote_name: atGateway,
    models,
  } = state as {
    readonly id: string;
    readonly remote_name: string;
    readonly models: readonly string[] | null;
  };
  const readable = parseRemoteName(atGateway) ? atGateway.replace(/\.[^.]+\.[^.]+$/, "") : atGateway;
  const routes =
    models && declaredRoutes(models).map(({ provider, models: of = null }) => ({ provider, models: of, ...unsaid }));
  return { ...state, name: declaredName(readable, id), routes };
}

/** Of a route, what no key shows. */
const unsaid = { enabled: null, priority: null, rate_limit: null };

function checkPanel(identity: ValueMap, panelURL: string): void {
  const given = identity.panel_url;
  if (typeof given === "string" && given.replace(/\/+$/, "") !== panelURL)
    throw refused(`The identity names a key at ${given}, but the provider is configured for ${panelURL}.`);
}

function refused(detail: string): DiagnosticsError {
  return new DiagnosticsError([{ severity: "error", summary: "The key cannot be imported", detail }]);
}
