/** The bindings that are generated from the provider's schema: each resource and data source as it is in HCL. */

export { ApiKey, type ApiKeyProps, type ImportedKeyProps, type NamedKeyProps } from "./api-key.ts";
export type { IApiKey } from "./api-key-interface.ts";
export { ClusterAccess } from "./cluster-access.ts";
export { ClusterGateway } from "./cluster-gateway.ts";
export { GatewayCredentials } from "./credentials.ts";
export { KeyDelivery } from "./delivery.ts";
export { Environment, type EnvironmentProps } from "./environment.ts";
export { Gateway, type GatewayProps } from "./gateway.ts";
export { Grant } from "./grant.ts";
export type { KeyOptions } from "./key-options.ts";
export { KeyPerEnvironment, type KeyPerEnvironmentProps } from "./key-per-environment.ts";
export * as l1 from "./l1/index.ts";
export type { Manifest, ManifestMetadata } from "./manifest.ts";
export { Manifests, type ManifestsProps } from "./manifests.ts";
export { ModelRoute, type ModelRouteProps, type RateLimitProps } from "./model-route.ts";
export { type OperatorDeliveryProps, type SecretEntries, Workload } from "./operator-delivery.ts";
export { Quota } from "./quota.ts";
export { type OverlapOptions, Rotation, type RotationWindow, type ScheduleOptions } from "./rotation.ts";
export { KeyRule } from "./rules.ts";
export type { SecretReference } from "./secret-reference.ts";
export { SecretText } from "./secret-text.ts";
