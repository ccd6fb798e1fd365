import type { Route } from "../../core/key.ts";
import type { Restrictions } from "../../core/restrictions.ts";
import { formatDuration, type Instant, minute, parseDuration } from "../../core/time.ts";
import type { GatewayView, Want } from "../../core/world.ts";
import { GatewayError } from "../../gateways/error.ts";
import type { Gateway, Resolution } from "../../gateways/gateway.ts";
import type { KnownGateway } from "../gateways/known-gateway.ts";
import { explain } from "../gateways/link.ts";
import type { KeyMemory } from "./key-memory.ts";
import { type KeyResource, type Refusal, requestsOf, sentence } from "./key-resource.ts";
import { contentDigest } from "./secret-body.ts";

/** What a declaration refers to. */
export interface References {
  /** Undefined: there is no such gateway. */
  readonly gateway: KnownGateway | undefined;
  readonly gatewayTitle: string;
  /** The routes that are referred to and exist, with the version of each. */
  readonly routes: readonly { readonly name: string; readonly version: string; readonly route: Route }[];
  readonly missingRoutes: readonly string[];
  /** How many TokApiKeys older than this one use the gateway from the same namespace. */
  readonly olderKeys: number;
}

/** How long a spec stays resolved against the gateway's groups and models. */
const resolvedFor = 10 * minute;

/**
 * What is declared, resolved against the gateway. Asks the gateway only when the spec, its routes or the gateway changed;
 * an outage leaves what was resolved before in force.
 */
export async function wantOf(resource: KeyResource, refs: References, memory: KeyMemory, now: Instant): Promise<Want> {
  const { spec, rotation, lifetime, marker, metadata } = resource;
  const requests = requestsOf(resource);
  const { view, gateway, baseURL } = viewGateway(refs, requests.deletion !== undefined);
  let refusal: Refusal | undefined =
    resource.refusal ?? refusedReference(resource, refs) ?? rejectedBefore(memory, resource, now);
  let ready = view;
  let resolution: Resolution | undefined;
  if (spec && gateway && !refusal && !requests.deletion) {
    try {
      resolution = await resolve(gateway, resource, refs, memory, now);
      refusal = refusedResolution(resolution);
    } catch (error) {
      if (error instanceof GatewayError && error.code === "fix-spec")
        refusal = { reason: error.reason, message: error.message };
      else ready = { kind: "not-ready", ...explain(error) };
    }
  }
  const restrictions: Restrictions | undefined = refusal ? undefined : resolution?.restrictions;
  return {
    name: spec?.name ?? metadata.name,
    marker,
    restrictions,
    enabled: spec?.enabled ?? true,
    rotation,
    ...(lifetime === undefined ? {} : { lifetime }),
    previousKey: spec?.secret?.previous ?? false,
    content: baseURL === undefined ? undefined : contentDigest(spec?.secret, baseURL),
    restarts: (spec?.rolloutRestart?.length ?? 0) > 0,
    ...(spec?.adopt ? { adopt: adoptOf(spec.adopt) } : {}),
    ...(isUnconfirmed(resource, memory) ? { unconfirmed: true } : {}),
    suspended: spec?.suspend ?? false,
    ...(refusal ? { refusal } : {}),
    ...requests,
    gateway: ready,
  };
}

function isUnconfirmed({ metadata, status }: KeyResource, { updatedFor }: KeyMemory): boolean {
  const { generation = 0 } = metadata;
  return (status?.observedGeneration ?? generation) < generation && updatedFor !== generation;
}

