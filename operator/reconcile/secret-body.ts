import { createHash } from "node:crypto";
import type { Sensitive } from "../../core/sensitive.ts";
import { formatInstant, type Instant } from "../../core/time.ts";
import { canonical } from "../canonical.ts";
import type { KubeObject, OwnerReference } from "../kube/resource.ts";
import { group, version } from "../resources/definition.ts";
import { dataKeyNames, type SecretSpec } from "../resources/delivered-secret.ts";
import { renderTemplate } from "../resources/template-text.ts";
import { delivery, ownerName, ownerUid, pendingKey, pendingName, secretLabel } from "./marks.ts";

/** The TokApiKey that a Secret belongs to. */
export interface Owner {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** One delivery. Everything in it is written at once, so that value, address, revision and id can never disagree. */
export interface Delivery {
  readonly owner: Owner;
  readonly spec: SecretSpec | undefined;
  readonly baseURL: string;
  readonly revision: number;
  readonly keyId: string;
  readonly text: Sensitive;
  readonly previous?: { readonly revision: number; readonly text: Sensitive };
  readonly at: Instant;
}

/** The name of the Secret that a spec asks for. */
export function secretName(owner: Pick<Owner, "name">, spec: SecretSpec | undefined): string {
  return spec?.name ?? owner.name;
}

const digests = new WeakMap<object, { readonly baseURL: string; readonly digest: string }>();
const noSpec = {};

/** Stands for everything that shapes the Secret besides the texts; it changes when the Secret has to be written again. */
export function contentDigest(spec: SecretSpec | undefined, baseURL: string): string {
  // Asked for in every step of every key.
  const known = digests.get(spec ?? noSpec);
  if (known?.baseURL === baseURL) return known.digest;
  const digest = digestOf(spec, baseURL);
  digests.set(spec ?? noSpec, { baseURL, digest });
  return digest;
}

function digestOf(spec: SecretSpec | undefined, baseURL: string): string {
  const { keys, template, previous = false, creationPolicy = "Owner" } = spec ?? {};
  const shape = { keys: dataKeyNames(keys), template: template ?? {}, previous, creationPolicy, baseURL };
  return createHash("sha256").update(canonical(shape)).digest("hex").slice(0, 16);
}

/** The data entries that are always delivered; the previous key's comes and goes. */
export function deliveredEntries(spec: SecretSpec | undefined): readonly string[] {
  const names = dataKeyNames(spec?.keys);
  return [names.apiKey, names.baseURL, ...Object.keys(spec?.template?.data ?? {})];
}

/** The delivered Secret, for a create or a server-side apply. */
export function deliveredSecret(given: Delivery): KubeObject {
  const { owner, spec, previous } = given;
  const names = dataKeyNames(spec?.keys);
  const values = {
    apiKey: given.text.reveal(),
    baseURL: given.baseURL,
    previousApiKey: previous?.text.reveal() ?? "",
    revision: String(given.revision),
  };
  const data: Record<string, string> = {
    [names.apiKey]: values.apiKey,
    [names.baseURL]: values.baseURL,
    ...(previous ? { [names.previousApiKey]: values.previousApiKey } : {}),
  };
  for (const [entry, text] of Object.entries(spec?.template?.data ?? {})) data[entry] = renderTemplate(text, values);
  const owned = spec?.creationPolicy === undefined || spec.creationPolicy === "Owner";
  const merged = spec?.creationPolicy === "Merge";
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: secretName(owner, spec),
      namespace: owner.namespace,
      labels: { ...spec?.template?.labels, ...ownMarks(owner, "delivered") },
      annotations: {
        ...spec?.template?.annotations,
        [ownerName]: owner.name,
        [delivery.revision]: String(given.revision),
        [delivery.keyId]: given.keyId,
        [delivery.content]: contentDigest(spec, given.baseURL),
        [delivery.deliveredAt]: formatInstant(given.at),
        ...(previous ? { [delivery.previous]: String(previous.revision) } : {}),
      },
      ...(owned ? { ownerReferences: [reference(owner)] } : {}),
    },
    ...(merged ? {} : { type: spec?.template?.type ?? "Opaque" }),
    data: encoded(data),
  };
}

/** A new pending Secret with one text of ours. It goes with its TokApiKey, whatever the creation policy. */
export function pendingSecret(owner: Owner, revision: number, text: Sensitive): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: pendingName(owner.name),
      namespace: owner.namespace,
      labels: ownMarks(owner, "pending"),
      annotations: { [ownerName]: owner.name },
      ownerReferences: [reference(owner)],
    },
    type: "Opaque",
    data: encoded({ [pendingKey(revision)]: text.reveal() }),
  };
}

/** The value of one entry of a Secret that was read whole. */
export function entryOf(secret: KubeObject, entry: string): string | undefined {
  const { data } = secret as { data?: unknown };
  if (typeof data !== "object" || data === null) return undefined;
  const value = (data as Record<string, unknown>)[entry];
  return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : undefined;
}

export function encoded(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([entry, text]) => [entry, Buffer.from(text, "utf8").toString("base64")]),
  );
}

function ownMarks(owner: Owner, sort: string): Record<string, string> {
  return { [secretLabel]: sort, [ownerUid]: owner.uid };
}

function reference(owner: Owner): OwnerReference {
  return { apiVersion: `${group}/${version}`, kind: "TokApiKey", name: owner.name, uid: owner.uid, controller: true };
}
