import { Sensitive } from "../../../core/sensitive.ts";
import { parseInstant } from "../../../core/time.ts";
import { GatewayError } from "../../../gateways/error.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import { ApplyFailure, type ApplyRequest, type Call, type Stored } from "../../protocol/provider.ts";
import { isUnknown, type ValueMap } from "../../protocol/value.ts";
import { type Client, type ConfiguredClient, configured } from "../client.ts";
import { equal } from "../equal.ts";
import { fail, failure } from "../failure.ts";
import { insist } from "../insist.ts";
import { carry } from "./budget.ts";
import { create, replaceKey } from "./create.ts";
import { declared } from "./declared.ts";
import { delivered, wantsText } from "./delivery.ts";
import { asPlanned, desired } from "./desired.ts";
import { nameAtGateway } from "./name-at-gateway.ts";
import { type Notes, readNotes } from "./notes.ts";
import { find } from "./read.ts";
import { at, instantValue, retiringOf, retiringValue, rotateAfter, textOf } from "./state.ts";
import { stored } from "./stored.ts";

/** Carries a plan out. Every step may be the last one: what is true by then is what is stored. */
export async function apply(client: Client, request: ApplyRequest, call: Call): Promise<Stored> {
  const ready = configured(client);
  ready.claims.begin();
  const { config, prior, planned } = request;
  const notes = readNotes(request.private);
  if (!planned || !config) return destroy(ready, prior!, call);
  if (!prior) return create(ready, { config, planned }, call);
  if (isUnknown(planned.id)) return replaceKey(ready, { config, prior, planned, notes }, call);
  return update(ready, { config, prior, planned, notes }, call);
}

interface Change {
  readonly config: ValueMap;
  readonly prior: ValueMap;
  readonly planned: ValueMap;
  readonly notes: Notes;
}

/** What the gateway keeps for a key. Routes are there as models, so other words for the same models change nothing. */
const kept = ["group", "quota", "expires_at", "lifetime", "allowed_ips", "models", "valid_until"];
const limits = [...kept, "routes"];

async function update(client: ConfiguredClient, change: Change, call: Call): Promise<Stored> {
  const { config, prior, planned } = change;
  const gateway = await client.gateway(call);
  const id = String(prior.id);
  // What has been done so far; a failure stores it.
  let state: ValueMap = prior;
  let { notes } = change;
  const attempt = <Result>(doing: string, ask: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
    insist(client.world, call, doing, ask).catch((error: unknown) => {
      if (!(error instanceof GatewayError)) throw error;
      throw new ApplyFailure([failure(doing, error)], { ...stored(client, state, notes) });
    });

  const issuedAt = parseInstant(textOf(prior, "issued_at") ?? "") ?? client.world.now();
  const named = nameAtGateway(client, config, prior);
  const changed = kept.some((name) => !equal(planned[name], prior[name]));
  let models = at(prior, "models");
  let validUntil = at(prior, "valid_until");
  if (changed || named !== prior.remote_name || (planned.quota !== null && (notes.others ?? 0) > 0)) {
    const restrictions = await desired(client, declared(config), { others: notes.others ?? 0, issuedAt }, call);
    models = asPlanned(planned.models, restrictions.models);
    await attempt(`Changing the key ${named}`, (signal) => gateway.update(id, named, restrictions, { signal }));
    validUntil = isUnknown(planned.valid_until) ? instantValue(restrictions.expiresAt) : at(planned, "valid_until");
  }
  state = { ...prior, ...pick(planned, limits), models, valid_until: validUntil, remote_name: named };
  if (planned.enabled !== prior.enabled) {
    const on = planned.enabled !== false;
    await attempt(`Switching the key ${named} ${on ? "on" : "off"}`, (signal) =>
      gateway.setEnabled(id, on, { signal }),
    );
    state = { ...state, enabled: on };
  }
  if (wantsText(config, prior)) {
    const shown = await attempt(`Reading the text of the key ${named}`, (signal) => gateway.reveal(id, { signal }));
    if (!shown) throw new ApplyFailure([textLost(named)], stored(client, state, notes));
    state = { ...state, ...delivered(config, shown, client.world) };
  }
  const keep = new Set(retiringOf(planned).map((key) => key.id));
  for (const old of retiringOf(prior)) {
    if (keep.has(old.id)) continue;
    const spent = (await find(client, old.id, call))?.spent ?? 0;
    await attempt(`Revoking the earlier key ${old.remoteName}`, (signal) =>
      gateway.revoke(old.id, undefined, { signal }),
    );
    state = { ...state, retiring_keys: retiringValue(retiringOf(state).filter((key) => key.id !== old.id)) };
    notes = carry(notes, spent, client.world.now());
  }
  const rest = {
    ...state,
    key: at(isUnknown(planned.key) ? state : planned, "key"),
    key_encrypted: at(isUnknown(planned.key_encrypted) ? state : planned, "key_encrypted"),
    retiring_keys: at(state, "retiring_keys"),
    remote_name: named,
    models,
    valid_until: validUntil,
    rotate_after: isUnknown(planned.rotate_after)
      ? instantValue(rotateAfter(config, issuedAt))
      : at(planned, "rotate_after"),
  };
  return stored(client, { ...planned, ...pick(rest, ownAttributes) }, notes);
}

/** Attributes whose value an update decides; all others are as planned. */
const ownAttributes = ["key", "key_encrypted", "retiring_keys", "remote_name", "models", "valid_until", "rotate_after"];

function pick(object: ValueMap, names: readonly string[]): ValueMap {
  return Object.fromEntries(names.map((name) => [name, object[name] ?? null]));
}

function textLost(name: string) {
  return {
    severity: "error",
    summary: "The key's text cannot be had any more",
    detail: `The gateway does not show the text of ${name} again. Make a new key: change a value of rotate_when_changed, or replace the resource.`,
  } as const;
}

/** Its successor was made first. Terraform does not tell it whom it replaces, so it took the key for a leftover. */
function goesOn(name: string) {
  return {
    severity: "warning",
    summary: "The key was not replaced",
    detail: `Nobody has used ${name} yet, and with create_before_destroy a key that was never used cannot be told from one that an interrupted run has left: the new resource has taken it over. To have another key, change a value of rotate_when_changed.`,
  } as const;
}

async function destroy(client: ConfiguredClient, prior: ValueMap, call: Call): Promise<Stored> {
  if (textOf(prior, "deletion_policy") === "retain") return { state: null };
  const gateway = await client.gateway(call);
  let state = prior;
  // The earlier ones first: while the current key exists the resource does, and a failure is tried again.
  for (const old of retiringOf(prior)) {
    await revoke(old.id, old.remoteName);
    state = { ...state, retiring_keys: retiringValue(retiringOf(state).filter(({ id }) => id !== old.id)) };
  }
  await revoke(String(prior.id), String(prior.remote_name));
  return { state: null };

  async function revoke(id: string, name: string): Promise<void> {
    if (client.claims.taken(id)) return call.report(goesOn(name));
    client.claims.leave(id);
    const text = typeof prior.key === "string" && id === prior.id ? new Sensitive(prior.key) : undefined;
    await insist(client.world, call, `revoking ${name}`, (signal) => gateway.revoke(id, text, { signal })).catch(
      (error: unknown) => {
        if (error instanceof DiagnosticsError) throw error;
        if (!(error instanceof GatewayError)) return fail(`Revoking the key ${name}`, error);
        throw new ApplyFailure([failure(`Revoking the key ${name}`, error)], { state });
      },
    );
  }
}