function adoptOf({ id, name }: { id?: string | undefined; name?: string | undefined }): NonNullable<Want["adopt"]> {
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

function viewGateway(
  { gateway, gatewayTitle }: References,
  deleting: boolean,
): { view: GatewayView; gateway?: Gateway; baseURL: string | undefined } {
  const baseURL = gateway?.link?.connection.dataURL;
  if (!gateway || (gateway.removed && !deleting)) {
    const message = `${gatewayTitle} does not exist; create it, or correct spec.gatewayRef.`;
    return { view: { kind: "not-ready", reason: "GatewayNotFound", message }, baseURL };
  }
  const state = gateway.link?.state ?? {
    kind: "not-ready",
    ...(gateway.problem ?? { reason: "Connecting", message: "It is being read." }),
  };
  if (state.kind === "not-ready") {
    return {
      view: {
        kind: "not-ready",
        reason: "GatewayNotReady",
        message: `${gateway.title}: ${state.reason}: ${state.message}`,
      },
      baseURL,
    };
  }
  const { keyText, lastUse, deathProof } = state.gateway.capabilities;
  return { view: { kind: "ready", keyText, lastUse, deathProof }, gateway: state.gateway, baseURL };
}

async function resolve(
  gateway: Gateway,
  resource: KeyResource,
  refs: References,
  memory: KeyMemory,
  now: Instant,
): Promise<Resolution> {
  const spec = resource.spec!;
  const key = JSON.stringify([
    resource.metadata.generation,
    refs.routes.map(({ name, version }) => [name, version]),
    refs.gateway?.generation,
  ]);
  const before = memory.resolution;
  if (before?.key === key && now < before.until) return before.value;
  const { name, description, group, quota, expiresAt, lifetime: _, allowedIPs, enabled } = spec;
  const routes = [...(spec.routes ?? []), ...refs.routes.map(({ route }) => route)];
  const declared = {
    name,
    description,
    group,
    quota,
    expiresAt,
    allowedIPs,
    enabled,
    ...(routes.length > 0 ? { routes } : {}),
  };
  try {
    const value = await gateway.resolve(declared, { urgent: true });
    memory.resolution = { key, until: now + resolvedFor, value };
    return value;
  } catch (error) {
    const outage = error instanceof GatewayError && error.code !== "fix-spec";
    if (outage && before?.key === key) return before.value;
    throw error;
  }
}

function refusedResolution({ problems }: Resolution): Refusal | undefined {
  const first = problems[0];
  return (
    first && {
      reason: first.reason,
      message: sentence(
        problems.map(({ path, message }) => (message.startsWith(path) ? message : `${path}: ${message}`)),
      ),
    }
  );
}

function rejectedBefore({ refusal }: KeyMemory, { metadata }: KeyResource, now: Instant): Refusal | undefined {
  return refusal && refusal.generation === metadata.generation && now < refusal.until ? refusal : undefined;
}

function refusedReference(resource: KeyResource, refs: References): Refusal | undefined {
  const { spec, owner, rotation } = resource;
  if (refs.missingRoutes.length > 0) {
    const names = refs.missingRoutes.join(", ");
    return {
      reason: "RouteNotFound",
      message: `spec.routeRefs: there is no TokModelRoute ${names} in namespace ${owner.namespace}.`,
    };
  }
  const { gateway } = refs;
  if (!gateway || !spec) return undefined;
  if (!gateway.serves(owner.namespace)) {
    return {
      reason: "NamespaceNotAllowed",
      message: `${gateway.title} does not serve namespace ${owner.namespace}; its namespaces or namespaceSelector must name it.`,
    };
  }
  const refuse = (message: string): Refusal => ({
    reason: "PolicyDenied",
    message: `${message} (policy of ${gateway.title}).`,
  });
  const { policy } = gateway;
  if (!policy) return undefined;
  if (policy.maxKeys !== undefined && refs.olderKeys >= policy.maxKeys) {
    return refuse(`namespace ${owner.namespace} has ${refs.olderKeys} older keys, and may have ${policy.maxKeys}`);
  }
  if (policy.groups && (spec.group === undefined || !policy.groups.includes(spec.group))) {
    return refuse(`spec.group: "${spec.group ?? ""}" is not one of ${policy.groups.join(", ")}`);
  }
  const shortest = policy.minRotation === undefined ? undefined : parseDuration(policy.minRotation);
  if (shortest !== undefined && rotation.every !== undefined && rotation.every < shortest) {
    return refuse(`spec.rotation.every: ${formatDuration(rotation.every)} is shorter than ${policy.minRotation}`);
  }
  return policy.models
    ? refusedModels(policy.models, [...(spec.routes ?? []), ...refs.routes.map(({ route }) => route)], refuse)
    : undefined;
}

function refusedModels(
  allowed: readonly string[],
  routes: readonly Route[],
  refuse: (message: string) => Refusal,
): Refusal | undefined {
  const open = routes.filter((route) => route.enabled !== false);
  if (open.length === 0 || open.some((route) => (route.models ?? []).length === 0)) {
    return refuse(`spec.routes: every route must name its models, out of ${allowed.join(", ")}`);
  }
  const refused = open.flatMap((route) => route.models ?? []).filter((model) => !allowed.includes(model));
  return refused.length > 0
    ? refuse(`spec.routes: ${refused.join(", ")} may not be used; allowed: ${allowed.join(", ")}`)
    : undefined;
}
