import { parseInstant } from "../../../core/time.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call, PlanRequest, PlanResponse } from "../../protocol/provider.ts";
import { isUnknown, isWhollyKnown, unknown, type Value, type ValueMap } from "../../protocol/value.ts";
import { unlessAway } from "../away.ts";
import { type Client, configured } from "../client.ts";
import { declaredKey } from "../declared-key.ts";
import { equal } from "../equal.ts";
import { declareName, destroyName } from "./declare-name.ts";
import { noOwnText } from "./declared.ts";
import { fills, wantsText } from "./delivery.ts";
import { desired } from "./desired.ts";
import { reportInUse } from "./in-use.ts";
import { nameAtGateway } from "./name-at-gateway.ts";
import { type Notes, readNotes, writeNotes } from "./notes.ts";
import { at, instantValue, retiringOf, retiringValue, rotateAfter, textOf } from "./state.ts";
import { reportRotated, whyRotated } from "./why-rotated.ts";

/**
 * What apply would make of a key. A plan is made twice, before and during apply, and must come out the same, so nothing
 * here looks at the clock: what is due was found by the refresh (read.ts) and stands in the notes.
 */
export async function plan(client: Client, request: PlanRequest, call: Call): Promise<PlanResponse> {
  const { config, prior, proposed } = request;
  const notes = readNotes(request.private);
  if (!config || !proposed) {
    destroyName(client, prior);
    if (textOf(prior, "deletion_policy") === "retain") reportRetained(prior ?? {}, call);
    return { planned: null, private: request.private, identity: request.identity };
  }
  if (config.key_wo !== null && client.kind === "configured" && client.connection.driver === "new-api")
    throw new DiagnosticsError([noOwnText()]);
  declareName(client, config, textOf(prior, "id") ?? notes.replaces?.id, prior === null);
  if (!prior) return { planned: await planCreate(client, config, proposed, call), private: request.private };
  const planned = await planUpdate(client, { config, prior, proposed }, notes, call);
  const replaces: Notes = { ...notes, replaces: { id: String(prior.id) } };
  return { planned, private: writeNotes(replaces), identity: request.identity };
}

async function planCreate(client: Client, config: ValueMap, proposed: ValueMap, call: Call): Promise<ValueMap> {
  const models = await plannedModels(client, config, undefined, 0, call);
  const name = textOf(config, "name");
  if (client.kind === "configured" && name !== undefined) await reportInUse(client, name, call);
  return {
    ...proposed,
    ...newKey(config),
    enabled: config.enabled === null ? true : (proposed.enabled ?? null),
    models: models === undefined ? unknown : models,
    base_url: client.kind === "configured" ? client.connection.dataURL : unknown,
    retiring_keys: [],
  };
}

/** The attributes that a new key decides. */
function newKey(config: ValueMap): ValueMap {
  const fill = fills(config);
  const limited = config.lifetime !== null || config.expires_at !== null;
  const rotates = config.rotation !== null || config.lifetime !== null;
  return {
    id: unknown,
    remote_name: unknown,
    revision: unknown,
    issued_at: unknown,
    valid_until: limited ? unknown : null,
    rotate_after: rotates ? unknown : null,
    key: isUnknown(config.store_in_state) || fill.key ? unknown : null,
    key_encrypted: isUnknown(config.encrypt_to) || fill.key_encrypted ? unknown : null,
  };
}

interface Update {
  readonly config: ValueMap;
  readonly prior: ValueMap;
  readonly proposed: ValueMap;
}

