import { Construct } from "constructs";
import { ApiKey } from "./api-key.ts";
import { checkAtSynth } from "./checks.ts";
import type { Environment } from "./environment.ts";
import type { KeyOptions } from "./key-options.ts";

/** Keys of one application, one for each environment. */
export interface KeyPerEnvironmentProps extends KeyOptions {
  /** Where the application runs. */
  readonly environments: Environment[];
  /**
   * What the keys are for; the second part of their names: `prod-` and this.
   * @default - the id of the construct
   */
  readonly application?: string;
  /**
   * What is different somewhere, by the name of the environment. A field that is given here replaces the common one.
   * @default - nothing
   */
  readonly overrides?: { readonly [environment: string]: KeyOptions };
}

/**
 * A key for one application in each of its environments, under names that say where and how: `staging-api-server`,
 * `prod-api-server`. Each stands in its environment, and so in the stack, the namespace and at the gateway of it.
 */
export class KeyPerEnvironment extends Construct {
  readonly #keys = new Map<string, ApiKey>();

  constructor(scope: Construct, id: string, props: KeyPerEnvironmentProps) {
    super(scope, id);
    const { environments, application = id, overrides = {}, ...common } = props;
    for (const environment of environments) {
      const options = { ...common, ...overrides[environment.name] };
      const name = `${environment.name}-${application}`;
      this.#keys.set(environment.name, new ApiKey(environment, application, { ...options, name }));
    }
    checkAtSynth(this, () => {
      const strange = Object.keys(overrides).filter((name) => !this.#keys.has(name));
      const known = [...this.#keys.keys()].join(", ");
      return {
        problems: strange.map((name) => `overrides.${name}: is none of the environments here, which are ${known}`),
      };
    });
  }

  /** All keys, in the order of the environments. */
  get keys(): ApiKey[] {
    return [...this.#keys.values()];
  }

  /** The key of one environment. Throws where there is none. */
  keyIn(environment: Environment): ApiKey {
    const key = this.#keys.get(environment.name);
    if (key) return key;
    throw new Error(`${this.node.path}: there is no key in ${environment.name}; add it to environments`);
  }
}
