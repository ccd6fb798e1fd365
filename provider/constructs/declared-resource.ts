import { type TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { Value, ValueMap } from "../protocol/value.ts";

/** What a declared resource is. */
interface DeclaredResourceProps {
  readonly type: string;
  readonly provider: TerraformProvider;
  /** The arguments, asked for when they are written, so that a grant made late is in them. */
  readonly values: () => ValueMap;
}

/**
 * A resource by its arguments. The generated binding of `tok_cluster_api_key` makes some thirty objects for references into
 * each key, which nobody uses here and which take more time and memory than all the rest of a synth.
 */
export class DeclaredResource extends TerraformResource {
  readonly #values: () => ValueMap;

  constructor(scope: Construct, id: string, { type, provider, values }: DeclaredResourceProps) {
    super(scope, id, {
      terraformResourceType: type,
      provider,
      // Asked by cdktf, which wants a provider block of that name in the stack.
      ...(provider.terraformGeneratorMetadata
        ? { terraformGeneratorMetadata: provider.terraformGeneratorMetadata }
        : {}),
    });
    this.#values = values;
  }

  protected override synthesizeAttributes(): ValueMap {
    return this.#values();
  }

  protected override synthesizeHclAttributes(): object {
    return Object.fromEntries(Object.entries(this.#values()).map(([name, value]) => [name, inHcl(value)]));
  }
}

/** Nothing of ours is a block in HCL: lists and objects are values, as they are in JSON. */
function inHcl(value: Value): object {
  const type = typeof value === "object" ? "any" : "simple";
  return { value, isBlock: false, type, storageClassType: typeof value };
}
