import { type Rotation, resolveRotation } from "../../core/policy.ts";
import { type Instant, type Milliseconds, parseDuration, parseInstant } from "../../core/time.ts";
import type { Want } from "../../core/world.ts";
import type { KubeObject } from "../kube/resource.ts";
import type { Metadata } from "../resources/metadata.ts";
import { parseTokApiKey } from "../resources/parse.ts";
import type { TokApiKeyStatus } from "../resources/status.ts";
import type { TokApiKeySpec } from "../resources/tok-api-key.ts";
import { asks } from "./marks.ts";
import type { Owner } from "./secret-body.ts";

/** Why a declaration is refused: a condition's reason, and what is wrong, where, and what to do. */
export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

/** One TokApiKey as it was read, once per version of the object. */
export interface KeyResource {
  readonly metadata: Metadata;
  readonly owner: Owner;
  readonly marker: string;
  /** Undefined when it is refused as a whole. */
  readonly spec: TokApiKeySpec | undefined;
  readonly status: TokApiKeyStatus | undefined;
  readonly rotation: Rotation;
  readonly lifetime?: Milliseconds;
  readonly refusal?: Refusal;
}

/**
 * Reads a TokApiKey; `markerOf` its uid is what its keys bear at the gateway. A spec that is refused still yields a resource:
 * its keys have to be kept, and it can be deleted.
 */
export function readKeyResource(
  object: KubeObject,
  markerOf: (uid: string) => string,
  now: Instant,
): KeyResource | undefined {
  const parsed = parseTokApiKey(object);
  const metadata = parsed.metadata;
  if (!metadata) return undefined;
  const owner = { namespace: metadata.namespace ?? "default", name: metadata.name, uid: metadata.uid };
  const spec = parsed.ok ? parsed.spec : undefined;
  const { rotation, problems } = resolveRotation(spec?.rotation ?? {}, now);
  const lifetime = spec?.lifetime === undefined ? undefined : parseDuration(spec.lifetime);
  const messages = parsed.ok
    ? problems.map(({ path, message }) => `spec.${path}: ${message}`)
    : parsed.problems.map(({ message }) => message);
  return {
    metadata,
    owner,
    marker: markerOf(metadata.uid),
    spec,
    status: parsed.status,
    rotation,
    ...(lifetime === undefined ? {} : { lifetime }),
    ...(messages.length > 0 ? { refusal: { reason: "InvalidSpec", message: sentence(messages) } } : {}),
  };
}

/** What people ask for by annotations and by deleting. */
export function requestsOf({ metadata, spec }: KeyResource): Pick<Want, "rotate" | "restore" | "deletion"> {
  const { annotations = {}, deletionTimestamp } = metadata;
  const rotate = annotations[asks.rotate];
  const restore = Number(annotations[asks.restore]);
  const since = deletionTimestamp === undefined ? undefined : (parseInstant(deletionTimestamp) ?? 0);
  const abandon = annotations[asks.abandon] === "true";
  return {
    ...(rotate ? { rotate: { reason: /^compromised/i.test(rotate) ? "Compromised" : "Requested", id: rotate } } : {}),
    ...(Number.isInteger(restore) && restore > 0 ? { restore } : {}),
    ...(since === undefined ? {} : { deletion: { policy: spec?.deletionPolicy ?? "Revoke", since, abandon } }),
  };
}

/** Several complaints as one message, each ending in a full stop. */
export function sentence(messages: readonly string[]): string {
  return messages.map((message) => (/[.!?]$/.test(message) ? message : `${message}.`)).join(" ");
}
