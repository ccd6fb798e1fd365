import type { Call, Listed } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { type Client, configured } from "../client.ts";
import { filtered } from "../key-filter.ts";
import { found } from "./import.ts";

/** The keys that the filter lets through; with `state` as an import of them would show them. */
export async function* listed(
  client: Client,
  config: ValueMap,
  wish: { readonly state: boolean; readonly limit: number | undefined },
  call: Call,
): AsyncGenerator<Listed> {
  const ready = configured(client);
  const keys = filtered(await ready.listing.fresh(call), config);
  for (const key of keys.slice(0, wish.limit ?? keys.length)) {
    yield {
      displayName: key.name,
      identity: { id: key.id, panel_url: ready.connection.panelURL },
      ...(wish.state ? { state: found(ready, key) } : {}),
    };
  }
}
