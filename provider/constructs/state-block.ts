import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";

/**
 * A `moved` or an `import` block. cdktf has methods for both, which start `terraform version` at each synth; these blocks
 * need no Terraform to be written.
 */
export class StateBlock extends TerraformElement {
  readonly #kind: "moved" | "import";
  readonly #references: Readonly<Record<string, string>>;
  readonly #texts: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    kind: "moved" | "import",
    references: Readonly<Record<string, string>>,
    texts: Readonly<Record<string, string>> = {},
  ) {
    super(scope, id);
    this.#kind = kind;
    this.#references = references;
    this.#texts = texts;
  }

  override toTerraform(): object {
    return { [this.#kind]: [{ ...this.#references, ...this.#texts }] };
  }

  override toHclTerraform(): object {
    const typed = (values: Readonly<Record<string, string>>, storageClassType: string) =>
      Object.entries(values).map(([name, value]) => [
        name,
        { value, isBlock: false, type: "simple", storageClassType },
      ]);
    const all = [...typed(this.#references, "reference"), ...typed(this.#texts, "string")];
    return { [this.#kind]: [Object.fromEntries(all)] };
  }
}
