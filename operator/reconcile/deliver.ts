import type { KeyRecord } from "../../core/ledger.ts";
import { type Instant, minute, parseInstant } from "../../core/time.ts";
import type { Action } from "../../core/world.ts";
import { KubeError } from "../kube/error.ts";
import { type KubeObject, type ObjectRef, SECRETS } from "../kube/resource.ts";
import { dataKeyNames } from "../resources/delivered-secret.ts";
import type { KeyTurn } from "./context.ts";
import { fieldManager, delivery as marks, ownerUid, pendingKey, pendingName, secretLabel } from "./marks.ts";
import { type Delivery, deliveredSecret, encoded, pendingSecret, secretName } from "./secret-body.ts";
import { type OwnSecret, ownSecret } from "./secret-view.ts";
import { newText } from "./texts.ts";

/** How long a Secret that is in the way is left alone before it is looked at again. */
const foreignFor = minute;

/**
 * Writes the delivered Secret in one request. One that exists and is ours is applied by server-side apply. A new one is
 * created, not applied: an apply would merge our entries into a Secret of somebody else that we do not see, because only
 * Secrets with our label are watched.
 */
export async function deliver(turn: KeyTurn, action: Extract<Action, { do: "deliver" }>): Promise<void> {
  const { cluster, resource, memory } = turn;
  const { owner, spec } = resource;
  const record = memory.ledger.keys.find((entry) => entry.revision === action.revision);
  const text = memory.texts.get(action.revision);
  if (record?.id === undefined || !text)
    throw new TypeError(`revision ${action.revision} cannot be delivered: its text is not here`);
  const baseURL = turn.known?.link?.connection.dataURL;
  if (baseURL === undefined) throw new TypeError("nothing is delivered while the gateway's address is not known");
  const ref = { namespace: owner.namespace, name: secretName(owner, spec?.secret) };
  const existing = cluster.secret(`${ref.namespace}/${ref.name}`);
  const before = action.previous === undefined ? undefined : memory.texts.get(action.previous);
  const delivery: Delivery = {
    owner,
    spec: spec?.secret,
    baseURL,
    revision: action.revision,
    keyId: record.id,
    text,
    ...(before ? { previous: { revision: action.previous!, text: before } } : {}),
    at: firstDeliveredAt(existing, owner.uid, record) ?? turn.now(),
  };
  const body = deliveredSecret(delivery);
  const make = spec?.secret?.creationPolicy === "Merge" ? merge : create;
  const written = existing
    ? await cluster.client.patch(SECRETS, ref, body, { type: "apply", fieldManager, force: true })
    : await make(turn, ref, body);
  if (!written) return;
  memory.foreign = undefined;
  cluster.wroteSecret(written);
  await dropStale(turn, ref, body, ownSecret(written).ownedData);
}

/** When the Secret first held this key: writing it again must not make the overlap begin anew. */
function firstDeliveredAt(
  secret: OwnSecret | undefined,
  uid: string,
  { revision, id }: KeyRecord,
): Instant | undefined {
  if (secret?.ownerUid !== uid) return undefined;
  const annotations = secret.metadata.annotations ?? {};
  const same = annotations[marks.revision] === String(revision) && annotations[marks.keyId] === id;
  return same ? parseInstant(annotations[marks.deliveredAt] ?? "") : undefined;
}

async function create(turn: KeyTurn, ref: ObjectRef, body: KubeObject): Promise<KubeObject | undefined> {
  const { cluster, memory, resource } = turn;
  try {
    return await cluster.client.create(SECRETS, body, { fieldManager });
  } catch (error) {
    if (!KubeError.is(error, "already-exists")) throw error;
    const found = await cluster.client.get(SECRETS, ref, { metadataOnly: true });
    const { labels = {} } = found.metadata;
    if (labels[secretLabel] === "delivered" && labels[ownerUid] === resource.owner.uid) {
      cluster.wroteSecret(found);
      return undefined;
    }
    memory.foreign = { name: ref.name, until: turn.now() + foreignFor, message: foreignMessage(ref.name) };
    return undefined;
  }
}

/**
 * Writes our entries into a Secret of somebody else. Before the first time it has to be looked for: an apply would make it.
 */
async function merge(turn: KeyTurn, ref: ObjectRef, body: KubeObject): Promise<KubeObject | undefined> {
  const { client } = turn.cluster;
  try {
    const { metadata } = await client.get(SECRETS, ref, { metadataOnly: true });
    const same = { ...body, metadata: { ...body.metadata, uid: metadata.uid } };
    return await client.patch(SECRETS, ref, same, { type: "apply", fieldManager, force: true });
  } catch (error) {
    if (!KubeError.is(error, "not-found", "conflict")) throw error;
    const message =
      `Secret ${ref.name} does not exist, and spec.secret.creationPolicy: Merge writes only into one that does. Create it, ` +
      "or set creationPolicy: Owner to have it made.";
    turn.memory.foreign = { name: ref.name, until: turn.now() + foreignFor, message };
    return undefined;
  }
}

