import type { ValueMap } from "../protocol/value.ts";
import { declaredObject } from "../resources/cluster-api-key/crd-object.ts";
import { toArguments } from "./arguments.ts";
import { type KeyDelivery, operatorArguments } from "./delivery.ts";
import type { Environment } from "./environment.ts";
import type { Gateway } from "./gateway.ts";
import { given } from "./given.ts";
import type { KeyOptions } from "./key-options.ts";
import type { Manifest } from "./manifest.ts";
import type { ModelRoute } from "./model-route.ts";
import type { Quota } from "./quota.ts";
import type { SecretReference } from "./secret-reference.ts";

/** A key with everything that was decided for it. */
export interface KeyDeclaration {
  readonly name: string;
  readonly gateway: Gateway;
  readonly environment: Environment | undefined;
  readonly delivery: KeyDelivery;
  readonly secret: SecretReference | undefined;
  readonly routes: readonly ModelRoute[];
  readonly props: KeyOptions & { readonly renamedFrom?: string; readonly adoptId?: string };
  /** Whether routes are objects beside the key, or written out in it. */
  readonly routeRefs: boolean;
}

/** The arguments that every kind of key has. */
function keyArguments({ props, routes, routeRefs }: KeyDeclaration): ValueMap {
  const { group, quota, expiresAt, lifetime, allowedIps, enabled } = props;
  return toArguments({
    group,
    routes: routes.length > 0 && !routeRefs ? routes.map(({ _route }) => _route) : undefined,
    quota: quota && quotaOf(quota),
    expiresAt,
    lifetime,
    allowedIps,
    enabled,
  });
}

/** A quota, as core has it. */
export function quotaOf({ usd, reset }: Quota): object {
  return given({ amount: usd, reset });
}

/** The arguments of a `tok_api_key`. */
export function apiKeyArguments(declaration: KeyDeclaration): ValueMap {
  const { name, delivery, props } = declaration;
  const { owner, description, retainOnDelete, rotation } = props;
  const { every, overlap } = rotation?._spec ?? {};
  const whole = owner === undefined ? description : [`Owner: ${owner}.`, description ?? []].flat().join(" ");
  return {
    ...toArguments({ name, description: whole }),
    ...keyArguments(declaration),
    ...toArguments({
      rotation: every === undefined ? undefined : { every, overlap },
      deletionPolicy: retainOnDelete === undefined ? undefined : retainOnDelete ? "retain" : "revoke",
    }),
    ...delivery._arguments,
  };
}

/** The arguments of a `tok_cluster_api_key`, and what a TokApiKey in a manifest is made of. */
export function clusterKeyArguments(declaration: KeyDeclaration): ValueMap {
  const { name, gateway, environment, delivery, secret, routes, props, routeRefs } = declaration;
  const { waitForReady, timeout } = delivery._operator;
  const resourceName = resourceNameOf(declaration);
  const { description, retainOnDelete, rotation, owner } = props;
  return {
    ...toArguments({ namespace: secret?.namespace, name: resourceName }),
    labels: labelsOf(environment, props.labels),
    ...(owner === undefined ? {} : { annotations: { "tokapi.dev/owner": owner } }),
    spec: {
      ...toArguments({ name: resourceName === name ? undefined : name, description, gatewayRef: gateway._reference }),
      ...keyArguments(declaration),
      ...(routeRefs && routes.length > 0 ? { route_refs: routes.map((route) => ({ name: route.name })) } : {}),
      ...toArguments({
        rotation: rotation?._spec,
        deletionPolicy: retainOnDelete === undefined ? undefined : retainOnDelete ? "Retain" : "Revoke",
      }),
      ...operatorArguments(delivery._operator, props.adoptId),
    },
    ...toArguments({ waitForReady, timeout }),
  };
}

/** The name of the TokApiKey. */
export function resourceNameOf({ name, delivery }: KeyDeclaration): string {
  return delivery._operator.resourceName ?? name;
}

/** Labels of what goes into the cluster. */
export function labelsOf(environment: Environment | undefined, own: KeyOptions["labels"] = {}): Record<string, string> {
  return {
    "app.kubernetes.io/managed-by": "tokapi-constructs",
    ...(environment ? { "tokapi.dev/environment": environment.name } : {}),
    ...environment?.labels,
    ...own,
  };
}

/** The TokApiKey. */
export function keyManifest(declaration: KeyDeclaration): Manifest {
  return JSON.parse(JSON.stringify(declaredObject(clusterKeyArguments(declaration), undefined))) as Manifest;
}
