import { parseRemoteName } from "../../core/names.ts";
import type { Instant } from "../../core/time.ts";
import { type Have, type KeyFacts, noFacts, type SecretView, unobserved } from "../../core/world.ts";
import type { Inventory } from "../gateways/inventory.ts";
import { dataKeyNames } from "../resources/delivered-secret.ts";
import type { KeyTurn } from "./context.ts";
import { foreignMessage } from "./deliver.ts";
import { finalizer, ownerName, pendingKey, pendingName } from "./marks.ts";
import { deliveredEntries, secretName } from "./secret-body.ts";
import { viewOf } from "./secret-view.ts";

/** Everything that is known at this moment, in the words of core. Reads nothing: the watches have told us already. */
export function gather(turn: KeyTurn): Have {
  const { memory, resource, known } = turn;
  memory.observe(known?.link?.inventory, resource.marker);
  const secret = secretOf(turn);
  const { retry } = memory;
  return {
    finalizer: (resource.metadata.finalizers ?? []).includes(finalizer),
    ledger: memory.ledger,
    facts: factsOf(turn),
    secret,
    strays: memory.strays,
    adoptable: adoptableOf(turn),
    ...(retry ? { notBefore: retry.notBefore } : {}),
  };
}

/** The earliest time at which something that is only believed for a while has to be looked at again. */
export function recheckAt({ memory }: KeyTurn): Instant | undefined {
  const times = [memory.foreign?.until, memory.refusal?.until].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

function secretOf(turn: KeyTurn): SecretView {
  const { cluster, resource, memory } = turn;
  if (!cluster.secretsKnown()) return unobserved;
  const name = secretName(resource.owner, resource.spec?.secret);
  const found = cluster.secret(`${resource.owner.namespace}/${name}`);
  if (found?.sort === "pending") return { kind: "foreign", message: foreignMessage(name) };
  if (found && found.ownerUid !== resource.owner.uid) {
    // An orphaned Secret of an earlier resource of the same name is taken over; another resource's is not.
    const holder = found.metadata.annotations?.[ownerName];
    const heldBy = holder === undefined ? undefined : cluster.key(`${resource.owner.namespace}/${holder}`);
    if (heldBy && heldBy.metadata.uid === found.ownerUid)
      return { kind: "foreign", message: foreignMessage(name, holder) };
    return { kind: "absent" };
  }
  if (found && found.metadata.deletionTimestamp === undefined)
    return viewOf(
      found,
      deliveredEntries(resource.spec?.secret),
      dataKeyNames(resource.spec?.secret?.keys).previousApiKey,
    );
  const { foreign } = memory;
  if (foreign?.name === name && turn.now() < foreign.until) return { kind: "foreign", message: foreign.message };
  return { kind: "absent" };
}

function factsOf({ memory, cluster, resource }: KeyTurn): ReadonlyMap<number, KeyFacts> {
  const pending = cluster.secret(`${resource.owner.namespace}/${pendingName(resource.owner.name)}`);
  const facts = new Map<number, KeyFacts>();
  for (const { revision } of memory.ledger.keys) {
    const known = memory.facts.get(revision) ?? noFacts;
    const stored = pending?.ownedData.includes(pendingKey(revision)) ?? false;
    const text = memory.texts.has(revision) ? "held" : known.text === "held" ? "unknown" : known.text;
    facts.set(revision, { ...known, stored, text });
  }
  return facts;
}

function adoptableOf(turn: KeyTurn): Have["adoptable"] {
  const adopt = turn.resource.spec?.adopt;
  const inventory = turn.known?.link?.inventory;
  if (!adopt || !inventory) return unobserved;
  const refused = (message: string) => ({ kind: "refused" as const, message: `spec.adopt: ${message}` });
  const search = (listing: Inventory) =>
    adopt.id === undefined
      ? listing.named(adopt.name ?? "")
      : [listing.get(adopt.id)].filter((key) => key !== undefined);
  const found = search(inventory);
  const { memory } = turn;
  memory.sought = found.length === 1 ? undefined : { keys: (listing) => search(listing).length, found: found.length };
  // It may have been made after that listing.
  if (found.length === 0 && inventory.beganAt <= memory.since) return unobserved;
  const asked = adopt.id === undefined ? `named "${adopt.name}"` : `with id ${adopt.id}`;
  const [key] = found;
  if (!key) return refused(`the account has no key ${asked}; correct it, or leave spec.adopt out for a new key.`);
  if (found.length > 1) {
    return refused(
      `${found.length} keys are ${asked} (ids ${found.map(({ id }) => id).join(", ")}); give the id of one of them.`,
    );
  }
  const owner = parseRemoteName(key.name);
  if (owner && owner.marker !== turn.resource.marker) return refused(`key ${key.name} belongs to another TokApiKey.`);
  return { kind: "found", key };
}
