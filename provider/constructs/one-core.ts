import { TerraformElement, type TerraformStack } from "cdktf";

/**
 * Refuses a stack of the other core: cdktf's elements cannot be synthesized in a stack of cdktn, and aspects of the one are
 * never seen by the other. They are told apart by what they have, not by `instanceof`: two copies of one core are fine.
 */
export function refuseOtherCore(stack: TerraformStack): void {
  const stackIsCdktn = "_recordFunctionUsage" in stack;
  const weAreCdktn = "_resetResolveDiscoveredProviderFeatureUsage" in TerraformElement.prototype;
  if (stackIsCdktn === weAreCdktn) return;
  const [wrong, theirs, right] = weAreCdktn
    ? ["tokapi/constructs/cdktn", "cdktf", "tokapi/constructs"]
    : ["tokapi/constructs", "cdktn", "tokapi/constructs/cdktn"];
  throw new Error(
    `${stack.node.path || "This stack"} is a stack of ${theirs}, and you imported ${wrong}, which is for the other one. Import ${right} instead.`,
  );
}
