import { type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { IApiKey } from "./api-key-interface.ts";
import { checkAtSynth, stackOf, warn } from "./checks.ts";
import { KeyDelivery } from "./delivery.ts";
import { Environment } from "./environment.ts";
import type { Gateway } from "./gateway.ts";
import type { Grant } from "./grant.ts";
import { Grants } from "./grants.ts";
import { ImportedApiKey } from "./imported-key.ts";
import { type KeyDeclaration, keyManifest } from "./key-declaration.ts";
import { findingsOf } from "./key-findings.ts";
import type { KeyOptions } from "./key-options.ts";
import { addressOf, keyResource, logicalId } from "./key-resource.ts";
import { DataTokApiKey } from "./l1/data-tok-api-key/index.ts";
import type { Manifest } from "./manifest.ts";
import type { ModelRoute } from "./model-route.ts";
import type { Quota } from "./quota.ts";
import type { Rotation } from "./rotation.ts";
import type { SecretReference } from "./secret-reference.ts";
import { StateBlock } from "./state-block.ts";

/** A key for one application in one environment. */
export interface ApiKeyProps extends KeyOptions {
  /**
   * What people see in the gateway's console. Say where and how the key is used: `prod-api-server`. Becomes `name`; the
   * addresses in Terraform and the names in the cluster are made of it, not of the place of the construct in the tree.
   */
  readonly name: string;
  /**
   * The name that this key had before: the key stays, and only its name changes. Leave it out again after the apply. Becomes
   * a `moved` block. Not for the operator: see `resourceName` of its delivery.
   * @default - none
   */
  readonly renamedFrom?: string;
  /**
   * Take over the key with this id at the gateway, as it is, instead of making the first one. Becomes `adopt.id` of the
   * TokApiKey, or an `import` block.
   * @default - a new key is made
   */
  readonly adoptId?: string;
}

/** A key that is managed elsewhere, by its id. */
export interface ImportedKeyProps {
  /** The gateway that has it. */
  readonly gateway: Gateway;
  /** Its id at the gateway. Becomes `key_id`. */
  readonly keyId: string;
}

/** A key that is managed elsewhere, by its name. */
export interface NamedKeyProps {
  /** The gateway that has it. */
  readonly gateway: Gateway;
  /** Its whole name at the gateway, which only one key may bear. Becomes `name` of a data source `tok_api_key`. */
  readonly name: string;
}

const brand = Symbol.for("tokapi/ApiKey");

/**
 * A key at a gateway. By default the operator makes it and keeps it in a Secret. No property of it is the key's text: what
 * applications get is a reference, {@link ApiKey.secret} or {@link ApiKey.terraformAddress}.
 */
export class ApiKey extends Construct implements IApiKey {
  /** Whether something is a key that was declared with this class, by whichever copy of it. */
  static isApiKey(x: unknown): x is ApiKey {
    return typeof x === "object" && x !== null && brand in x;
  }

  /**
   * A key that is managed elsewhere: in the console, by the operator, by another configuration. Routes can be granted to it,
   * on New API, and everything else of it stays as it is.
   */
  static fromApiKeyId(scope: Construct, id: string, props: ImportedKeyProps): IApiKey {
    return new ImportedApiKey(scope, id, props.gateway, props.keyId, props.keyId);
  }

  /** The same for a key of which the name at the gateway is known. It is looked up at each plan. */
  static fromApiKeyName(scope: Construct, id: string, props: NamedKeyProps): IApiKey {
    const { gateway, name } = props;
    const found = new DataTokApiKey(scope, `${id}-lookup`, {
      name,
      provider: gateway._provider(TerraformStack.of(scope)),
    });
    found.overrideLogicalId(logicalId([gateway.name, name]));
    return new ImportedApiKey(scope, id, gateway, found.id, name);
  }

  /** The key's name. */
  readonly name: string;
  readonly gateway: Gateway;
  /** The environment that it stands in. */
  readonly environment?: Environment;
  /** Who answers for it. */
  readonly owner?: string;
  /** When it is replaced; undefined: only on request. */
  readonly rotation?: Rotation;
  /** What it may spend; undefined: no limit of its own. */
  readonly quota?: Quota;
  /** Where its text goes. */
  readonly delivery: KeyDelivery;
  /** Where the operator puts it; undefined with any other delivery. */
  readonly secret?: SecretReference;
  /** @internal */
  readonly _props: ApiKeyProps;
  readonly #grants = new Grants(this);
  readonly #stack: TerraformStack | undefined;
  readonly #resource: TerraformResource | undefined;

  constructor(scope: Construct, id: string, props: ApiKeyProps) {
    super(scope, id);
    Object.defineProperty(this, brand, { value: true });
    this._props = props;
    this.name = props.name;
    const environment = Environment.of(this);
    const gateway = props.gateway ?? environment?.gateway;
    if (!gateway)
      throw new Error(`${this.node.path}: gateway: is missing; give one here, or to the Environment around the key`);
    this.gateway = gateway;
    if (environment) this.environment = environment;
    if (props.owner !== undefined) this.owner = props.owner;
    if (props.rotation) this.rotation = props.rotation;
    if (props.quota) this.quota = props.quota;
    this.delivery = props.delivery ?? KeyDelivery.operator();
    this.#stack = stackOf(this);
    if (this.delivery._kind === "operator") this.secret = this.#secretReference();
    if (this.delivery._kind === "terraformState")
      warn(this, `The state will hold the key ${this.name} in clear, for everybody who can read the state.`);
    if (this.#stack) gateway._stayIn(this.#stack);
    if (this.#stack && !this.inGitOps) this.#resource = keyResource(this, this.#stack, () => this.#declaration);
    if (this.#resource && this.delivery._kind !== "operator") this.#takeOver(addressOf(this.#resource));
    for (const route of props.routes ?? []) route.grantUse(this);
    checkAtSynth(this, () => findingsOf(this, { ...this.#declaration, routeRefs: this.inGitOps }, this.#stack));
  }

  /** Whether it is written as YAML, and Terraform has nothing to do with it. */
  get inGitOps(): boolean {
    return this.delivery._kind === "operator" && (this.environment?._gitOps ?? this.#stack === undefined);
  }

  /** The routes that it may use, by their names; none: everything that its group offers. */
  get routes(): ModelRoute[] {
    return this.#grants.routes;
  }

  /** The resource's address in its stack: `tok_api_key.tokmodel_prod-api-server`; undefined in GitOps. */
  get terraformAddress(): string | undefined {
    return this.#resource && addressOf(this.#resource);
  }

  /**
   * With `KeyDelivery.encrypted`: the key as an armored age file, by reference. Not the key, and safe to put out. Becomes
   * `key_encrypted`.
   */
  get encryptedText(): string | undefined {
    return this.delivery._kind === "encrypted" ? this.#resource?.getStringAttribute("key_encrypted") : undefined;
  }

  /** The resource, for what this class does not offer: `addOverride`, `lifecycle`, `getStringAttribute`. Undefined in GitOps. */
  get resource(): TerraformResource | undefined {
    return this.#resource;
  }

  addRoute(route: ModelRoute): Grant {
    return this.#grants.add(route);
  }

  /**
   * The TokApiKey as plain data, with its routes written out; for a chart of cdk8s, say. Throws for a key that Terraform
   * makes.
   */
  toManifest(): Manifest {
    if (this.delivery._kind !== "operator")
      throw new Error(`${this.node.path}: only a key with KeyDelivery.operator() is a TokApiKey`);
    return keyManifest(this.#declaration);
  }

  /** @internal With references to TokModelRoutes beside it. */
  _manifestWithRefs(): Manifest {
    return keyManifest({ ...this.#declaration, routeRefs: true });
  }

  get #declaration(): KeyDeclaration {
    const { name, gateway, environment, delivery, secret, routes, _props: props } = this;
    return { name, gateway, environment, delivery, secret, routes, props, routeRefs: false };
  }

  /** An object under another address in the state, or none in it yet, becomes this one. */
  #takeOver(to: string): void {
    const { renamedFrom, adoptId } = this._props;
    if (renamedFrom !== undefined)
      new StateBlock(this, "Moved", "moved", {
        from: `tok_api_key.${logicalId([this.gateway.name, renamedFrom])}`,
        to,
      });
    if (adoptId !== undefined)
      new StateBlock(this, "Import", "import", { to, provider: `tok.${this.gateway.name}` }, { id: adoptId });
  }

  #secretReference(): SecretReference {
    const { namespace, resourceName, secretName, entries } = this.delivery._operator;
    return {
      name: secretName ?? resourceName ?? this.name,
      namespace: namespace ?? this.environment?.namespace ?? "",
      apiKeyEntry: entries?.apiKey ?? "apiKey",
      baseUrlEntry: entries?.baseUrl ?? "baseURL",
    };
  }
}
