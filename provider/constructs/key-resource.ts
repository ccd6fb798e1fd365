import { type TerraformResource, type TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import type { ValueMap } from "../protocol/value.ts";
import { ClusterAccess } from "./cluster-access.ts";
import { clusterProvider } from "./cluster-provider.ts";
import { DeclaredResource } from "./declared-resource.ts";
import { apiKeyArguments, clusterKeyArguments, type KeyDeclaration, resourceNameOf } from "./key-declaration.ts";
import { refuseOtherCore } from "./one-core.ts";

/** The resource of a key, as a child of its construct. `declaration` is asked again when the resource is written. */
export function keyResource(
  scope: Construct,
  stack: TerraformStack,
  declaration: () => KeyDeclaration,
): DeclaredResource {
  refuseOtherCore(stack);
  const declared = declaration();
  const { delivery, gateway, environment, name, secret } = declared;
  if (delivery._kind !== "operator") {
    const values = () => apiKeyArguments(declaration());
    const resource = new DeclaredResource(scope, "Resource", {
      type: "tok_api_key",
      provider: gateway._provider(stack),
      values,
    });
    return identify(resource, [gateway.name, name]);
  }
  const values = () => inTerraform(clusterKeyArguments(declaration()));
  const provider = environment?._clusterProvider(stack) ?? soleCluster(stack);
  const resource = new DeclaredResource(scope, "Resource", { type: "tok_cluster_api_key", provider, values });
  const { namespace = "" } = secret ?? {};
  const place = Token.isUnresolved(namespace) ? (environment?.name ?? stack.node.id) : namespace;
  return identify(resource, [place, resourceNameOf(declared)]);
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
const placeholder = /\$(?=\{(apiKey|baseURL|previousApiKey|revision)\})/g;

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
  return parts
    .join("_")
    .replaceAll(".", "__")
    .replace(/^(?![a-z])/, "_");
}

/** Gives a resource the address of what it is; names that only Terraform will know are refused at synth. */
export function identify<R extends TerraformResource>(resource: R, parts: readonly string[]): R {
  if (!parts.some((part) => Token.isUnresolved(part))) resource.overrideLogicalId(logicalId(parts));
  return resource;
}

/** A resource's address within its stack. */
export function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
