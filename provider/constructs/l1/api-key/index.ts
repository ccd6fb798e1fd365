// @ts-nocheck It is not written for our stricter flags.
// https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface ApiKeyConfig extends cdktf.TerraformMetaArguments {
  /**
  * What people see in the gateway's console. Say where and how the key is used: prod-api-server.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#name ApiKey#name}
  */
  readonly name: string;
  /**
  * For people; kept on our side where the gateway has no field for it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#description ApiKey#description}
  */
  readonly description?: string;
  /**
  * The gateway's group or rate plan, by its exact name.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#group ApiKey#group}
  */
  readonly group?: string;
  /**
  * The models the key may call. Default: all that the group offers.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#routes ApiKey#routes}
  */
  readonly routes?: ApiKeyRoutes[] | cdktf.IResolvable;
  /**
  * The budget of the declared key, over all its rotations.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#quota ApiKey#quota}
  */
  readonly quota?: ApiKeyQuota;
  /**
  * The moment after which the key is refused by the gateway, and not rotated any more.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#expires_at ApiKey#expires_at}
  */
  readonly expiresAt?: string;
  /**
  * How long each issued key may live at the gateway; it is rotated well before.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#lifetime ApiKey#lifetime}
  */
  readonly lifetime?: string;
  /**
  * Addresses or CIDR ranges that may use the key. Default: any.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#allowed_ips ApiKey#allowed_ips}
  */
  readonly allowedIps?: string[];
  /**
  * False switches the key off without deleting it. Where it is not set, a key that somebody switched off in the console stays off, with a warning. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#enabled ApiKey#enabled}
  */
  readonly enabled?: boolean | cdktf.IResolvable;
  /**
  * When a new key takes over. Decided by the refresh before a plan, so it needs an apply to happen.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#rotation ApiKey#rotation}
  */
  readonly rotation?: ApiKeyRotation;
  /**
  * A change of any value makes a new key, for example `{ time = time_rotating.monthly.id }`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#rotate_when_changed ApiKey#rotate_when_changed}
  */
  readonly rotateWhenChanged?: { [key: string]: string };
  /**
  * What a destroy does to the keys at the gateway: `revoke` or `retain`. Default: `revoke`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#deletion_policy ApiKey#deletion_policy}
  */
  readonly deletionPolicy?: string;
  /**
  * Age recipients (`age1…`). The state holds the key in `key_encrypted` only, readable with one of their identities.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#encrypt_to ApiKey#encrypt_to}
  */
  readonly encryptTo?: string[];
  /**
  * The key's text, brought by you and stored nowhere: 16 to 128 characters of A-Z, a-z, 0-9, - and _. Sub2API only.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#key_wo ApiKey#key_wo}
  */
  readonly keyWo?: string;
  /**
  * Raise it with a new `key_wo`: the new text becomes a new key, the old one is kept for the overlap.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#key_wo_version ApiKey#key_wo_version}
  */
  readonly keyWoVersion?: number;
  /**
  * True keeps the key's text in the state, in clear, as `key`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#store_in_state ApiKey#store_in_state}
  */
  readonly storeInState?: boolean | cdktf.IResolvable;
}
export interface ApiKeyRoutesRateLimit {
  /**
  * Requests per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#requests_per_minute ApiKey#requests_per_minute}
  */
  readonly requestsPerMinute?: number;
  /**
  * Tokens per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#tokens_per_minute ApiKey#tokens_per_minute}
  */
  readonly tokensPerMinute?: number;
}

export function apiKeyRoutesRateLimitToTerraform(struct?: ApiKeyRoutesRateLimit | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    requests_per_minute: cdktf.numberToTerraform(struct!.requestsPerMinute),
    tokens_per_minute: cdktf.numberToTerraform(struct!.tokensPerMinute),
  }
}


