import type { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { readGatewayPlace } from "../../gateways/config.ts";
import { type OfflineKnowledge, offline } from "../../gateways/offline.ts";
import { checkAtSynth, type Findings, stackOf } from "./checks.ts";
import type { ClusterGateway } from "./cluster-gateway.ts";
import { GatewayCredentials } from "./credentials.ts";
import { given } from "./given.ts";
import { TokProvider } from "./l1/provider/index.ts";
import { type Manifest, manifestOf } from "./manifest.ts";
import { refuseOtherCore } from "./one-core.ts";

/** Where a gateway is, and who we are there. */
export interface GatewayProps {
  /**
   * A known service, `TokModel` or `TokenForMe`; gives driver and addresses. Becomes `preset` of the provider block and of
   * the TokGateway.
   * @default - none; give `driver` and `panelUrl`
   */
  readonly preset?: string;
  /**
   * The site of TokenForMe: `global`, `cn` or `ue1`; the sites share no accounts. Becomes `region`.
   * @default "global"
   */
  readonly region?: string;
  /**
   * The software behind the gateway where there is no preset: `new-api` or `sub2api`. Becomes `driver`.
   * @default - the preset's
   */
  readonly driver?: string;
  /**
   * Where keys are managed: the console's address, without /api. Becomes `panel_url`, `panelURL`.
   * @default - the preset's
   */
  readonly panelUrl?: string;
  /**
   * Where keys are used, without /v1. Becomes `data_url`, `dataURL`.
   * @default - the preset's, or `panelUrl`
   */
  readonly dataUrl?: string;
  /**
   * The gateway's name: the alias of provider blocks, and the name of the TokGateway. Lower-case letters, digits, hyphens.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * How Terraform logs in, for keys that Terraform makes.
   * @default GatewayCredentials.environment()
   */
  readonly credentials?: GatewayCredentials;
  /**
   * The Secret with the account for the operator, in the namespace of the keys. It is made by hand, once. Becomes
   * `credentialsSecretRef.name` of the TokGateway.
   * @default - the gateway's name and `-account`
   */
  readonly credentialsSecret?: string;
  /**
   * A gateway that is in the cluster already, for the operator.
   * @default - a TokGateway is written beside the keys
   */
  readonly inCluster?: ClusterGateway;
  /**
   * Goes into the names that keys of Terraform bear at the gateway, so that two configurations that share an account never
   * meet. Becomes `owner` of the provider block.
   * @default - the name of the stack
   */
  readonly owner?: string;
  /**
   * Whether Terraform tries a new key on the data plane before anything relies on it. Becomes `verify` of the provider block.
   * @default true
   */
  readonly verify?: boolean;
  /**
   * For one call with its retries: `30s`. Becomes `timeout`.
   * @default "30s"
   */
  readonly timeout?: string;
}

/**
 * One account at an LLM gateway. It may stand in a stack, or above all of them: the stack around it, and each with an
 * Environment or a key that names it, gets a provider block of its own, and each namespace of the GitOps manifests a
 * TokGateway.
 */
export class Gateway extends Construct {
  /** Its name. */
  readonly name: string;
  /** @internal */
  readonly _props: GatewayProps;
  /** @internal What is certain of its software; undefined while that is not known. */
  readonly _known: OfflineKnowledge | undefined;
  readonly #place: ReturnType<typeof readGatewayPlace>;
  readonly #providers = new Map<IConstruct, TokProvider>();

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    this._props = props;
    this.name = props.name ?? id;
    const { preset, region, driver, panelUrl: panelURL, dataUrl: dataURL, timeout } = props;
    this.#place = readGatewayPlace({ preset, region, driver, panelURL, dataURL, timeout });
    this._known = this.#place.driver && offline[this.#place.driver];
    const stack = stackOf(this);
    if (stack) this._stayIn(stack);
    checkAtSynth(this, () => this.#check());
  }

  /** @internal The provider block of a stack. */
  _provider(stack: TerraformStack): TokProvider {
    const known = this.#providers.get(stack);
    if (known) return known;
    refuseOtherCore(stack);
    const { preset, region, driver, panelUrl, dataUrl, owner, verify, timeout } = this._props;
    const credentials = this._props.credentials ?? GatewayCredentials.environment();
    // The alias tells provider blocks apart; the id of the construct only has to be its own.
    const provider = new TokProvider(stack, `tok-${this.node.addr}`, {
      alias: this.name,
      ...given({ preset, region, driver, panelUrl, dataUrl, verify, timeout }),
      owner: owner ?? stack.node.id,
      ...credentials._arguments,
    });
    this.#providers.set(stack, provider);
    return provider;
  }

  /**
   * @internal Gives a stack the provider block, whether a key of it needs it now or not: keys that Terraform made before can be
   * destroyed only while the block that made them is there. Terraform asks nothing of a block that no object needs.
   */
  _stayIn(stack: TerraformStack): void {
    if (this.#place.panelURL !== undefined) this._provider(stack);
  }

  /** @internal How a TokApiKey names it. */
  get _reference(): { readonly name: string; readonly kind?: string } {
    return this._props.inCluster?._reference ?? { name: this.name };
  }

  /** @internal The TokGateway of a namespace; undefined for one that is in the cluster already. */
  _manifest(namespace: string, labels: Readonly<Record<string, string>>): Manifest | undefined {
    const { preset, region, driver, panelUrl: panelURL, dataUrl: dataURL, timeout, inCluster } = this._props;
    if (inCluster) return undefined;
    return manifestOf(
      "TokGateway",
      { name: this.name, namespace, labels, annotations: outlivesItsKeys },
      {
        ...given({ preset, region, driver, panelURL, dataURL, timeout }),
        credentialsSecretRef: { name: this._props.credentialsSecret ?? `${this.name}-account` },
      },
    );
  }

  #check(): Findings {
    const { preset, panelUrl, dataUrl, driver, inCluster, credentialsSecret } = this._props;
    const problems = this.#place.problems
      .filter(({ path }) => !(inCluster && path === "panelURL" && panelUrl === undefined))
      .map(({ path, message }) => `${propOf(path)}: ${message.replace(/^\S+ /, "")}`);
    if (inCluster && this.#providers.size > 0 && this.#place.panelURL === undefined)
      problems.push("panelUrl: is missing, and Terraform makes keys here too; write the console's address");
    if (preset !== undefined && [panelUrl, dataUrl, driver].some((each) => each !== undefined))
      problems.push(
        "preset: has driver and addresses of its own; leave out driver, panelUrl and dataUrl, or the preset",
      );
    if (!/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(this.name))
      problems.push(
        `name: "${this.name}" must consist of lower-case letters, digits and hyphens, and begin with a letter; it is the alias of a provider block and the name of a TokGateway`,
      );
    if (credentialsSecret !== undefined && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(credentialsSecret))
      problems.push(
        `credentialsSecret: "${credentialsSecret}" is no name of Kubernetes: lower-case letters, digits, hyphens and dots`,
      );
    const thing = `the gateway name "${this.name}"`;
    const advice = "Give one of them another name: provider blocks and TokGateways are told apart by it.";
    return { problems, claims: [{ thing, advice }] };
  }
}

/**
 * A pipeline that removes the last key and its gateway in one commit would leave the operator no way to revoke the key. So
 * Argo CD and Flux are told to leave gateways; whoever wants one gone deletes it when its keys are.
 */
const outlivesItsKeys = {
  "argocd.argoproj.io/sync-options": "Prune=false",
  "kustomize.toolkit.fluxcd.io/prune": "disabled",
};

function propOf(path: string): string {
  return { panelURL: "panelUrl", dataURL: "dataUrl" }[path] ?? path;
}
