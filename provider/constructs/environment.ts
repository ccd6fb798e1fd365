import type { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { checkAtSynth, type Findings, stackOf } from "./checks.ts";
import { ClusterAccess } from "./cluster-access.ts";
import { clusterProvider } from "./cluster-provider.ts";
import type { Gateway } from "./gateway.ts";
import type { TokProvider } from "./l1/provider/index.ts";

/** What the keys of an environment have in common. */
export interface EnvironmentProps {
  /**
   * The environment's name: the folder `k8s/<name>`, and the first word of the names that KeyPerEnvironment gives.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * The namespace of its keys in the cluster. Becomes `metadata.namespace`.
   * @default - the environment's name
   */
  readonly namespace?: string;
  /**
   * Whether rules for production hold here.
   * @default - true for the names `prod` and `production`
   */
  readonly production?: boolean;
  /**
   * The gateway of keys that name none.
   * @default - none; each key names its own
   */
  readonly gateway?: Gateway;
  /**
   * True: keys for the operator are written as YAML by `Manifests.write`, for a GitOps pipeline to apply. False: Terraform
   * applies them, as `tok_cluster_api_key`.
   * @default - false in a TerraformStack, true where there is none
   */
  readonly gitOps?: boolean;
  /**
   * How Terraform reaches the cluster, where it applies keys for the operator.
   * @default ClusterAccess.environment()
   */
  readonly cluster?: ClusterAccess;
  /**
   * Labels of everything that goes into the cluster. Becomes `metadata.labels`.
   * @default - those of the library only
   */
  readonly labels?: { readonly [key: string]: string };
}

const brand = Symbol.for("tokapi/Environment");

/** One environment: keys that are declared inside of it share its cluster, namespace and gateway. */
export class Environment extends Construct {
  /** The environment that a construct stands in; undefined if there is none. */
  static of(construct: IConstruct): Environment | undefined {
    return construct.node.scopes.reverse().find((scope): scope is Environment => brand in scope);
  }

  /** Its name. */
  readonly name: string;
  /** The namespace of its keys. */
  readonly namespace: string;
  /** Whether rules for production hold here. */
  readonly production: boolean;
  /** The gateway of keys that name none. */
  readonly gateway?: Gateway;
  /** Labels of everything that goes into the cluster. */
  readonly labels: { readonly [key: string]: string };
  /** @internal */
  readonly _gitOps: boolean;
  readonly #cluster: ClusterAccess;
  #provider: TokProvider | undefined;

  constructor(scope: Construct, id: string, props: EnvironmentProps = {}) {
    super(scope, id);
    Object.defineProperty(this, brand, { value: true });
    this.name = props.name ?? id;
    this.namespace = props.namespace ?? this.name;
    this.production = props.production ?? ["prod", "production"].includes(this.name);
    if (props.gateway) this.gateway = props.gateway;
    this.labels = props.labels ?? {};
    this._gitOps = props.gitOps ?? stackOf(this) === undefined;
    this.#cluster = props.cluster ?? ClusterAccess.environment();
    const stack = stackOf(this);
    if (stack) props.gateway?._stayIn(stack);
    checkAtSynth(this, () => this.#check());
  }

  /** @internal The provider block by which the cluster is reached. */
  _clusterProvider(stack: TerraformStack): TokProvider {
    // No gateway can have this alias, for their names hold no underscore.
    this.#provider ??= clusterProvider(stack, `cluster_${this.name}`, this.#cluster);
    return this.#provider;
  }

  #check(): Findings {
    const problems: string[] = [];
    if (!/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(this.name))
      problems.push(
        `name: "${this.name}" must consist of lower-case letters, digits and hyphens, and begin with a letter; it is the name of a folder and a part of keys' names`,
      );
    if (!this._gitOps && stackOf(this) === undefined)
      problems.push("gitOps: is false, but no TerraformStack is around it, so nothing would apply its keys");
    const thing = `the environment "${this.name}"`;
    return { problems, claims: [{ thing, advice: "Give each environment a name of its own." }] };
  }
}
