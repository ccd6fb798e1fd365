import { type TerraformResource, type TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { ValueMap } from "../protocol/value.ts";
import { toBinding } from "./arguments.ts";
import { ClusterAccess } from "./cluster-access.ts";
import { clusterProvider } from "./environment.ts";
import { apiKeyArguments, attributesOf, clusterKeyArguments, type KeyDeclaration } from "./key-declaration.ts";
import { ApiKey, type ApiKeyConfig } from "./l1/api-key/index.ts";
import { ClusterApiKey, type ClusterApiKeyConfig } from "./l1/cluster-api-key/index.ts";
import { refuseOtherCore } from "./one-core.ts";

/** A key as a resource of Terraform. */
export interface KeyResource {
  readonly binding: TerraformResource;
  /** Its address within the stack. */
  readonly address: string;
  /** Declares it anew, with other routes. */
  declare(declaration: KeyDeclaration): void;
}

/** The resource of a key, as a child of its construct. */
export function keyResource(scope: Construct, stack: TerraformStack, declaration: KeyDeclaration): KeyResource {
  refuseOtherCore(stack);
  return declaration.delivery._kind === "operator"
    ? clusterResource(scope, stack, declaration)
    : plainResource(scope, stack, declaration);
}

function plainResource(scope: Construct, stack: TerraformStack, declaration: KeyDeclaration): KeyResource {
  const { gateway, name } = declaration;
  const config = (of: KeyDeclaration) => toBinding(attributesOf.tok_api_key, apiKeyArguments(of));
  const provider = gateway._provider(stack);
  const binding = new ApiKey(scope, "Resource", { ...(config(declaration) as unknown as ApiKeyConfig), provider });
  identify(binding, [gateway.name, name]);
  return {
    binding,
    address: addressOf(binding),
    declare: (changed) => binding.putRoutes((config(changed) as unknown as ApiKeyConfig).routes!),
  };
}

function clusterResource(scope: Construct, stack: TerraformStack, declaration: KeyDeclaration): KeyResource {
  const config = (of: KeyDeclaration) =>
    toBinding(attributesOf.tok_cluster_api_key, inTerraform(clusterKeyArguments(of))) as unknown as ClusterApiKeyConfig;
  const provider = declaration.environment?._clusterProvider(stack) ?? soleCluster(stack);
  const binding = new ClusterApiKey(scope, "Resource", { ...config(declaration), provider });
  const { namespace, name } = clusterKeyArguments(declaration) as ValueMap & { namespace?: string; name: string };
  identify(binding, [namespace ?? "", name]);
  return { binding, address: addressOf(binding), declare: (changed) => binding.putSpec(config(changed).spec) };
}

/** The placeholders of a Secret's entries are the operator's; Terraform, which has some of its own, is to leave them alone. */
function inTerraform(values: ValueMap): ValueMap {
  const { secret } = values.spec as ValueMap;
  const { template } = (secret ?? {}) as ValueMap;
  const { data } = (template ?? {}) as ValueMap;
  if (!data) return values;
  const escaped = Object.entries(data).map(([entry, text]) => [entry, String(text).replace(placeholder, "$$$&")]);
  const spec = values.spec as ValueMap;
  return {
    ...values,
    spec: {
      ...spec,
      secret: { ...(secret as ValueMap), template: { ...(template as ValueMap), data: Object.fromEntries(escaped) } },
    },
  };
}
const placeholder = /\$(?=\$?\{(apiKey|baseURL|previousApiKey|revision)\})/g;

const soleClusters = new WeakMap<TerraformStack, ReturnType<typeof clusterProvider>>();

/** The cluster of a stack without environments. */
function soleCluster(stack: TerraformStack): ReturnType<typeof clusterProvider> {
  const known = soleClusters.get(stack) ?? clusterProvider(stack, "cluster_", ClusterAccess.environment());
  soleClusters.set(stack, known);
  return known;
}

/**
 * The address is made of what the key is, never of its place in the tree, so that moving a construct moves nothing at the
 * gateway. Names of gateways and namespaces hold no underscore, so two keys never meet.
 */
export function logicalId(parts: readonly string[]): string {
  return parts.join("_").replaceAll(".", "__");
}

function identify(binding: TerraformResource, parts: readonly string[]): void {
  if (parts.some((part) => Token.isUnresolved(part)) || !/^[a-z]/.test(parts[0]!)) return;
  binding.overrideLogicalId(logicalId(parts));
}

function addressOf(binding: TerraformResource): string {
  return `${binding.terraformResourceType}.${binding.friendlyUniqueId}`;
}
