import type { TerraformStack } from "cdktf";
import type { ClusterAccess } from "./cluster-access.ts";
import { TokProvider } from "./l1/provider/index.ts";
import { refuseOtherCore } from "./one-core.ts";

/** The provider block by which a stack reaches a cluster. It has no gateway: Terraform never logs in to one for the operator. */
export function clusterProvider(stack: TerraformStack, alias: string, { _block }: ClusterAccess): TokProvider {
  refuseOtherCore(stack);
  return new ClusterProvider(stack, `tok-${alias}`, { alias, ...(_block ? { kubernetes: _block } : {}) });
}

/** The generated binding takes every object for a block when it writes HCL. */
class ClusterProvider extends TokProvider {
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const attributes = super.synthesizeHclAttributes();
    if (!attributes.kubernetes) return attributes;
    const { kubernetes } = this.synthesizeAttributes();
    return { ...attributes, kubernetes: { value: kubernetes, isBlock: false, type: "any" } };
  }
}
