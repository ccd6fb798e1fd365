// @ts-nocheck It is not written for our stricter flags.
// https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktn from 'cdktn';

// Configuration

export interface EphemeralTokApiKeyConfig extends cdktn.TerraformEphemeralMetaArguments {
  /**
  * What people see in the gateway's console. Say where and how the key is used: prod-api-server.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#name EphemeralTokApiKey#name}
  */
  readonly name: string;
  /**
  * The gateway's group or rate plan, by its exact name.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#group EphemeralTokApiKey#group}
  */
  readonly group?: string;
  /**
  * The models the key may call. Default: all that the group offers.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#routes EphemeralTokApiKey#routes}
  */
  readonly routes?: EphemeralTokApiKeyRoutes[] | cdktn.IResolvable;
  /**
  * The budget of the key of one run.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#quota EphemeralTokApiKey#quota}
  */
  readonly quota?: EphemeralTokApiKeyQuota;
  /**
  * When the key ends at the gateway, should nobody revoke it: `1m` to `24h`. A run that lasts longer moves it on. Default: `1h`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#lifetime EphemeralTokApiKey#lifetime}
  */
  readonly lifetime?: string;
  /**
  * Addresses or CIDR ranges that may use the key. Default: any.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#allowed_ips EphemeralTokApiKey#allowed_ips}
  */
  readonly allowedIps?: string[];
}
export interface EphemeralTokApiKeyRoutesRateLimit {
  /**
  * Requests per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#requests_per_minute EphemeralTokApiKey#requests_per_minute}
  */
  readonly requestsPerMinute?: number;
  /**
  * Tokens per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#tokens_per_minute EphemeralTokApiKey#tokens_per_minute}
  */
  readonly tokensPerMinute?: number;
}

export function ephemeralTokApiKeyRoutesRateLimitToTerraform(struct?: EphemeralTokApiKeyRoutesRateLimit | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
    requests_per_minute: cdktn.numberToTerraform(struct!.requestsPerMinute),
    tokens_per_minute: cdktn.numberToTerraform(struct!.tokensPerMinute),
  }
}


export function ephemeralTokApiKeyRoutesRateLimitToHclTerraform(struct?: EphemeralTokApiKeyRoutesRateLimit | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
    requests_per_minute: {
      value: cdktn.numberToHclTerraform(struct!.requestsPerMinute),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    tokens_per_minute: {
      value: cdktn.numberToHclTerraform(struct!.tokensPerMinute),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EphemeralTokApiKeyRoutesRateLimitOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktn.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): EphemeralTokApiKeyRoutesRateLimit | cdktn.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._requestsPerMinute !== undefined) {
      hasAnyValues = true;
      internalValueResult.requestsPerMinute = this._requestsPerMinute;
    }
    if (this._tokensPerMinute !== undefined) {
      hasAnyValues = true;
      internalValueResult.tokensPerMinute = this._tokensPerMinute;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EphemeralTokApiKeyRoutesRateLimit | cdktn.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._requestsPerMinute = undefined;
      this._tokensPerMinute = undefined;
    }
    else if (cdktn.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._requestsPerMinute = value.requestsPerMinute;
      this._tokensPerMinute = value.tokensPerMinute;
    }
  }

  // requests_per_minute - computed: false, optional: true, required: false
  private _requestsPerMinute?: number;
  public get requestsPerMinute() {
    return this.getNumberAttribute('requests_per_minute');
  }
  public set requestsPerMinute(value: number) {
    this._requestsPerMinute = value;
  }
  public resetRequestsPerMinute() {
    this._requestsPerMinute = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get requestsPerMinuteInput() {
    return this._requestsPerMinute;
  }

  // tokens_per_minute - computed: false, optional: true, required: false
  private _tokensPerMinute?: number;
  public get tokensPerMinute() {
    return this.getNumberAttribute('tokens_per_minute');
  }
  public set tokensPerMinute(value: number) {
    this._tokensPerMinute = value;
  }
  public resetTokensPerMinute() {
    this._tokensPerMinute = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tokensPerMinuteInput() {
    return this._tokensPerMinute;
  }
}
export interface EphemeralTokApiKeyRoutes {
  /**
  * The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#provider EphemeralTokApiKey#provider}
  */
  readonly provider: string;
  /**
  * False closes the route without deleting it. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#enabled EphemeralTokApiKey#enabled}
  */
  readonly enabled?: boolean | cdktn.IResolvable;
  /**
  * The models that may be called. Default: every model of the provider that the key's group offers.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#models EphemeralTokApiKey#models}
  */
  readonly models?: string[];
  /**
  * A hint, lower first. Gateways that do not know it ignore it, and a warning says so.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#priority EphemeralTokApiKey#priority}
  */
  readonly priority?: number;
  /**
  * Refused on gateways that cannot enforce it; a key with more access than declared is never made.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#rate_limit EphemeralTokApiKey#rate_limit}
  */
  readonly rateLimit?: EphemeralTokApiKeyRoutesRateLimit;
}

export function ephemeralTokApiKeyRoutesToTerraform(struct?: EphemeralTokApiKeyRoutes | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
    provider: cdktn.stringToTerraform(struct!.provider),
    enabled: cdktn.booleanToTerraform(struct!.enabled),
    models: cdktn.listMapper(cdktn.stringToTerraform, false)(struct!.models),
    priority: cdktn.numberToTerraform(struct!.priority),
    rate_limit: ephemeralTokApiKeyRoutesRateLimitToTerraform(struct!.rateLimit),
  }
}