/** What to say about a Secret that is not ours to write. */
export function foreignMessage(name: string, holder?: string): string {
  const whose = holder ? `TokApiKey ${holder} delivers to it` : "somebody else made it";
  return (
    `Secret ${name} exists and ${whose}; it is not touched. Give another spec.secret.name, delete that Secret, or set ` +
    "spec.secret.creationPolicy: Merge to write into it."
  );
}

/**
 * Entries of an earlier template. Apply removes only what an apply has set; a Secret that began with a create keeps them,
 * so they are taken out by name.
 */
async function dropStale(turn: KeyTurn, ref: ObjectRef, body: KubeObject, owned: readonly string[]): Promise<void> {
  const wanted = new Set(Object.keys((body as { data?: Record<string, string> }).data ?? {}));
  const stale = owned.filter((entry) => !wanted.has(entry));
  if (stale.length === 0) return;
  const data = Object.fromEntries(stale.map((entry) => [entry, null]));
  const previous = dataKeyNames(turn.resource.spec?.secret?.keys).previousApiKey;
  const annotations = stale.includes(previous) ? { [marks.previous]: null } : {};
  const written = await turn.cluster.client.patch(
    SECRETS,
    ref,
    { metadata: { annotations }, data },
    { type: "merge", fieldManager },
  );
  turn.cluster.wroteSecret(written);
}

/**
 * Deletes the Secret that held the key before `spec.secret.name` was changed, once the one of the new name holds it. A
 * Secret that is to outlive its resource, or that is somebody else's, stays.
 */
export async function dropRenamed(turn: KeyTurn): Promise<void> {
  const { cluster, resource, announcer } = turn;
  const { owner, spec } = resource;
  const before = resource.status?.secretName;
  const name = secretName(owner, spec?.secret);
  if (before === undefined || before === name || (spec?.secret?.creationPolicy ?? "Owner") !== "Owner") return;
  const old = cluster.secret(`${owner.namespace}/${before}`);
  const { uid } = old?.metadata ?? {};
  if (!uid || old?.sort !== "delivered" || old.ownerUid !== owner.uid) return;
  turn.fence();
  try {
    await cluster.client.delete(SECRETS, { namespace: owner.namespace, name: before }, { uid });
    announcer.announce(resource, "Normal", "SecretMoved", `Secret ${name} holds the key now; ${before} is deleted.`);
  } catch (error) {
    if (!KubeError.is(error, "not-found", "conflict")) throw error;
  }
}

/** The Secret that holds the key: after a rename the old one, until the new one is delivered. */
export function holdingSecret({ cluster, resource }: KeyTurn): string {
  const name = secretName(resource.owner, resource.spec?.secret);
  const before = resource.status?.secretName;
  if (before === undefined || before === name) return name;
  const found = cluster.secret(`${resource.owner.namespace}/${name}`);
  return found?.sort === "delivered" && found.ownerUid === resource.owner.uid ? name : before;
}

/**
 * Makes a text of ours and stores it before it is registered, so that no crash can lose it. Texts of keys that are gone
 * are taken out in the same write.
 */
export async function store(turn: KeyTurn, revision: number): Promise<void> {
  const { cluster, memory, resource } = turn;
  const { owner } = resource;
  const ref = { namespace: owner.namespace, name: pendingName(owner.name) };
  const text = newText();
  const existing = cluster.secret(`${ref.namespace}/${ref.name}`);
  const living = new Set(memory.ledger.keys.map((record) => pendingKey(record.revision)));
  let written: KubeObject;
  if (existing) {
    const gone = existing.ownedData.filter((entry) => !living.has(entry)).map((entry) => [entry, null]);
    const data = { ...Object.fromEntries(gone), ...encoded({ [pendingKey(revision)]: text.reveal() }) };
    // Only on the version that we know: a text that is there already may be registered, and must not be written over.
    const { resourceVersion } = existing.metadata;
    written = await cluster.client.patch(
      SECRETS,
      ref,
      { metadata: { resourceVersion }, data },
      { type: "merge", fieldManager },
    );
  } else {
    written = await cluster.client.create(SECRETS, pendingSecret(owner, revision, text), { fieldManager });
  }
  memory.texts.set(revision, text);
  cluster.wroteSecret(written);
}
