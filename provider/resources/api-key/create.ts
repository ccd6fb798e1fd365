import type { Restrictions } from "../../../core/restrictions.ts";
import { Sensitive } from "../../../core/sensitive.ts";
import { type Instant, parseInstant, second } from "../../../core/time.ts";
import { GatewayError } from "../../../gateways/error.ts";
import { type Diagnostic, DiagnosticsError } from "../../protocol/diagnostics.ts";
import { ApplyFailure, type Call, type Stored } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import type { ConfiguredClient } from "../client.ts";
import { fail } from "../failure.ts";
import { insist } from "../insist.ts";
import { carry } from "./budget.ts";
import { declared, noOwnText } from "./declared.ts";
import { delivered } from "./delivery.ts";
import { asPlanned, desired } from "./desired.ts";
import { issue, type Made } from "./issue.ts";
import type { Notes } from "./notes.ts";
import { find } from "./read.ts";
import {
  at,
  facts,
  instantValue,
  type RetiringKey,
  retiringOf,
  retiringValue,
  revisionOf,
  rotateAfter,
  rotationOf,
  textOf,
} from "./state.ts";
import { stored } from "./stored.ts";
import { takeBack } from "./take-back.ts";
import { unfit } from "./unfit.ts";

interface Creation {
  readonly config: ValueMap;
  readonly planned: ValueMap;
}

/** The first key of a resource, or of the one that replaces another. */
export async function create(client: ConfiguredClient, { config, planned }: Creation, call: Call): Promise<Stored> {
  const made = await make(client, { config, planned, lastRevision: 0, known: new Set(), others: 0 }, call);
  const state = { ...planned, ...made.state, retiring_keys: [] };
  const refused = config.enabled === false ? undefined : await unfit(client, made, call);
  if (!refused) return stored(client, state, {});
  if (await undo(client, made, call)) throw new DiagnosticsError([refused]);
  throw new ApplyFailure([refused], stored(client, state, {}));
}

/** The next key of a resource: the old one goes on working for the overlap. Until the new one is proven, nothing changes. */
export async function replaceKey(
  client: ConfiguredClient,
  { config, prior, planned, notes }: Creation & { readonly prior: ValueMap; readonly notes: Notes },
  call: Call,
): Promise<Stored> {
  const before = { id: String(prior.id), remoteName: String(prior.remote_name) };
  const old = await find(client, before.id, call);
  if (await bringsSameText(client, config, before.id, call)) {
    return stored(client, { ...planned, ...sameKey(config, prior) }, notes);
  }
  const others = (notes.others ?? 0) + (old?.spent ?? 0);
  const retiring = retiringOf(prior);
  const known = new Set([before.id, ...retiring.map(({ id }) => id)]);
  const made = await make(client, { config, planned, lastRevision: revisionOf(prior), known, others }, call);
  const refused = config.enabled === false ? undefined : await unfit(client, made, call);
  if (refused) {
    await undo(client, made, call);
    throw new ApplyFailure([refused], stored(client, prior, notes));
  }
  const now = client.world.now();
  // One that somebody deleted needs no overlap.
  const all = [...retiring, ...(old ? [{ ...before, revokeAfter: now + rotationOf(config).overlap }] : [])];
  const kept: RetiringKey[] = [];
  let carried = notes;
  const warnings: Diagnostic[] = [];
  for (const key of all) {
    const due = key.id === before.id ? rotationOf(config).overlap === 0 : notes.due?.retire.includes(key.id);
    const error = due ? await takeBack(client, key, call) : undefined;
    if (!due || error) kept.push(key);
    else carried = carry(carried, (await find(client, key.id, call))?.spent ?? 0, now);
    if (error) warnings.push(error);
  }
  for (const warning of warnings) call.report(warning);
  return stored(client, { ...planned, ...made.state, retiring_keys: retiringValue(kept) }, carried);
}

interface Fresh extends Made {
  /** The attributes that it decides. */
  readonly state: ValueMap;
}

async function make(
  client: ConfiguredClient,
  { config, planned, lastRevision, known, others }: Batch,
  call: Call,
): Promise<Fresh> {
  const spec = declared(config);
  const now = client.world.now();
  const restrictions = await desired(client, spec, { others, issuedAt: now }, call);
  const models = asPlanned(planned.models, restrictions.models);
  const brought = typeof config.key_wo === "string" ? new Sensitive(config.key_wo) : undefined;
  const gateway = await client.gateway(call);
  if (brought && gateway.capabilities.keyText !== "ours") throw new DiagnosticsError([noOwnText()]);
  const made = await issue(
    client,
    {
      name: spec.name!,
      restrictions,
      enabled: spec.enabled !== false,
      lastRevision,
      known,
      ...(brought ? { text: brought } : {}),
    },
    call,
  ).catch((error: unknown) => fail(`Making the key ${spec.name}`, error));
  return { ...made, state: { ...stateOf(client, config, made, now, restrictions), models } };
}

interface Batch extends Creation {
  readonly lastRevision: number;
  readonly known: ReadonlySet<string>;
  readonly others: number;
}

function stateOf(
  client: ConfiguredClient,
  config: ValueMap,
  made: Made,
  now: Instant,
  restrictions: Restrictions,
): ValueMap {
  const issuedAt = Math.floor(now / second) * second;
  return {
    ...facts({ id: made.id, name: made.remoteName }, issuedAt, restrictions),
    revision: made.revision,
    rotate_after: instantValue(rotateAfter(config, issuedAt)),
    base_url: client.connection.dataURL,
    ...delivered(config, made.text, client.world),
  };
}

/** Takes back what was made; false where the gateway does not let us. */
async function undo(client: ConfiguredClient, made: Made, call: Call): Promise<boolean> {
  return (await takeBack(client, made, call, made.text)) === undefined;
}

/** The text that the user brings is the one that the key has already, as after an import. */
async function bringsSameText(client: ConfiguredClient, config: ValueMap, id: string, call: Call): Promise<boolean> {
  if (typeof config.key_wo !== "string") return false;
  const gateway = await client.gateway(call);
  const shown = await insist(client.world, call, `reading key ${id}`, (signal) => gateway.reveal(id, { signal })).catch(
    (error: unknown) => (error instanceof GatewayError ? undefined : Promise.reject(error)),
  );
  return shown?.equals(new Sensitive(config.key_wo)) ?? false;
}

/** The attributes of a key that goes on as it is, its text being the user's from now on. */
function sameKey(config: ValueMap, prior: ValueMap): ValueMap {
  const names = ["id", "remote_name", "revision", "issued_at", "valid_until", "models", "retiring_keys"];
  const issuedAt = parseInstant(textOf(prior, "issued_at") ?? "") ?? 0;
  return {
    ...Object.fromEntries(names.map((name) => [name, at(prior, name)])),
    rotate_after: instantValue(rotateAfter(config, issuedAt)),
    key: null,
    key_encrypted: null,
  };
}