export function ephemeralTokApiKeyRoutesToHclTerraform(struct?: EphemeralTokApiKeyRoutes | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
    provider: {
      value: cdktn.stringToHclTerraform(struct!.provider),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    enabled: {
      value: cdktn.booleanToHclTerraform(struct!.enabled),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    models: {
      value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(struct!.models),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    priority: {
      value: cdktn.numberToHclTerraform(struct!.priority),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    rate_limit: {
      value: ephemeralTokApiKeyRoutesRateLimitToHclTerraform(struct!.rateLimit),
      isBlock: true,
      type: "struct",
      storageClassType: "EphemeralTokApiKeyRoutesRateLimit",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EphemeralTokApiKeyRoutesOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktn.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): EphemeralTokApiKeyRoutes | cdktn.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._provider !== undefined) {
      hasAnyValues = true;
      internalValueResult.provider = this._provider;
    }
    if (this._enabled !== undefined) {
      hasAnyValues = true;
      internalValueResult.enabled = this._enabled;
    }
    if (this._models !== undefined) {
      hasAnyValues = true;
      internalValueResult.models = this._models;
    }
    if (this._priority !== undefined) {
      hasAnyValues = true;
      internalValueResult.priority = this._priority;
    }
    if (this._rateLimit?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.rateLimit = this._rateLimit?.internalValue;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EphemeralTokApiKeyRoutes | cdktn.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._provider = undefined;
      this._enabled = undefined;
      this._models = undefined;
      this._priority = undefined;
      this._rateLimit.internalValue = undefined;
    }
    else if (cdktn.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._provider = value.provider;
      this._enabled = value.enabled;
      this._models = value.models;
      this._priority = value.priority;
      this._rateLimit.internalValue = value.rateLimit;
    }
  }

  // provider - computed: false, optional: false, required: true
  private _provider?: string;
  public get provider() {
    return this.getStringAttribute('provider');
  }
  public set provider(value: string) {
    this._provider = value;
  }
  // Temporarily expose input value. Use with caution.
  public get providerInput() {
    return this._provider;
  }

  // enabled - computed: false, optional: true, required: false
  private _enabled?: boolean | cdktn.IResolvable;
  public get enabled() {
    return this.getBooleanAttribute('enabled');
  }
  public set enabled(value: boolean | cdktn.IResolvable) {
    this._enabled = value;
  }
  public resetEnabled() {
    this._enabled = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get enabledInput() {
    return this._enabled;
  }

  // models - computed: false, optional: true, required: false
  private _models?: string[];
  public get models() {
    return this.getListAttribute('models');
  }
  public set models(value: string[]) {
    this._models = value;
  }
  public resetModels() {
    this._models = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get modelsInput() {
    return this._models;
  }

  // priority - computed: false, optional: true, required: false
  private _priority?: number;
  public get priority() {
    return this.getNumberAttribute('priority');
  }
  public set priority(value: number) {
    this._priority = value;
  }
  public resetPriority() {
    this._priority = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get priorityInput() {
    return this._priority;
  }

  // rate_limit - computed: false, optional: true, required: false
  private _rateLimit = new EphemeralTokApiKeyRoutesRateLimitOutputReference(this, "rate_limit");
  public get rateLimit() {
    return this._rateLimit;
  }
  public putRateLimit(value: EphemeralTokApiKeyRoutesRateLimit) {
    this._rateLimit.internalValue = value;
  }
  public resetRateLimit() {
    this._rateLimit.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rateLimitInput() {
    return this._rateLimit.internalValue;
  }
}

export class EphemeralTokApiKeyRoutesList extends cdktn.ComplexList {
  public internalValue? : EphemeralTokApiKeyRoutes[] | cdktn.IResolvable

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet);
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): EphemeralTokApiKeyRoutesOutputReference {
    return new EphemeralTokApiKeyRoutesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface EphemeralTokApiKeyQuota {
  /**
  * USD that the declared key may spend. It survives rotation: a new key gets what is left.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#amount EphemeralTokApiKey#amount}
  */
  readonly amount: number;
  /**
  * How often the amount is granted again. Default: never. One of Daily, Weekly, Monthly.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key#reset EphemeralTokApiKey#reset}
  */
  readonly reset?: string;
}

export function ephemeralTokApiKeyQuotaToTerraform(struct?: EphemeralTokApiKeyQuota | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
    amount: cdktn.numberToTerraform(struct!.amount),
    reset: cdktn.stringToTerraform(struct!.reset),
  }
}


export function ephemeralTokApiKeyQuotaToHclTerraform(struct?: EphemeralTokApiKeyQuota | cdktn.IResolvable): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
    amount: {
      value: cdktn.numberToHclTerraform(struct!.amount),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    reset: {
      value: cdktn.stringToHclTerraform(struct!.reset),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EphemeralTokApiKeyQuotaOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktn.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): EphemeralTokApiKeyQuota | cdktn.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._amount !== undefined) {
      hasAnyValues = true;
      internalValueResult.amount = this._amount;
    }
    if (this._reset !== undefined) {
      hasAnyValues = true;
      internalValueResult.reset = this._reset;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EphemeralTokApiKeyQuota | cdktn.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._amount = undefined;
      this._reset = undefined;
    }
    else if (cdktn.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._amount = value.amount;
      this._reset = value.reset;
    }
  }

  // amount - computed: false, optional: false, required: true
  private _amount?: number;
  public get amount() {
    return this.getNumberAttribute('amount');
  }
  public set amount(value: number) {
    this._amount = value;
  }
  // Temporarily expose input value. Use with caution.
  public get amountInput() {
    return this._amount;
  }

  // reset - computed: false, optional: true, required: false
  private _reset?: string;
  public get reset() {
    return this.getStringAttribute('reset');
  }
  public set reset(value: string) {
    this._reset = value;
  }
  public resetReset() {
    this._reset = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get resetInput() {
    return this._reset;
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key tok_api_key}
*/
export class EphemeralTokApiKey extends cdktn.TerraformEphemeralResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "tok_api_key";

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/tok/tok/latest/docs/ephemeral-resources/api_key tok_api_key} Ephemeral Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options EphemeralTokApiKeyConfig
  */
  public constructor(scope: Construct, id: string, config: EphemeralTokApiKeyConfig) {
    super(scope, id, {
      terraformResourceType: 'tok_api_key',
      terraformGeneratorMetadata: {
        providerName: 'tok',
        providerVersionConstraint: '~> 0.1'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      forEach: config.forEach
    });
    this._name = config.name;
    this._group = config.group;
    this._routes.internalValue = config.routes;
    this._quota.internalValue = config.quota;
    this._lifetime = config.lifetime;
    this._allowedIps = config.allowedIps;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // name - computed: false, optional: false, required: true
  private _name?: string;
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // group - computed: false, optional: true, required: false
  private _group?: string;
  public get group() {
    return this.getStringAttribute('group');
  }
  public set group(value: string) {
    this._group = value;
  }
  public resetGroup() {
    this._group = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get groupInput() {
    return this._group;
  }

  // routes - computed: false, optional: true, required: false
  private _routes = new EphemeralTokApiKeyRoutesList(this, "routes", false);
  public get routes() {
    return this._routes;
  }
  public putRoutes(value: EphemeralTokApiKeyRoutes[] | cdktn.IResolvable) {
    this._routes.internalValue = value;
  }
  public resetRoutes() {
    this._routes.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get routesInput() {
    return this._routes.internalValue;
  }

  // quota - computed: false, optional: true, required: false
  private _quota = new EphemeralTokApiKeyQuotaOutputReference(this, "quota");
  public get quota() {
    return this._quota;
  }
  public putQuota(value: EphemeralTokApiKeyQuota) {
    this._quota.internalValue = value;
  }
  public resetQuota() {
    this._quota.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get quotaInput() {
    return this._quota.internalValue;
  }

  // lifetime - computed: false, optional: true, required: false
  private _lifetime?: string;
  public get lifetime() {
    return this.getStringAttribute('lifetime');
  }
  public set lifetime(value: string) {
    this._lifetime = value;
  }
  public resetLifetime() {
    this._lifetime = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get lifetimeInput() {
    return this._lifetime;
  }

  // allowed_ips - computed: false, optional: true, required: false
  private _allowedIps?: string[];
  public get allowedIps() {
    return cdktn.Fn.tolist(this.getListAttribute('allowed_ips'));
  }
  public set allowedIps(value: string[]) {
    this._allowedIps = value;
  }
  public resetAllowedIps() {
    this._allowedIps = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get allowedIpsInput() {
    return this._allowedIps;
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // remote_name - computed: true, optional: false, required: false
  public get remoteName() {
    return this.getStringAttribute('remote_name');
  }

  // key - computed: true, optional: false, required: false
  public get key() {
    return this.getStringAttribute('key');
  }

  // base_url - computed: true, optional: false, required: false
  public get baseUrl() {
    return this.getStringAttribute('base_url');
  }

  // expires_at - computed: true, optional: false, required: false
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      name: cdktn.stringToTerraform(this._name),
      group: cdktn.stringToTerraform(this._group),
      routes: cdktn.listMapper(ephemeralTokApiKeyRoutesToTerraform, false)(this._routes.internalValue),
      quota: ephemeralTokApiKeyQuotaToTerraform(this._quota.internalValue),
      lifetime: cdktn.stringToTerraform(this._lifetime),
      allowed_ips: cdktn.listMapper(cdktn.stringToTerraform, false)(this._allowedIps),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      name: {
        value: cdktn.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      group: {
        value: cdktn.stringToHclTerraform(this._group),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      routes: {
        value: cdktn.listMapperHcl(ephemeralTokApiKeyRoutesToHclTerraform, false)(this._routes.internalValue),
        isBlock: true,
        type: "list",
        storageClassType: "EphemeralTokApiKeyRoutesList",
      },
      quota: {
        value: ephemeralTokApiKeyQuotaToHclTerraform(this._quota.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "EphemeralTokApiKeyQuota",
      },
      lifetime: {
        value: cdktn.stringToHclTerraform(this._lifetime),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      allowed_ips: {
        value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._allowedIps),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
