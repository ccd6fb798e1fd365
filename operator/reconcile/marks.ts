/** Labels, annotations and names by which the operator knows its own things again. */

export const fieldManager = "tokapi";
export const finalizer = "tokapi.dev/revoke-keys";

/** On every Secret of ours; its value says which sort. Secrets are watched by this label, and by metadata only. */
export const secretLabel = "tokapi.dev/secret";
export type SecretSort = "delivered" | "pending";

/** On Secrets: the uid and the name of the TokApiKey they belong to. */
export const ownerUid = "tokapi.dev/owner-uid";
export const ownerName = "tokapi.dev/owner";

/** On the delivered Secret, written together with the key. */
export const delivery = {
  revision: "tokapi.dev/revision",
  keyId: "tokapi.dev/key-id",
  previous: "tokapi.dev/previous-revision",
  content: "tokapi.dev/content",
  deliveredAt: "tokapi.dev/delivered-at",
} as const;

/** On a TokApiKey, by people. */
export const asks = {
  /** `Compromised` skips overlap and soak; any other value asks for an ordinary rotation. Taken off when it is planned. */
  rotate: "tokapi.dev/rotate",
  /** A revision that is to be kept alive, or brought back from its soak. */
  restore: "tokapi.dev/restore",
  /** `"true"` lets a resource go whose gateway is gone for good; the keys it leaves are listed in an event. */
  abandon: "tokapi.dev/abandon",
} as const;

/** On the pod template of a restarted workload: which key it was restarted for. */
export const restartedFor = "tokapi.dev/restarted-for";

const pendingSuffix = ".tokapi-pending";

/** The Secret that keeps texts of ours before and while they are registered. Its name cannot meet a resource's name. */
export function pendingName(resource: string): string {
  return `${resource}${pendingSuffix}`;
}

/** The way back from {@link pendingName}, for names and for namespace/name; undefined for a Secret of another sort. */
export function resourceOfPending(secret: string): string | undefined {
  return secret.endsWith(pendingSuffix) ? secret.slice(0, -pendingSuffix.length) : undefined;
}

/** The entry of one revision in it. */
export function pendingKey(revision: number): string {
  return `r${revision}`;
}