export function apiKeyRoutesRateLimitToHclTerraform(struct?: ApiKeyRoutesRateLimit | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    requests_per_minute: {
      value: cdktf.numberToHclTerraform(struct!.requestsPerMinute),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    tokens_per_minute: {
      value: cdktf.numberToHclTerraform(struct!.tokensPerMinute),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ApiKeyRoutesRateLimitOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ApiKeyRoutesRateLimit | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ApiKeyRoutesRateLimit | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._requestsPerMinute = undefined;
      this._tokensPerMinute = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
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
export interface ApiKeyRoutes {
  /**
  * The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#provider ApiKey#provider}
  */
  readonly provider: string;
  /**
  * False closes the route without deleting it. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#enabled ApiKey#enabled}
  */
  readonly enabled?: boolean | cdktf.IResolvable;
  /**
  * The models that may be called. Default: every model of the provider that the key's group offers.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#models ApiKey#models}
  */
  readonly models?: string[];
  /**
  * A hint, lower first. Gateways that do not know it ignore it, and a warning says so.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#priority ApiKey#priority}
  */
  readonly priority?: number;
  /**
  * Refused on gateways that cannot enforce it; a key with more access than declared is never made.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#rate_limit ApiKey#rate_limit}
  */
  readonly rateLimit?: ApiKeyRoutesRateLimit;
}

export function apiKeyRoutesToTerraform(struct?: ApiKeyRoutes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    provider: cdktf.stringToTerraform(struct!.provider),
    enabled: cdktf.booleanToTerraform(struct!.enabled),
    models: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.models),
    priority: cdktf.numberToTerraform(struct!.priority),
    rate_limit: apiKeyRoutesRateLimitToTerraform(struct!.rateLimit),
  }
}


export function apiKeyRoutesToHclTerraform(struct?: ApiKeyRoutes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    provider: {
      value: cdktf.stringToHclTerraform(struct!.provider),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    enabled: {
      value: cdktf.booleanToHclTerraform(struct!.enabled),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    models: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.models),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    priority: {
      value: cdktf.numberToHclTerraform(struct!.priority),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    rate_limit: {
      value: apiKeyRoutesRateLimitToHclTerraform(struct!.rateLimit),
      isBlock: true,
      type: "struct",
      storageClassType: "ApiKeyRoutesRateLimit",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ApiKeyRoutesOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): ApiKeyRoutes | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ApiKeyRoutes | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._provider = undefined;
      this._enabled = undefined;
      this._models = undefined;
      this._priority = undefined;
      this._rateLimit.internalValue = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
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
  private _enabled?: boolean | cdktf.IResolvable;
  public get enabled() {
    return this.getBooleanAttribute('enabled');
  }
  public set enabled(value: boolean | cdktf.IResolvable) {
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
  private _rateLimit = new ApiKeyRoutesRateLimitOutputReference(this, "rate_limit");
  public get rateLimit() {
    return this._rateLimit;
  }
  public putRateLimit(value: ApiKeyRoutesRateLimit) {
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

export class ApiKeyRoutesList extends cdktf.ComplexList {
  public internalValue? : ApiKeyRoutes[] | cdktf.IResolvable

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet)
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): ApiKeyRoutesOutputReference {
    return new ApiKeyRoutesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface ApiKeyQuota {
  /**
  * USD that the declared key may spend. It survives rotation: a new key gets what is left.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#amount ApiKey#amount}
  */
  readonly amount: number;
  /**
  * How often the amount is granted again. Default: never. One of Daily, Weekly, Monthly.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#reset ApiKey#reset}
  */
  readonly reset?: string;
}

export function apiKeyQuotaToTerraform(struct?: ApiKeyQuota | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    amount: cdktf.numberToTerraform(struct!.amount),
    reset: cdktf.stringToTerraform(struct!.reset),
  }
}


export function apiKeyQuotaToHclTerraform(struct?: ApiKeyQuota | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    amount: {
      value: cdktf.numberToHclTerraform(struct!.amount),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    reset: {
      value: cdktf.stringToHclTerraform(struct!.reset),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ApiKeyQuotaOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ApiKeyQuota | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ApiKeyQuota | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._amount = undefined;
      this._reset = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
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
export interface ApiKeyRotation {
  /**
  * The first plan after so long makes a new key: `30d`, `12h`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#every ApiKey#every}
  */
  readonly every: string;
  /**
  * The old key goes on working for so long at least; the first apply after it revokes it. Default: `1h`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#overlap ApiKey#overlap}
  */
  readonly overlap?: string;
}

export function apiKeyRotationToTerraform(struct?: ApiKeyRotation | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    every: cdktf.stringToTerraform(struct!.every),
    overlap: cdktf.stringToTerraform(struct!.overlap),
  }
}


export function apiKeyRotationToHclTerraform(struct?: ApiKeyRotation | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    every: {
      value: cdktf.stringToHclTerraform(struct!.every),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    overlap: {
      value: cdktf.stringToHclTerraform(struct!.overlap),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ApiKeyRotationOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ApiKeyRotation | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._every !== undefined) {
      hasAnyValues = true;
      internalValueResult.every = this._every;
    }
    if (this._overlap !== undefined) {
      hasAnyValues = true;
      internalValueResult.overlap = this._overlap;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ApiKeyRotation | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._every = undefined;
      this._overlap = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._every = value.every;
      this._overlap = value.overlap;
    }
  }

  // every - computed: false, optional: false, required: true
  private _every?: string;
  public get every() {
    return this.getStringAttribute('every');
  }
  public set every(value: string) {
    this._every = value;
  }
  // Temporarily expose input value. Use with caution.
  public get everyInput() {
    return this._every;
  }

  // overlap - computed: false, optional: true, required: false
  private _overlap?: string;
  public get overlap() {
    return this.getStringAttribute('overlap');
  }
  public set overlap(value: string) {
    this._overlap = value;
  }
  public resetOverlap() {
    this._overlap = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get overlapInput() {
    return this._overlap;
  }
}
export interface ApiKeyRetiringKeys {
}

export function apiKeyRetiringKeysToTerraform(struct?: ApiKeyRetiringKeys): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function apiKeyRetiringKeysToHclTerraform(struct?: ApiKeyRetiringKeys): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class ApiKeyRetiringKeysOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): ApiKeyRetiringKeys | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ApiKeyRetiringKeys | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // remote_name - computed: true, optional: false, required: false
  public get remoteName() {
    return this.getStringAttribute('remote_name');
  }

  // revoke_after - computed: true, optional: false, required: false
  public get revokeAfter() {
    return this.getStringAttribute('revoke_after');
  }
}

export class ApiKeyRetiringKeysList extends cdktf.ComplexList {

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet)
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): ApiKeyRetiringKeysOutputReference {
    return new ApiKeyRetiringKeysOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key tok_api_key}
*/
export class ApiKey extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "tok_api_key";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a ApiKey resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the ApiKey to import
  * @param importFromId The id of the existing ApiKey that should be imported. Refer to the {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the ApiKey to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "tok_api_key", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/api_key tok_api_key} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options ApiKeyConfig
  */
  public constructor(scope: Construct, id: string, config: ApiKeyConfig) {
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
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._name = config.name;
    this._description = config.description;
    this._group = config.group;
    this._routes.internalValue = config.routes;
    this._quota.internalValue = config.quota;
    this._expiresAt = config.expiresAt;
    this._lifetime = config.lifetime;
    this._allowedIps = config.allowedIps;
    this._enabled = config.enabled;
    this._rotation.internalValue = config.rotation;
    this._rotateWhenChanged = config.rotateWhenChanged;
    this._deletionPolicy = config.deletionPolicy;
    this._encryptTo = config.encryptTo;
    this._keyWo = config.keyWo;
    this._keyWoVersion = config.keyWoVersion;
    this._storeInState = config.storeInState;
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

  // description - computed: false, optional: true, required: false
  private _description?: string;
  public get description() {
    return this.getStringAttribute('description');
  }
  public set description(value: string) {
    this._description = value;
  }
  public resetDescription() {
    this._description = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get descriptionInput() {
    return this._description;
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
  private _routes = new ApiKeyRoutesList(this, "routes", false);
  public get routes() {
    return this._routes;
  }
  public putRoutes(value: ApiKeyRoutes[] | cdktf.IResolvable) {
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
  private _quota = new ApiKeyQuotaOutputReference(this, "quota");
  public get quota() {
    return this._quota;
  }
  public putQuota(value: ApiKeyQuota) {
    this._quota.internalValue = value;
  }
  public resetQuota() {
    this._quota.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get quotaInput() {
    return this._quota.internalValue;
  }

  // expires_at - computed: false, optional: true, required: false
  private _expiresAt?: string;
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }
  public set expiresAt(value: string) {
    this._expiresAt = value;
  }
  public resetExpiresAt() {
    this._expiresAt = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get expiresAtInput() {
    return this._expiresAt;
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
    return cdktf.Fn.tolist(this.getListAttribute('allowed_ips'));
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

  // enabled - computed: true, optional: true, required: false
  private _enabled?: boolean | cdktf.IResolvable;
  public get enabled() {
    return this.getBooleanAttribute('enabled');
  }
  public set enabled(value: boolean | cdktf.IResolvable) {
    this._enabled = value;
  }
  public resetEnabled() {
    this._enabled = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get enabledInput() {
    return this._enabled;
  }

  // rotation - computed: false, optional: true, required: false
  private _rotation = new ApiKeyRotationOutputReference(this, "rotation");
  public get rotation() {
    return this._rotation;
  }
  public putRotation(value: ApiKeyRotation) {
    this._rotation.internalValue = value;
  }
  public resetRotation() {
    this._rotation.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rotationInput() {
    return this._rotation.internalValue;
  }

  // rotate_when_changed - computed: false, optional: true, required: false
  private _rotateWhenChanged?: { [key: string]: string };
  public get rotateWhenChanged() {
    return this.getStringMapAttribute('rotate_when_changed');
  }
  public set rotateWhenChanged(value: { [key: string]: string }) {
    this._rotateWhenChanged = value;
  }
  public resetRotateWhenChanged() {
    this._rotateWhenChanged = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rotateWhenChangedInput() {
    return this._rotateWhenChanged;
  }

  // deletion_policy - computed: false, optional: true, required: false
  private _deletionPolicy?: string;
  public get deletionPolicy() {
    return this.getStringAttribute('deletion_policy');
  }
  public set deletionPolicy(value: string) {
    this._deletionPolicy = value;
  }
  public resetDeletionPolicy() {
    this._deletionPolicy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deletionPolicyInput() {
    return this._deletionPolicy;
  }

  // encrypt_to - computed: false, optional: true, required: false
  private _encryptTo?: string[];
  public get encryptTo() {
    return this.getListAttribute('encrypt_to');
  }
  public set encryptTo(value: string[]) {
    this._encryptTo = value;
  }
  public resetEncryptTo() {
    this._encryptTo = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get encryptToInput() {
    return this._encryptTo;
  }

  // key_wo - computed: false, optional: true, required: false
  private _keyWo?: string;
  public get keyWo() {
    return this.getStringAttribute('key_wo');
  }
  public set keyWo(value: string) {
    this._keyWo = value;
  }
  public resetKeyWo() {
    this._keyWo = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get keyWoInput() {
    return this._keyWo;
  }

  // key_wo_version - computed: false, optional: true, required: false
  private _keyWoVersion?: number;
  public get keyWoVersion() {
    return this.getNumberAttribute('key_wo_version');
  }
  public set keyWoVersion(value: number) {
    this._keyWoVersion = value;
  }
  public resetKeyWoVersion() {
    this._keyWoVersion = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get keyWoVersionInput() {
    return this._keyWoVersion;
  }

  // store_in_state - computed: false, optional: true, required: false
  private _storeInState?: boolean | cdktf.IResolvable;
  public get storeInState() {
    return this.getBooleanAttribute('store_in_state');
  }
  public set storeInState(value: boolean | cdktf.IResolvable) {
    this._storeInState = value;
  }
  public resetStoreInState() {
    this._storeInState = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get storeInStateInput() {
    return this._storeInState;
  }

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // remote_name - computed: true, optional: false, required: false
  public get remoteName() {
    return this.getStringAttribute('remote_name');
  }

  // revision - computed: true, optional: false, required: false
  public get revision() {
    return this.getNumberAttribute('revision');
  }

  // models - computed: true, optional: false, required: false
  public get models() {
    return this.getListAttribute('models');
  }

  // valid_until - computed: true, optional: false, required: false
  public get validUntil() {
    return this.getStringAttribute('valid_until');
  }

  // base_url - computed: true, optional: false, required: false
  public get baseUrl() {
    return this.getStringAttribute('base_url');
  }

  // issued_at - computed: true, optional: false, required: false
  public get issuedAt() {
    return this.getStringAttribute('issued_at');
  }

  // rotate_after - computed: true, optional: false, required: false
  public get rotateAfter() {
    return this.getStringAttribute('rotate_after');
  }

  // retiring_keys - computed: true, optional: false, required: false
  private _retiringKeys = new ApiKeyRetiringKeysList(this, "retiring_keys", false);
  public get retiringKeys() {
    return this._retiringKeys;
  }

  // key - computed: true, optional: false, required: false
  public get key() {
    return this.getStringAttribute('key');
  }

  // key_encrypted - computed: true, optional: false, required: false
  public get keyEncrypted() {
    return this.getStringAttribute('key_encrypted');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      name: cdktf.stringToTerraform(this._name),
      description: cdktf.stringToTerraform(this._description),
      group: cdktf.stringToTerraform(this._group),
      routes: cdktf.listMapper(apiKeyRoutesToTerraform, false)(this._routes.internalValue),
      quota: apiKeyQuotaToTerraform(this._quota.internalValue),
      expires_at: cdktf.stringToTerraform(this._expiresAt),
      lifetime: cdktf.stringToTerraform(this._lifetime),
      allowed_ips: cdktf.listMapper(cdktf.stringToTerraform, false)(this._allowedIps),
      enabled: cdktf.booleanToTerraform(this._enabled),
      rotation: apiKeyRotationToTerraform(this._rotation.internalValue),
      rotate_when_changed: cdktf.hashMapper(cdktf.stringToTerraform)(this._rotateWhenChanged),
      deletion_policy: cdktf.stringToTerraform(this._deletionPolicy),
      encrypt_to: cdktf.listMapper(cdktf.stringToTerraform, false)(this._encryptTo),
      key_wo: cdktf.stringToTerraform(this._keyWo),
      key_wo_version: cdktf.numberToTerraform(this._keyWoVersion),
      store_in_state: cdktf.booleanToTerraform(this._storeInState),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      description: {
        value: cdktf.stringToHclTerraform(this._description),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      group: {
        value: cdktf.stringToHclTerraform(this._group),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      routes: {
        value: cdktf.listMapperHcl(apiKeyRoutesToHclTerraform, false)(this._routes.internalValue),
        isBlock: true,
        type: "list",
        storageClassType: "ApiKeyRoutesList",
      },
      quota: {
        value: apiKeyQuotaToHclTerraform(this._quota.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ApiKeyQuota",
      },
      expires_at: {
        value: cdktf.stringToHclTerraform(this._expiresAt),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      lifetime: {
        value: cdktf.stringToHclTerraform(this._lifetime),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      allowed_ips: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._allowedIps),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      enabled: {
        value: cdktf.booleanToHclTerraform(this._enabled),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      rotation: {
        value: apiKeyRotationToHclTerraform(this._rotation.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ApiKeyRotation",
      },
      rotate_when_changed: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._rotateWhenChanged),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      deletion_policy: {
        value: cdktf.stringToHclTerraform(this._deletionPolicy),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      encrypt_to: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._encryptTo),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      key_wo: {
        value: cdktf.stringToHclTerraform(this._keyWo),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      key_wo_version: {
        value: cdktf.numberToHclTerraform(this._keyWoVersion),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      store_in_state: {
        value: cdktf.booleanToHclTerraform(this._storeInState),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
