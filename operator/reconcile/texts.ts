import { createHash, randomBytes } from "node:crypto";
import type { KeyRecord } from "../../core/ledger.ts";
import { Sensitive } from "../../core/sensitive.ts";
import type { KubeClient } from "../kube/client.ts";
import { KubeError } from "../kube/error.ts";
import { type KubeObject, SECRETS } from "../kube/resource.ts";
import { dataKeyNames, type SecretSpec } from "../resources/delivered-secret.ts";
import { delivery, pendingKey, pendingName } from "./marks.ts";
import { entryOf, type Owner, secretName } from "./secret-body.ts";

/** A new key text of ours: 256 bits, in the form that both services' own keys have. */
export function newText(): Sensitive {
  return new Sensitive(`sk-${randomBytes(32).toString("hex")}`);
}

/** The same for every attempt at one revision; sent as an idempotency key. */
export function attemptId(marker: string, uid: string, revision: number): string {
  return `tokapi-${marker}-${createHash("sha256").update(`${uid}/${revision}`).digest("hex").slice(0, 24)}`;
}

/** The text of a revision out of the pending Secret, or out of the delivered one if that still says it holds it. */
export async function textInCluster(
  client: KubeClient,
  owner: Owner,
  spec: SecretSpec | undefined,
  record: KeyRecord,
  look: { readonly pending: boolean; readonly delivered: boolean },
): Promise<Sensitive | undefined> {
  if (look.pending) {
    const secret = await read(client, owner, pendingName(owner.name));
    const text = secret && entryOf(secret, pendingKey(record.revision));
    if (text) return new Sensitive(text);
  }
  if (!look.delivered) return undefined;
  const secret = await read(client, owner, secretName(owner, spec));
  const annotations = secret?.metadata.annotations ?? {};
  const names = dataKeyNames(spec?.keys);
  const of = String(record.revision);
  const entry =
    annotations[delivery.revision] === of
      ? names.apiKey
      : annotations[delivery.previous] === of
        ? names.previousApiKey
        : undefined;
  const text = secret && entry && entryOf(secret, entry);
  return text ? new Sensitive(text) : undefined;
}

async function read(client: KubeClient, owner: Owner, name: string): Promise<KubeObject | undefined> {
  try {
    return await client.get(SECRETS, { namespace: owner.namespace, name });
  } catch (error) {
    if (KubeError.is(error, "not-found")) return undefined;
    throw error;
  }
}