async function planUpdate(client: Client, update: Update, notes: Notes, call: Call): Promise<ValueMap> {
  const { config, prior, proposed } = update;
  const retire = notes.due?.retire ?? [];
  if (config.enabled === null && prior.enabled === false) reportDisabled(prior, call);
  const models = await plannedModels(client, config, prior, notes.others ?? 0, call);
  const why = whyRotated(config, prior, notes);
  if (why) {
    reportRotated(prior, why, call);
    return {
      ...proposed,
      ...newKey(config),
      models: models === undefined ? unknown : models,
      base_url: client.kind === "configured" ? client.connection.dataURL : at(prior, "base_url"),
      retiring_keys: unknown,
    };
  }
  const issuedAt = parseInstant(textOf(prior, "issued_at") ?? "");
  const planned: ValueMap = {
    ...proposed,
    models:
      models === undefined ? (sameRoutes(update) ? at(prior, "models") : unknown) : sameValue(models, prior.models),
    valid_until: plannedEnd(update),
    rotate_after: isKnown(config, ["rotation", "lifetime", "expires_at"])
      ? instantValue(issuedAt === undefined ? undefined : rotateAfter(config, issuedAt))
      : unknown,
    base_url: client.kind === "configured" ? client.connection.dataURL : at(prior, "base_url"),
    retiring_keys:
      retire.length === 0
        ? at(prior, "retiring_keys")
        : retiringValue(retiringOf(prior).filter(({ id }) => !retire.includes(id))),
    remote_name: plannedName(client, config, prior),
    ...plannedText(config, prior),
  };
  return planned;
}

function plannedName(client: Client, config: ValueMap, prior: ValueMap): Value {
  if (isUnknown(config.name)) return unknown;
  if (client.kind === "configured") return nameAtGateway(client, config, prior);
  return config.name === prior.name ? at(prior, "remote_name") : unknown;
}

function plannedText(config: ValueMap, prior: ValueMap): ValueMap {
  const fill = fills(config);
  const again = wantsText(config, prior);
  return {
    key: fill.key ? (again && prior.key === null ? unknown : at(prior, "key")) : null,
    key_encrypted: fill.key_encrypted ? (again ? unknown : at(prior, "key_encrypted")) : null,
  };
}

function plannedEnd({ config, prior }: Update): Value {
  const same = ["lifetime", "expires_at"].every((name) => equal(config[name], prior[name]));
  if (config.lifetime === null && config.expires_at === null) return null;
  return same && prior.valid_until !== null ? at(prior, "valid_until") : unknown;
}

/** The models that the gateway will let the key call; undefined while that cannot be said. */
async function plannedModels(
  client: Client,
  config: ValueMap,
  prior: ValueMap | undefined,
  others: number,
  call: Call,
): Promise<Value | undefined> {
  const { spec } = declaredKey(config);
  if (client.kind === "unknown") return undefined;
  const ready = configured(client);
  if (!spec) return undefined;
  const issuedAt = parseInstant(textOf(prior ?? null, "issued_at") ?? "") ?? 0;
  return unlessAway(ready, call, async () => {
    const { models } = await desired(ready, spec, { others, issuedAt, attempts: 1 }, call);
    return models ? [...models] : null;
  });
}

function sameRoutes({ config, prior }: Update): boolean {
  return equal(config.routes, prior.routes) && equal(config.group, prior.group);
}

function sameValue(value: Value, prior: Value | undefined): Value {
  const sorted = (list: Value | undefined) => (Array.isArray(list) ? JSON.stringify([...list].sort()) : undefined);
  return prior !== undefined && sorted(value) === sorted(prior) ? prior : value;
}

function isKnown(config: ValueMap, names: readonly string[]): boolean {
  return names.every((name) => isWhollyKnown(config[name] ?? null));
}

function reportDisabled(prior: ValueMap, call: Call): void {
  call.report({
    severity: "warning",
    summary: "A key was switched off in the console",
    detail: `The key ${String(prior.remote_name)} is off and stays off, as people do it with a key that leaked. Set enabled = true to switch it on again, or replace it (-replace) to revoke it and make another.`,
    path: ["enabled"],
  });
}

function reportRetained(prior: ValueMap, call: Call): void {
  const ids = [prior.id, ...retiringOf(prior).map(({ id }) => id)].map(String).join(", ");
  call.report({
    severity: "warning",
    summary: "A key will be left at the gateway",
    detail: `deletion_policy is "retain": the keys with the ids ${ids} go on working after they are gone from here.`,
  });
}
