// What the platform team gives to all others: where keys live, and rules that hold for every one of them.
import { App, Aspects, TerraformStack } from "cdktf";
import { Environment, Gateway, KeyRule } from "tokapi/constructs";

/** An app of this company. Whoever declares keys in it keeps the rules, or sees at synth which ones not. */
export class CompanyApp extends App {
  readonly staging: Environment;
  readonly prod: Environment;

  constructor() {
    super();
    const gateway = new Gateway(this, "tokmodel", { preset: "TokModel" });
    const environment = (name: string) =>
      new Environment(new TerraformStack(this, name), name, {
        gateway,
        namespace: `shop-${name}`,
        labels: { "example.com/cost-centre": "llm" },
      });
    this.staging = environment("staging");
    this.prod = environment("prod");
    Aspects.of(this).add(KeyRule.rotateAtLeastEvery("90d"));
    Aspects.of(this).add(KeyRule.haveOwner());
    Aspects.of(this).add(KeyRule.namesMatch("{environment}-[a-z]+-[a-z]+"));
    Aspects.of(this.prod).add(KeyRule.noWildcardModelsInProduction());
  }
}
