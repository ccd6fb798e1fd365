import type { RemoteKey } from "../../../core/restrictions.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { ApplyRequest, Call, PlanRequest, PlanResponse, Stored } from "../../protocol/provider.ts";
import { isUnknown, isWhollyKnown, unknown, type Value, type ValueMap } from "../../protocol/value.ts";
import { find, sameModels } from "../api-key/read.ts";
import { at, textOf } from "../api-key/state.ts";
import { unlessAway } from "../away.ts";
import { type Client, type ConfiguredClient, configured } from "../client.ts";
import { equal } from "../equal.ts";
import { fail } from "../failure.ts";
import { insist } from "../insist.ts";
import { routesProblems, wantedModels } from "./wanted-models.ts";

/** Throws everything that is wrong with a declaration by itself. */
export function validate(config: ValueMap): void {
  const problems = routesProblems(config);
  if (problems.length > 0) throw new DiagnosticsError(problems);
}

/** Finds a key by its id. */
export async function importRoutes(client: Client, id: string, call: Call): Promise<ValueMap> {
  const key = await find(configured(client), id, call);
  if (!key) throw new DiagnosticsError([noKey(id)]);
  return { key_id: id, routes: null, on_destroy: null, models: key.restrictions.models ?? null };
}

/** The models as they are at the gateway now. */
export async function read(client: Client, stored: Stored & { readonly state: ValueMap }, call: Call): Promise<Stored> {
  if (client.kind === "unknown") return stored;
  const { state } = stored;
  const key = await find(configured(client), textOf(state, "key_id") ?? "", call);
  if (!key) return { state: null };
  const { models } = key.restrictions;
  return { state: { ...state, models: sameModels(state.models, models) ? at(state, "models") : (models ?? null) } };
}

/** The models that the routes mean, by what the gateway offers the group of the key. */
export async function plan(
  client: Client,
  { config, prior, proposed }: PlanRequest,
  call: Call,
): Promise<PlanResponse> {
  if (!config || !proposed) {
    if (prior && prior.on_destroy !== "open") call.report(stays(prior));
    return { planned: null };
  }
  const id = config.key_id ?? null;
  const other = prior !== null && id !== prior.key_id;
  const known = client.kind === "configured" && typeof id === "string" && isWhollyKnown(config.routes ?? null);
  const models = known ? await unlessAway(client, call, () => plannedModels(client, config, id, call)) : undefined;
  const unchanged = !other && equal(config.routes, prior?.routes);
  // Null would be a key without a limit, which no routes mean.
  const fallback = (unchanged && prior?.models) || unknown;
  const planned = { ...proposed, models: models === undefined ? fallback : asBefore(models, other ? null : prior) };
  return { planned, ...(other ? { requiresReplace: [["key_id"]] } : {}) };
}

async function plannedModels(
  client: ConfiguredClient,
  config: ValueMap,
  id: string,
  call: Call,
): Promise<readonly string[] | undefined> {
  const key = await find(client, id, call);
  if (!key) throw new DiagnosticsError([noKey(id)]);
  return wantedModels(client, at(config, "routes"), key, call, { attempts: 1 });
}

/** Writes the models that were planned, if they are others than there are. */
export async function apply(client: Client, { prior, planned }: ApplyRequest, call: Call): Promise<Stored> {
  const ready = configured(client);
  if (!planned) {
    const id = textOf(prior, "key_id") ?? "";
    if (prior?.on_destroy === "open") await limit(ready, id, async () => undefined, call);
    return { state: null };
  }
  const id = textOf(planned, "key_id") ?? "";
  if (prior?.models && equal(planned.models, prior.models)) return { state: planned };
  const wanted = isUnknown(planned.models)
    ? (key: RemoteKey) => wantedModels(ready, at(planned, "routes"), key, call)
    : async () => planned.models as readonly string[];
  const written = await limit(ready, id, wanted, call);
  if (!written) throw new DiagnosticsError([noKey(id)]);
  return { state: { ...planned, models: written.models ?? null } };
}

/** Writes the models of a key, and all its other limits as they are at that moment; undefined if it is gone. */
async function limit(
  client: ConfiguredClient,
  id: string,
  wanted: (key: RemoteKey) => Promise<readonly string[] | undefined>,
  call: Call,
): Promise<{ readonly models: readonly string[] | undefined } | undefined> {
  const gateway = await client.gateway(call);
  return insist(client.world, call, `changing the models of key ${id}`, async (signal) => {
    const key = await gateway.get(id, { signal });
    if (!key) return undefined;
    const { models: _, ...others } = key.restrictions;
    const models = await wanted(key);
    await gateway.update(id, key.name, { ...others, ...(models ? { models } : {}) }, { signal });
    return { models };
  }).catch((error: unknown) => fail(`Changing the models of key ${id}`, error, ["key_id"]));
}

function asBefore(models: readonly string[], prior: ValueMap | null): Value {
  return sameModels(prior?.models, models) ? at(prior, "models") : models;
}

function noKey(id: string) {
  return {
    severity: "error",
    summary: "There is no such key",
    detail: `The account has no key with the id "${id}". data "tok_api_keys" lists all that there are.`,
    path: ["key_id"],
  } as const;
}

function stays(prior: ValueMap) {
  return {
    severity: "warning",
    summary: "The key stays limited to its models",
    detail: `The key ${String(prior.key_id)} goes on calling the models that it may call now, and no others. on_destroy = "open", applied before the destroy, lets it call all of its group.`,
  } as const;
}
