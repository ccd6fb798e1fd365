import { z } from "zod";
import { parseInstant } from "../../core/time.ts";
import type { SecretView } from "../../core/world.ts";
import type { KubeObject } from "../kube/resource.ts";
import { delivery, fieldManager, ownerUid, type SecretSort, secretLabel } from "./marks.ts";

/** A Secret of ours as its metadata shows it: small, and without a value. */
export interface OwnSecret extends KubeObject {
  readonly sort: SecretSort;
  readonly ownerUid: string;
  /** The data entries and annotations that nobody but the operator has written last. */
  readonly ownedData: readonly string[];
  readonly ownedAnnotations: readonly string[];
}

const fieldsSchema = z.record(z.string(), z.unknown());
const managedFieldsSchema = z.array(
  z.looseObject({ manager: z.string().optional(), fieldsV1: fieldsSchema.optional() }),
);

/**
 * Shrinks a Secret's metadata to what decisions need. Who edited a value is read from managedFields: whoever writes a
 * field takes it from its manager, so an entry that is no longer ours has been changed, and no value has to be read.
 */
export function ownSecret(object: KubeObject): OwnSecret {
  const {
    name,
    namespace,
    uid,
    resourceVersion,
    labels = {},
    annotations = {},
    managedFields,
    deletionTimestamp,
  } = object.metadata;
  const parsed = managedFieldsSchema.safeParse(managedFields ?? []);
  const ours = parsed.success ? parsed.data.filter((entry) => entry.manager === fieldManager) : [];
  const owned = (...path: readonly string[]) => [...new Set(ours.flatMap((entry) => fieldNames(entry.fieldsV1, path)))];
  return {
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      labels: pick(labels, [secretLabel, ownerUid]),
      annotations: pick(annotations, ["tokapi.dev/owner", ...Object.values(delivery)]),
    },
    sort: labels[secretLabel] === "pending" ? "pending" : "delivered",
    ownerUid: labels[ownerUid] ?? "",
    ownedData: owned("f:data"),
    ownedAnnotations: owned("f:metadata", "f:annotations"),
  };
}

/**
 * What core may know about the delivered Secret. `expected` are the entries that we deliver, `previousEntry` is the one that
 * comes and goes.
 */
export function viewOf(secret: OwnSecret, expected: readonly string[], previousEntry: string): SecretView {
  const annotations = secret.metadata.annotations ?? {};
  const revision = number(annotations[delivery.revision]);
  const previous = number(annotations[delivery.previous]);
  const deliveredAt = parseInstant(annotations[delivery.deliveredAt] ?? "");
  const keyId = annotations[delivery.keyId];
  const content = annotations[delivery.content];
  const intact =
    expected.every((entry) => secret.ownedData.includes(entry)) &&
    [delivery.revision, delivery.keyId].every((name) => secret.ownedAnnotations.includes(name));
  // Left by a write of another template that was cut short before it had taken them out: to be written again.
  const wanted = new Set([...expected, ...(previous === undefined ? [] : [previousEntry])]);
  const stale = secret.ownedData.some((entry) => !wanted.has(entry));
  return {
    kind: "present",
    intact,
    ...(revision === undefined ? {} : { revision }),
    ...(previous === undefined ? {} : { previous }),
    ...(keyId === undefined ? {} : { keyId }),
    ...(content === undefined || stale ? {} : { content }),
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
  };
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined;
}

function fieldNames(fields: Record<string, unknown> | undefined, path: readonly string[]): string[] {
  let at: unknown = fields;
  for (const step of path) at = fieldsSchema.safeParse(at).data?.[step];
  const found = fieldsSchema.safeParse(at);
  if (!found.success) return [];
  return Object.keys(found.data).flatMap((name) => (name.startsWith("f:") ? [name.slice(2)] : []));
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
