/** What earlier steps were answered, by name. */
export type Seen = ReadonlyMap<string, { [field: string]: unknown }>;

/** One request of the script that the embedded and the real API server both answer. */
export interface Step {
  name: string;
  /** Method and path, `GET /api/v1/namespaces/default/secrets`. */
  request: string | ((seen: Seen) => string);
  /** Content type of the body; JSON unless told. */
  type?: string;
  accept?: string;
  body?: unknown;
  bodyFrom?: (seen: Seen) => unknown;
  /** For a watch: how many events to read before leaving. */
  events?: number;
  /** Asks again until this status comes, for what becomes true a moment later. */
  retryUntil?: number;
  /** Why the two may differ, when they may: the step is then only run. */
  differs?: string;
}

export const JSON_PATCH = "application/json-patch+json";
export const MERGE_PATCH = "application/merge-patch+json";
export const STRATEGIC_PATCH = "application/strategic-merge-patch+json";
export const APPLY = "application/apply-patch+yaml";
export const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
export const METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
export const METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

export function versionSeen(seen: Seen, step: string): string {
  const metadata = seen.get(step)?.metadata as { resourceVersion?: string } | undefined;
  if (!metadata?.resourceVersion)
    throw new Error(`step ${step} gave no resourceVersion: ${JSON.stringify(seen.get(step))}`);
  return metadata.resourceVersion;
}

export function uidSeen(seen: Seen, step: string): string {
  const metadata = seen.get(step)?.metadata as { uid?: string } | undefined;
  if (!metadata?.uid) throw new Error(`step ${step} gave no uid: ${JSON.stringify(seen.get(step))}`);
  return metadata.uid;
}
