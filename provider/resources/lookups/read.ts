import { parseRemoteName } from "../../../core/names.ts";
import type { Gateway, Group } from "../../../gateways/gateway.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { lookUp } from "../api-key/look-up.ts";
import { textOf } from "../api-key/state.ts";
import { type Client, configured } from "../client.ts";
import { fail } from "../failure.ts";
import { insist } from "../insist.ts";
import { filtered } from "../key-filter.ts";
import { keyValue } from "../key-object.ts";
import { offeredModels } from "./offered-models.ts";

export { validateLookUp } from "../api-key/look-up.ts";

/** `data "tok_api_key"`. */
export async function readKey(client: Client, config: ValueMap, call: Call): Promise<ValueMap> {
  const key = await lookUp(configured(client), config, call);
  if (key) return { ...keyValue(key), name: config.name ?? null };
  const by = textOf(config, "id") === undefined ? "name" : "id";
  throw new DiagnosticsError([
    {
      severity: "error",
      summary: "There is no such key",
      detail: `The account has no key with the ${by} "${textOf(config, by)}". data "tok_api_keys" lists all that there are.`,
      path: [by],
    },
  ]);
}

/** `data "tok_api_keys"`. */
export async function readKeys(client: Client, config: ValueMap, call: Call): Promise<ValueMap> {
  const { mine } = config;
  const keys = filtered(await configured(client).listing.fresh(call), config).filter(
    ({ name }) => typeof mine !== "boolean" || (parseRemoteName(name) !== undefined) === mine,
  );
  return { ...config, ids: keys.map(({ id }) => id), keys: keys.map(keyValue) };
}

/** `data "tok_groups"`. */
export async function readGroups(client: Client, config: ValueMap, call: Call): Promise<ValueMap> {
  const groups = await asked(client, call, "groups", (gateway, signal) => gateway.groups({ signal }));
  return { ...config, groups: [...groups].sort(byName).map(groupValue) };
}

/** `data "tok_models"`. */
export async function readModels(client: Client, config: ValueMap, call: Call): Promise<ValueMap> {
  const group = textOf(config, "group");
  const models = await asked(client, call, "models", (gateway, signal) => offeredModels(gateway, group, signal));
  return { ...config, models: [...models].sort() };
}

async function asked<Answer>(
  client: Client,
  call: Call,
  what: string,
  ask: (gateway: Gateway, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const ready = configured(client);
  const gateway = await ready.gateway(call);
  return insist(ready.world, call, `reading ${what}`, (signal) => ask(gateway, signal)).catch((error: unknown) =>
    fail(`Reading the gateway's ${what}`, error),
  );
}

function byName(a: Group, b: Group): number {
  return a.name < b.name ? -1 : 1;
}

function groupValue({ name, provider, description }: Group): ValueMap {
  return { name, provider: provider ?? null, description: description ?? null };
}
