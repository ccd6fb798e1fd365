// @ts-nocheck It is not written for our stricter flags.
// https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface ClusterApiKeyConfig extends cdktf.TerraformMetaArguments {
  /**
  * The namespace. Another one makes a new key.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#namespace ClusterApiKey#namespace}
  */
  readonly namespace: string;
  /**
  * The resource's name, and the key's too unless `spec.name` is set. Another one makes a new key.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#name ClusterApiKey#name}
  */
  readonly name: string;
  /**
  * Labels of the TokApiKey.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#labels ClusterApiKey#labels}
  */
  readonly labels?: { [key: string]: string };
  /**
  * Annotations of the TokApiKey.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#annotations ClusterApiKey#annotations}
  */
  readonly annotations?: { [key: string]: string };
  /**
  * What the key is, where it comes from and how it is delivered, as in the CRD.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#spec ClusterApiKey#spec}
  */
  readonly spec: ClusterApiKeySpec;
  /**
  * Whether an apply waits until the Secret holds a key that works. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#wait_for_ready ClusterApiKey#wait_for_ready}
  */
  readonly waitForReady?: boolean | cdktf.IResolvable;
  /**
  * How long it waits. Default: `5m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#timeout ClusterApiKey#timeout}
  */
  readonly timeout?: string;
  /**
  * How long a destroy waits until the operator has revoked the keys and let the object go; `0s` does not wait. Default: `timeout`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#deletion_wait ClusterApiKey#deletion_wait}
  */
  readonly deletionWait?: string;
  /**
  * True takes over fields that another manager owns, instead of failing. Default: false.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#force ClusterApiKey#force}
  */
  readonly force?: boolean | cdktf.IResolvable;
}
export interface ClusterApiKeySpecRoutesRateLimit {
  /**
  * Requests per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#requests_per_minute ClusterApiKey#requests_per_minute}
  */
  readonly requestsPerMinute?: number;
  /**
  * Tokens per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#tokens_per_minute ClusterApiKey#tokens_per_minute}
  */
  readonly tokensPerMinute?: number;
}

export function clusterApiKeySpecRoutesRateLimitToTerraform(struct?: ClusterApiKeySpecRoutesRateLimit | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    requests_per_minute: cdktf.numberToTerraform(struct!.requestsPerMinute),
    tokens_per_minute: cdktf.numberToTerraform(struct!.tokensPerMinute),
  }
}


export function clusterApiKeySpecRoutesRateLimitToHclTerraform(struct?: ClusterApiKeySpecRoutesRateLimit | cdktf.IResolvable): any {
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

export class ClusterApiKeySpecRoutesRateLimitOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecRoutesRateLimit | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ClusterApiKeySpecRoutesRateLimit | cdktf.IResolvable | undefined) {
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
export interface ClusterApiKeySpecRoutes {
  /**
  * The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#provider ClusterApiKey#provider}
  */
  readonly provider: string;
  /**
  * False closes the route without deleting it. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#enabled ClusterApiKey#enabled}
  */
  readonly enabled?: boolean | cdktf.IResolvable;
  /**
  * The models that may be called. Default: every model of the provider that the key's group offers.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#models ClusterApiKey#models}
  */
  readonly models?: string[];
  /**
  * A hint, lower first. Gateways that do not know it ignore it, and a warning says so.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#priority ClusterApiKey#priority}
  */
  readonly priority?: number;
  /**
  * Refused on gateways that cannot enforce it; a key with more access than declared is never made.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#rate_limit ClusterApiKey#rate_limit}
  */
  readonly rateLimit?: ClusterApiKeySpecRoutesRateLimit;
}

export function clusterApiKeySpecRoutesToTerraform(struct?: ClusterApiKeySpecRoutes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    provider: cdktf.stringToTerraform(struct!.provider),
    enabled: cdktf.booleanToTerraform(struct!.enabled),
    models: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.models),
    priority: cdktf.numberToTerraform(struct!.priority),
    rate_limit: clusterApiKeySpecRoutesRateLimitToTerraform(struct!.rateLimit),
  }
}


export function clusterApiKeySpecRoutesToHclTerraform(struct?: ClusterApiKeySpecRoutes | cdktf.IResolvable): any {
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
      value: clusterApiKeySpecRoutesRateLimitToHclTerraform(struct!.rateLimit),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecRoutesRateLimit",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecRoutesOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): ClusterApiKeySpecRoutes | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ClusterApiKeySpecRoutes | cdktf.IResolvable | undefined) {
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
  private _rateLimit = new ClusterApiKeySpecRoutesRateLimitOutputReference(this, "rate_limit");
  public get rateLimit() {
    return this._rateLimit;
  }
  public putRateLimit(value: ClusterApiKeySpecRoutesRateLimit) {
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

export class ClusterApiKeySpecRoutesList extends cdktf.ComplexList {
  public internalValue? : ClusterApiKeySpecRoutes[] | cdktf.IResolvable

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
  public get(index: number): ClusterApiKeySpecRoutesOutputReference {
    return new ClusterApiKeySpecRoutesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface ClusterApiKeySpecQuota {
  /**
  * USD that the declared key may spend. It survives rotation: a new key gets what is left.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#amount ClusterApiKey#amount}
  */
  readonly amount: number;
  /**
  * How often the amount is granted again. Default: never. One of Daily, Weekly, Monthly.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#reset ClusterApiKey#reset}
  */
  readonly reset?: string;
}

export function clusterApiKeySpecQuotaToTerraform(struct?: ClusterApiKeySpecQuota | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    amount: cdktf.numberToTerraform(struct!.amount),
    reset: cdktf.stringToTerraform(struct!.reset),
  }
}


export function clusterApiKeySpecQuotaToHclTerraform(struct?: ClusterApiKeySpecQuota | cdktf.IResolvable): any {
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

export class ClusterApiKeySpecQuotaOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecQuota | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ClusterApiKeySpecQuota | cdktf.IResolvable | undefined) {
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
export interface ClusterApiKeySpecGatewayRef {
  /**
  * The gateway's name.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#name ClusterApiKey#name}
  */
  readonly name: string;
  /**
  * TokGateway in this namespace, or ClusterTokGateway. Default: TokGateway. One of TokGateway, ClusterTokGateway.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#kind ClusterApiKey#kind}
  */
  readonly kind?: string;
}

export function clusterApiKeySpecGatewayRefToTerraform(struct?: ClusterApiKeySpecGatewayRef | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    name: cdktf.stringToTerraform(struct!.name),
    kind: cdktf.stringToTerraform(struct!.kind),
  }
}


export function clusterApiKeySpecGatewayRefToHclTerraform(struct?: ClusterApiKeySpecGatewayRef | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    kind: {
      value: cdktf.stringToHclTerraform(struct!.kind),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecGatewayRefOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecGatewayRef | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    if (this._kind !== undefined) {
      hasAnyValues = true;
      internalValueResult.kind = this._kind;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecGatewayRef | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._name = undefined;
      this._kind = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._name = value.name;
      this._kind = value.kind;
    }
  }

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

  // kind - computed: false, optional: true, required: false
  private _kind?: string;
  public get kind() {
    return this.getStringAttribute('kind');
  }
  public set kind(value: string) {
    this._kind = value;
  }
  public resetKind() {
    this._kind = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get kindInput() {
    return this._kind;
  }
}
export interface ClusterApiKeySpecRouteRefs {
  /**
  * The route's name.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#name ClusterApiKey#name}
  */
  readonly name: string;
}

export function clusterApiKeySpecRouteRefsToTerraform(struct?: ClusterApiKeySpecRouteRefs | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    name: cdktf.stringToTerraform(struct!.name),
  }
}


export function clusterApiKeySpecRouteRefsToHclTerraform(struct?: ClusterApiKeySpecRouteRefs | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecRouteRefsOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): ClusterApiKeySpecRouteRefs | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecRouteRefs | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._name = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._name = value.name;
    }
  }

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
}

export class ClusterApiKeySpecRouteRefsList extends cdktf.ComplexList {
  public internalValue? : ClusterApiKeySpecRouteRefs[] | cdktf.IResolvable

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
  public get(index: number): ClusterApiKeySpecRouteRefsOutputReference {
    return new ClusterApiKeySpecRouteRefsOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface ClusterApiKeySpecAdopt {
  /**
  * The key's id at the gateway.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#id ClusterApiKey#id}
  *
  * Please be aware that the id field is automatically added to all resources in Terraform providers using a Terraform provider SDK version below 2.
  * If you experience problems setting this value it might not be settable. Please take a look at the provider documentation to ensure it should be settable.
  */
  readonly id?: string;
  /**
  * The key's name at the gateway; exactly one key may bear it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#name ClusterApiKey#name}
  */
  readonly name?: string;
}

export function clusterApiKeySpecAdoptToTerraform(struct?: ClusterApiKeySpecAdopt | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    id: cdktf.stringToTerraform(struct!.id),
    name: cdktf.stringToTerraform(struct!.name),
  }
}


export function clusterApiKeySpecAdoptToHclTerraform(struct?: ClusterApiKeySpecAdopt | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    id: {
      value: cdktf.stringToHclTerraform(struct!.id),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecAdoptOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecAdopt | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._id !== undefined) {
      hasAnyValues = true;
      internalValueResult.id = this._id;
    }
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecAdopt | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._id = undefined;
      this._name = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._id = value.id;
      this._name = value.name;
    }
  }

  // id - computed: false, optional: true, required: false
  private _id?: string;
  public get id() {
    return this.getStringAttribute('id');
  }
  public set id(value: string) {
    this._id = value;
  }
  public resetId() {
    this._id = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get idInput() {
    return this._id;
  }

  // name - computed: false, optional: true, required: false
  private _name?: string;
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  public resetName() {
    this._name = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }
}
export interface ClusterApiKeySpecSecretKeys {
  /**
  * For the key. Default: apiKey.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#api_key ClusterApiKey#api_key}
  */
  readonly apiKey?: string;
  /**
  * For the gateway's address, without /v1. Default: baseURL.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#base_url ClusterApiKey#base_url}
  */
  readonly baseUrl?: string;
  /**
  * For the key before this one, with `previous: true`. Default: previousApiKey.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#previous_api_key ClusterApiKey#previous_api_key}
  */
  readonly previousApiKey?: string;
}

export function clusterApiKeySpecSecretKeysToTerraform(struct?: ClusterApiKeySpecSecretKeys | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    api_key: cdktf.stringToTerraform(struct!.apiKey),
    base_url: cdktf.stringToTerraform(struct!.baseUrl),
    previous_api_key: cdktf.stringToTerraform(struct!.previousApiKey),
  }
}


export function clusterApiKeySpecSecretKeysToHclTerraform(struct?: ClusterApiKeySpecSecretKeys | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    api_key: {
      value: cdktf.stringToHclTerraform(struct!.apiKey),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    base_url: {
      value: cdktf.stringToHclTerraform(struct!.baseUrl),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    previous_api_key: {
      value: cdktf.stringToHclTerraform(struct!.previousApiKey),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecSecretKeysOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecSecretKeys | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._apiKey !== undefined) {
      hasAnyValues = true;
      internalValueResult.apiKey = this._apiKey;
    }
    if (this._baseUrl !== undefined) {
      hasAnyValues = true;
      internalValueResult.baseUrl = this._baseUrl;
    }
    if (this._previousApiKey !== undefined) {
      hasAnyValues = true;
      internalValueResult.previousApiKey = this._previousApiKey;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecSecretKeys | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._apiKey = undefined;
      this._baseUrl = undefined;
      this._previousApiKey = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._apiKey = value.apiKey;
      this._baseUrl = value.baseUrl;
      this._previousApiKey = value.previousApiKey;
    }
  }

  // api_key - computed: false, optional: true, required: false
  private _apiKey?: string;
  public get apiKey() {
    return this.getStringAttribute('api_key');
  }
  public set apiKey(value: string) {
    this._apiKey = value;
  }
  public resetApiKey() {
    this._apiKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get apiKeyInput() {
    return this._apiKey;
  }

  // base_url - computed: false, optional: true, required: false
  private _baseUrl?: string;
  public get baseUrl() {
    return this.getStringAttribute('base_url');
  }
  public set baseUrl(value: string) {
    this._baseUrl = value;
  }
  public resetBaseUrl() {
    this._baseUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get baseUrlInput() {
    return this._baseUrl;
  }

  // previous_api_key - computed: false, optional: true, required: false
  private _previousApiKey?: string;
  public get previousApiKey() {
    return this.getStringAttribute('previous_api_key');
  }
  public set previousApiKey(value: string) {
    this._previousApiKey = value;
  }
  public resetPreviousApiKey() {
    this._previousApiKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get previousApiKeyInput() {
    return this._previousApiKey;
  }
}
export interface ClusterApiKeySpecSecretTemplate {
  /**
  * The Secret's type. It cannot be changed later, except together with the Secret's name. Default: Opaque.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#type ClusterApiKey#type}
  */
  readonly type?: string;
  /**
  * Further labels of the Secret.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#labels ClusterApiKey#labels}
  */
  readonly labels?: { [key: string]: string };
  /**
  * Further annotations of the Secret.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#annotations ClusterApiKey#annotations}
  */
  readonly annotations?: { [key: string]: string };
  /**
  * Further entries, beside the key and the address. ${apiKey}, ${baseURL}, ${previousApiKey}, ${revision} are replaced; $${ stands for ${ itself. For example OPENAI_BASE_URL: ${baseURL}/v1. HCL has dollars of its own: double each of these.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#data ClusterApiKey#data}
  */
  readonly data?: { [key: string]: string };
}

export function clusterApiKeySpecSecretTemplateToTerraform(struct?: ClusterApiKeySpecSecretTemplate | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    type: cdktf.stringToTerraform(struct!.type),
    labels: cdktf.hashMapper(cdktf.stringToTerraform)(struct!.labels),
    annotations: cdktf.hashMapper(cdktf.stringToTerraform)(struct!.annotations),
    data: cdktf.hashMapper(cdktf.stringToTerraform)(struct!.data),
  }
}


export function clusterApiKeySpecSecretTemplateToHclTerraform(struct?: ClusterApiKeySpecSecretTemplate | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    type: {
      value: cdktf.stringToHclTerraform(struct!.type),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    labels: {
      value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(struct!.labels),
      isBlock: false,
      type: "map",
      storageClassType: "stringMap",
    },
    annotations: {
      value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(struct!.annotations),
      isBlock: false,
      type: "map",
      storageClassType: "stringMap",
    },
    data: {
      value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(struct!.data),
      isBlock: false,
      type: "map",
      storageClassType: "stringMap",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecSecretTemplateOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecSecretTemplate | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._type !== undefined) {
      hasAnyValues = true;
      internalValueResult.type = this._type;
    }
    if (this._labels !== undefined) {
      hasAnyValues = true;
      internalValueResult.labels = this._labels;
    }
    if (this._annotations !== undefined) {
      hasAnyValues = true;
      internalValueResult.annotations = this._annotations;
    }
    if (this._data !== undefined) {
      hasAnyValues = true;
      internalValueResult.data = this._data;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecSecretTemplate | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._type = undefined;
      this._labels = undefined;
      this._annotations = undefined;
      this._data = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._type = value.type;
      this._labels = value.labels;
      this._annotations = value.annotations;
      this._data = value.data;
    }
  }

  // type - computed: false, optional: true, required: false
  private _type?: string;
  public get type() {
    return this.getStringAttribute('type');
  }
  public set type(value: string) {
    this._type = value;
  }
  public resetType() {
    this._type = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get typeInput() {
    return this._type;
  }

  // labels - computed: false, optional: true, required: false
  private _labels?: { [key: string]: string };
  public get labels() {
    return this.getStringMapAttribute('labels');
  }
  public set labels(value: { [key: string]: string }) {
    this._labels = value;
  }
  public resetLabels() {
    this._labels = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get labelsInput() {
    return this._labels;
  }

  // annotations - computed: false, optional: true, required: false
  private _annotations?: { [key: string]: string };
  public get annotations() {
    return this.getStringMapAttribute('annotations');
  }
  public set annotations(value: { [key: string]: string }) {
    this._annotations = value;
  }
  public resetAnnotations() {
    this._annotations = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get annotationsInput() {
    return this._annotations;
  }

  // data - computed: false, optional: true, required: false
  private _data?: { [key: string]: string };
  public get data() {
    return this.getStringMapAttribute('data');
  }
  public set data(value: { [key: string]: string }) {
    this._data = value;
  }
  public resetData() {
    this._data = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dataInput() {
    return this._data;
  }
}
export interface ClusterApiKeySpecSecret {
  /**
  * The Secret's name. After a change the Secret of the old name is deleted once the new one holds the key, if creation_policy is Owner. Default: the name of this resource.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#name ClusterApiKey#name}
  */
  readonly name?: string;
  /**
  * The names of the Secret's entries.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#keys ClusterApiKey#keys}
  */
  readonly keys?: ClusterApiKeySpecSecretKeys;
  /**
  * What the Secret holds besides the key and the address.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#template ClusterApiKey#template}
  */
  readonly template?: ClusterApiKeySpecSecretTemplate;
  /**
  * True: the key before this one is delivered beside it while it works. Default: false.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#previous ClusterApiKey#previous}
  */
  readonly previous?: boolean | cdktf.IResolvable;
  /**
  * Owner: the Secret is ours and goes with this resource. Orphan: it is ours and stays. Merge: it is somebody else's and must exist; only our entries are written. Default: Owner. One of Owner, Orphan, Merge.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#creation_policy ClusterApiKey#creation_policy}
  */
  readonly creationPolicy?: string;
}

export function clusterApiKeySpecSecretToTerraform(struct?: ClusterApiKeySpecSecret | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    name: cdktf.stringToTerraform(struct!.name),
    keys: clusterApiKeySpecSecretKeysToTerraform(struct!.keys),
    template: clusterApiKeySpecSecretTemplateToTerraform(struct!.template),
    previous: cdktf.booleanToTerraform(struct!.previous),
    creation_policy: cdktf.stringToTerraform(struct!.creationPolicy),
  }
}


export function clusterApiKeySpecSecretToHclTerraform(struct?: ClusterApiKeySpecSecret | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    keys: {
      value: clusterApiKeySpecSecretKeysToHclTerraform(struct!.keys),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecSecretKeys",
    },
    template: {
      value: clusterApiKeySpecSecretTemplateToHclTerraform(struct!.template),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecSecretTemplate",
    },
    previous: {
      value: cdktf.booleanToHclTerraform(struct!.previous),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    creation_policy: {
      value: cdktf.stringToHclTerraform(struct!.creationPolicy),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecSecretOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecSecret | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    if (this._keys?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.keys = this._keys?.internalValue;
    }
    if (this._template?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.template = this._template?.internalValue;
    }
    if (this._previous !== undefined) {
      hasAnyValues = true;
      internalValueResult.previous = this._previous;
    }
    if (this._creationPolicy !== undefined) {
      hasAnyValues = true;
      internalValueResult.creationPolicy = this._creationPolicy;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecSecret | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._name = undefined;
      this._keys.internalValue = undefined;
      this._template.internalValue = undefined;
      this._previous = undefined;
      this._creationPolicy = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._name = value.name;
      this._keys.internalValue = value.keys;
      this._template.internalValue = value.template;
      this._previous = value.previous;
      this._creationPolicy = value.creationPolicy;
    }
  }

  // name - computed: false, optional: true, required: false
  private _name?: string;
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  public resetName() {
    this._name = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // keys - computed: false, optional: true, required: false
  private _keys = new ClusterApiKeySpecSecretKeysOutputReference(this, "keys");
  public get keys() {
    return this._keys;
  }
  public putKeys(value: ClusterApiKeySpecSecretKeys) {
    this._keys.internalValue = value;
  }
  public resetKeys() {
    this._keys.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get keysInput() {
    return this._keys.internalValue;
  }

  // template - computed: false, optional: true, required: false
  private _template = new ClusterApiKeySpecSecretTemplateOutputReference(this, "template");
  public get template() {
    return this._template;
  }
  public putTemplate(value: ClusterApiKeySpecSecretTemplate) {
    this._template.internalValue = value;
  }
  public resetTemplate() {
    this._template.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get templateInput() {
    return this._template.internalValue;
  }

  // previous - computed: false, optional: true, required: false
  private _previous?: boolean | cdktf.IResolvable;
  public get previous() {
    return this.getBooleanAttribute('previous');
  }
  public set previous(value: boolean | cdktf.IResolvable) {
    this._previous = value;
  }
  public resetPrevious() {
    this._previous = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get previousInput() {
    return this._previous;
  }

  // creation_policy - computed: false, optional: true, required: false
  private _creationPolicy?: string;
  public get creationPolicy() {
    return this.getStringAttribute('creation_policy');
  }
  public set creationPolicy(value: string) {
    this._creationPolicy = value;
  }
  public resetCreationPolicy() {
    this._creationPolicy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get creationPolicyInput() {
    return this._creationPolicy;
  }
}
export interface ClusterApiKeySpecRotationWindow {
  /**
  * When the window opens, as a cron pattern.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#schedule ClusterApiKey#schedule}
  */
  readonly schedule: string;
  /**
  * How long it stays open.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#duration ClusterApiKey#duration}
  */
  readonly duration: string;
  /**
  * Default: UTC.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#time_zone ClusterApiKey#time_zone}
  */
  readonly timeZone?: string;
}

export function clusterApiKeySpecRotationWindowToTerraform(struct?: ClusterApiKeySpecRotationWindow | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    schedule: cdktf.stringToTerraform(struct!.schedule),
    duration: cdktf.stringToTerraform(struct!.duration),
    time_zone: cdktf.stringToTerraform(struct!.timeZone),
  }
}


export function clusterApiKeySpecRotationWindowToHclTerraform(struct?: ClusterApiKeySpecRotationWindow | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    schedule: {
      value: cdktf.stringToHclTerraform(struct!.schedule),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    duration: {
      value: cdktf.stringToHclTerraform(struct!.duration),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    time_zone: {
      value: cdktf.stringToHclTerraform(struct!.timeZone),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecRotationWindowOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecRotationWindow | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._schedule !== undefined) {
      hasAnyValues = true;
      internalValueResult.schedule = this._schedule;
    }
    if (this._duration !== undefined) {
      hasAnyValues = true;
      internalValueResult.duration = this._duration;
    }
    if (this._timeZone !== undefined) {
      hasAnyValues = true;
      internalValueResult.timeZone = this._timeZone;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecRotationWindow | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._schedule = undefined;
      this._duration = undefined;
      this._timeZone = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._schedule = value.schedule;
      this._duration = value.duration;
      this._timeZone = value.timeZone;
    }
  }

  // schedule - computed: false, optional: false, required: true
  private _schedule?: string;
  public get schedule() {
    return this.getStringAttribute('schedule');
  }
  public set schedule(value: string) {
    this._schedule = value;
  }
  // Temporarily expose input value. Use with caution.
  public get scheduleInput() {
    return this._schedule;
  }

  // duration - computed: false, optional: false, required: true
  private _duration?: string;
  public get duration() {
    return this.getStringAttribute('duration');
  }
  public set duration(value: string) {
    this._duration = value;
  }
  // Temporarily expose input value. Use with caution.
  public get durationInput() {
    return this._duration;
  }

  // time_zone - computed: false, optional: true, required: false
  private _timeZone?: string;
  public get timeZone() {
    return this.getStringAttribute('time_zone');
  }
  public set timeZone(value: string) {
    this._timeZone = value;
  }
  public resetTimeZone() {
    this._timeZone = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get timeZoneInput() {
    return this._timeZone;
  }
}
export interface ClusterApiKeySpecRotation {
  /**
  * Rotate so often; spread a little, so that keys declared together do not rotate together.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#every ClusterApiKey#every}
  */
  readonly every?: string;
  /**
  * Rotate at these times, as a cron pattern; instead of `every`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#schedule ClusterApiKey#schedule}
  */
  readonly schedule?: string;
  /**
  * The zone of `schedule`, an IANA name. Default: UTC.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#time_zone ClusterApiKey#time_zone}
  */
  readonly timeZone?: string;
  /**
  * How long the old key goes on working beside the new one at least. Default: 1h.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#overlap ClusterApiKey#overlap}
  */
  readonly overlap?: string;
  /**
  * The old key must have been unused for so long, where the gateway reports it; 0s asks for nothing. Default: 15m.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#retire_when_idle_for ClusterApiKey#retire_when_idle_for}
  */
  readonly retireWhenIdleFor?: string;
  /**
  * After so long, `at_max_overlap` says what happens to an old key still in use. Default: 7d.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#max_overlap ClusterApiKey#max_overlap}
  */
  readonly maxOverlap?: string;
  /**
  * Keep goes on waiting, with a condition, an event and a metric. Revoke ends it. Default: Keep. One of Keep, Revoke.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#at_max_overlap ClusterApiKey#at_max_overlap}
  */
  readonly atMaxOverlap?: string;
  /**
  * The old key is disabled for so long before it is deleted; one annotation brings it back. 0s deletes at once. Default: 24h.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#disable_before_delete ClusterApiKey#disable_before_delete}
  */
  readonly disableBeforeDelete?: string;
  /**
  * Rotations on schedule begin only while this window is open. Default: always.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#window ClusterApiKey#window}
  */
  readonly window?: ClusterApiKeySpecRotationWindow;
}

export function clusterApiKeySpecRotationToTerraform(struct?: ClusterApiKeySpecRotation | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    every: cdktf.stringToTerraform(struct!.every),
    schedule: cdktf.stringToTerraform(struct!.schedule),
    time_zone: cdktf.stringToTerraform(struct!.timeZone),
    overlap: cdktf.stringToTerraform(struct!.overlap),
    retire_when_idle_for: cdktf.stringToTerraform(struct!.retireWhenIdleFor),
    max_overlap: cdktf.stringToTerraform(struct!.maxOverlap),
    at_max_overlap: cdktf.stringToTerraform(struct!.atMaxOverlap),
    disable_before_delete: cdktf.stringToTerraform(struct!.disableBeforeDelete),
    window: clusterApiKeySpecRotationWindowToTerraform(struct!.window),
  }
}


export function clusterApiKeySpecRotationToHclTerraform(struct?: ClusterApiKeySpecRotation | cdktf.IResolvable): any {
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
    schedule: {
      value: cdktf.stringToHclTerraform(struct!.schedule),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    time_zone: {
      value: cdktf.stringToHclTerraform(struct!.timeZone),
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
    retire_when_idle_for: {
      value: cdktf.stringToHclTerraform(struct!.retireWhenIdleFor),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    max_overlap: {
      value: cdktf.stringToHclTerraform(struct!.maxOverlap),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    at_max_overlap: {
      value: cdktf.stringToHclTerraform(struct!.atMaxOverlap),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    disable_before_delete: {
      value: cdktf.stringToHclTerraform(struct!.disableBeforeDelete),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    window: {
      value: clusterApiKeySpecRotationWindowToHclTerraform(struct!.window),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecRotationWindow",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecRotationOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecRotation | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._every !== undefined) {
      hasAnyValues = true;
      internalValueResult.every = this._every;
    }
    if (this._schedule !== undefined) {
      hasAnyValues = true;
      internalValueResult.schedule = this._schedule;
    }
    if (this._timeZone !== undefined) {
      hasAnyValues = true;
      internalValueResult.timeZone = this._timeZone;
    }
    if (this._overlap !== undefined) {
      hasAnyValues = true;
      internalValueResult.overlap = this._overlap;
    }
    if (this._retireWhenIdleFor !== undefined) {
      hasAnyValues = true;
      internalValueResult.retireWhenIdleFor = this._retireWhenIdleFor;
    }
    if (this._maxOverlap !== undefined) {
      hasAnyValues = true;
      internalValueResult.maxOverlap = this._maxOverlap;
    }
    if (this._atMaxOverlap !== undefined) {
      hasAnyValues = true;
      internalValueResult.atMaxOverlap = this._atMaxOverlap;
    }
    if (this._disableBeforeDelete !== undefined) {
      hasAnyValues = true;
      internalValueResult.disableBeforeDelete = this._disableBeforeDelete;
    }
    if (this._window?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.window = this._window?.internalValue;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecRotation | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._every = undefined;
      this._schedule = undefined;
      this._timeZone = undefined;
      this._overlap = undefined;
      this._retireWhenIdleFor = undefined;
      this._maxOverlap = undefined;
      this._atMaxOverlap = undefined;
      this._disableBeforeDelete = undefined;
      this._window.internalValue = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._every = value.every;
      this._schedule = value.schedule;
      this._timeZone = value.timeZone;
      this._overlap = value.overlap;
      this._retireWhenIdleFor = value.retireWhenIdleFor;
      this._maxOverlap = value.maxOverlap;
      this._atMaxOverlap = value.atMaxOverlap;
      this._disableBeforeDelete = value.disableBeforeDelete;
      this._window.internalValue = value.window;
    }
  }

  // every - computed: false, optional: true, required: false
  private _every?: string;
  public get every() {
    return this.getStringAttribute('every');
  }
  public set every(value: string) {
    this._every = value;
  }
  public resetEvery() {
    this._every = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get everyInput() {
    return this._every;
  }

  // schedule - computed: false, optional: true, required: false
  private _schedule?: string;
  public get schedule() {
    return this.getStringAttribute('schedule');
  }
  public set schedule(value: string) {
    this._schedule = value;
  }
  public resetSchedule() {
    this._schedule = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scheduleInput() {
    return this._schedule;
  }

  // time_zone - computed: false, optional: true, required: false
  private _timeZone?: string;
  public get timeZone() {
    return this.getStringAttribute('time_zone');
  }
  public set timeZone(value: string) {
    this._timeZone = value;
  }
  public resetTimeZone() {
    this._timeZone = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get timeZoneInput() {
    return this._timeZone;
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

  // retire_when_idle_for - computed: false, optional: true, required: false
  private _retireWhenIdleFor?: string;
  public get retireWhenIdleFor() {
    return this.getStringAttribute('retire_when_idle_for');
  }
  public set retireWhenIdleFor(value: string) {
    this._retireWhenIdleFor = value;
  }
  public resetRetireWhenIdleFor() {
    this._retireWhenIdleFor = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get retireWhenIdleForInput() {
    return this._retireWhenIdleFor;
  }

  // max_overlap - computed: false, optional: true, required: false
  private _maxOverlap?: string;
  public get maxOverlap() {
    return this.getStringAttribute('max_overlap');
  }
  public set maxOverlap(value: string) {
    this._maxOverlap = value;
  }
  public resetMaxOverlap() {
    this._maxOverlap = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxOverlapInput() {
    return this._maxOverlap;
  }

  // at_max_overlap - computed: false, optional: true, required: false
  private _atMaxOverlap?: string;
  public get atMaxOverlap() {
    return this.getStringAttribute('at_max_overlap');
  }
  public set atMaxOverlap(value: string) {
    this._atMaxOverlap = value;
  }
  public resetAtMaxOverlap() {
    this._atMaxOverlap = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get atMaxOverlapInput() {
    return this._atMaxOverlap;
  }

  // disable_before_delete - computed: false, optional: true, required: false
  private _disableBeforeDelete?: string;
  public get disableBeforeDelete() {
    return this.getStringAttribute('disable_before_delete');
  }
  public set disableBeforeDelete(value: string) {
    this._disableBeforeDelete = value;
  }
  public resetDisableBeforeDelete() {
    this._disableBeforeDelete = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get disableBeforeDeleteInput() {
    return this._disableBeforeDelete;
  }

  // window - computed: false, optional: true, required: false
  private _window = new ClusterApiKeySpecRotationWindowOutputReference(this, "window");
  public get window() {
    return this._window;
  }
  public putWindow(value: ClusterApiKeySpecRotationWindow) {
    this._window.internalValue = value;
  }
  public resetWindow() {
    this._window.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get windowInput() {
    return this._window.internalValue;
  }
}
export interface ClusterApiKeySpecRolloutRestart {
  /**
  * What to restart. One of Deployment, StatefulSet, DaemonSet.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#kind ClusterApiKey#kind}
  */
  readonly kind: string;
  /**
  * Its name, in this namespace.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#name ClusterApiKey#name}
  */
  readonly name: string;
}

export function clusterApiKeySpecRolloutRestartToTerraform(struct?: ClusterApiKeySpecRolloutRestart | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    kind: cdktf.stringToTerraform(struct!.kind),
    name: cdktf.stringToTerraform(struct!.name),
  }
}


export function clusterApiKeySpecRolloutRestartToHclTerraform(struct?: ClusterApiKeySpecRolloutRestart | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    kind: {
      value: cdktf.stringToHclTerraform(struct!.kind),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecRolloutRestartOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): ClusterApiKeySpecRolloutRestart | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._kind !== undefined) {
      hasAnyValues = true;
      internalValueResult.kind = this._kind;
    }
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecRolloutRestart | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._kind = undefined;
      this._name = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._kind = value.kind;
      this._name = value.name;
    }
  }

  // kind - computed: false, optional: false, required: true
  private _kind?: string;
  public get kind() {
    return this.getStringAttribute('kind');
  }
  public set kind(value: string) {
    this._kind = value;
  }
  // Temporarily expose input value. Use with caution.
  public get kindInput() {
    return this._kind;
  }

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
}

export class ClusterApiKeySpecRolloutRestartList extends cdktf.ComplexList {
  public internalValue? : ClusterApiKeySpecRolloutRestart[] | cdktf.IResolvable

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
  public get(index: number): ClusterApiKeySpecRolloutRestartOutputReference {
    return new ClusterApiKeySpecRolloutRestartOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface ClusterApiKeySpecVerify {
  /**
  * False: a new key is delivered without having been tried, for gateways whose data plane cannot be reached from here. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#data_plane ClusterApiKey#data_plane}
  */
  readonly dataPlane?: boolean | cdktf.IResolvable;
  /**
  * True: a new key must also show every model that the routes name. Default: false.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#models ClusterApiKey#models}
  */
  readonly models?: boolean | cdktf.IResolvable;
}

export function clusterApiKeySpecVerifyToTerraform(struct?: ClusterApiKeySpecVerify | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    data_plane: cdktf.booleanToTerraform(struct!.dataPlane),
    models: cdktf.booleanToTerraform(struct!.models),
  }
}


export function clusterApiKeySpecVerifyToHclTerraform(struct?: ClusterApiKeySpecVerify | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    data_plane: {
      value: cdktf.booleanToHclTerraform(struct!.dataPlane),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    models: {
      value: cdktf.booleanToHclTerraform(struct!.models),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecVerifyOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpecVerify | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._dataPlane !== undefined) {
      hasAnyValues = true;
      internalValueResult.dataPlane = this._dataPlane;
    }
    if (this._models !== undefined) {
      hasAnyValues = true;
      internalValueResult.models = this._models;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpecVerify | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._dataPlane = undefined;
      this._models = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._dataPlane = value.dataPlane;
      this._models = value.models;
    }
  }

  // data_plane - computed: false, optional: true, required: false
  private _dataPlane?: boolean | cdktf.IResolvable;
  public get dataPlane() {
    return this.getBooleanAttribute('data_plane');
  }
  public set dataPlane(value: boolean | cdktf.IResolvable) {
    this._dataPlane = value;
  }
  public resetDataPlane() {
    this._dataPlane = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dataPlaneInput() {
    return this._dataPlane;
  }

  // models - computed: false, optional: true, required: false
  private _models?: boolean | cdktf.IResolvable;
  public get models() {
    return this.getBooleanAttribute('models');
  }
  public set models(value: boolean | cdktf.IResolvable) {
    this._models = value;
  }
  public resetModels() {
    this._models = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get modelsInput() {
    return this._models;
  }
}
export interface ClusterApiKeySpec {
  /**
  * What people see in the gateway's console. Say where and how the key is used: prod-api-server.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#name ClusterApiKey#name}
  */
  readonly name?: string;
  /**
  * For people; kept on our side where the gateway has no field for it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#description ClusterApiKey#description}
  */
  readonly description?: string;
  /**
  * The gateway's group or rate plan, by its exact name.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#group ClusterApiKey#group}
  */
  readonly group?: string;
  /**
  * The models the key may call. Default: all that the group offers.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#routes ClusterApiKey#routes}
  */
  readonly routes?: ClusterApiKeySpecRoutes[] | cdktf.IResolvable;
  /**
  * The budget of the declared key, over all its rotations.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#quota ClusterApiKey#quota}
  */
  readonly quota?: ClusterApiKeySpecQuota;
  /**
  * The moment after which the key is refused by the gateway, and not rotated any more.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#expires_at ClusterApiKey#expires_at}
  */
  readonly expiresAt?: string;
  /**
  * How long each issued key may live at the gateway; it is rotated well before.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#lifetime ClusterApiKey#lifetime}
  */
  readonly lifetime?: string;
  /**
  * Addresses or CIDR ranges that may use the key. Default: any.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#allowed_ips ClusterApiKey#allowed_ips}
  */
  readonly allowedIps?: string[];
  /**
  * False switches the key off at the gateway without deleting it. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#enabled ClusterApiKey#enabled}
  */
  readonly enabled?: boolean | cdktf.IResolvable;
  /**
  * The gateway that issues the key. Another one makes a new key.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#gateway_ref ClusterApiKey#gateway_ref}
  */
  readonly gatewayRef: ClusterApiKeySpecGatewayRef;
  /**
  * TokModelRoutes of this namespace, in addition to `routes`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#route_refs ClusterApiKey#route_refs}
  */
  readonly routeRefs?: ClusterApiKeySpecRouteRefs[] | cdktf.IResolvable;
  /**
  * Take over a key that exists at the gateway instead of making the first one. Looked at once.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#adopt ClusterApiKey#adopt}
  */
  readonly adopt?: ClusterApiKeySpecAdopt;
  /**
  * The Secret that holds the key.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#secret ClusterApiKey#secret}
  */
  readonly secret?: ClusterApiKeySpecSecret;
  /**
  * When and how the key is replaced. Default: only on request.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#rotation ClusterApiKey#rotation}
  */
  readonly rotation?: ClusterApiKeySpecRotation;
  /**
  * Workloads that read the Secret at start only. They are restarted after each delivery, and the old key lives until they run with the new one.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#rollout_restart ClusterApiKey#rollout_restart}
  */
  readonly rolloutRestart?: ClusterApiKeySpecRolloutRestart[] | cdktf.IResolvable;
  /**
  * How a new key is tried before it is delivered. Default: on the data plane.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#verify ClusterApiKey#verify}
  */
  readonly verify?: ClusterApiKeySpecVerify;
  /**
  * What happens at the gateway when this resource is deleted. Default: Revoke. One of Revoke, Retain.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#deletion_policy ClusterApiKey#deletion_policy}
  */
  readonly deletionPolicy?: string;
  /**
  * True: nothing is issued, rotated, changed or revoked until it is false again; deleting the resource revokes all the same. Default: false.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#suspend ClusterApiKey#suspend}
  */
  readonly suspend?: boolean | cdktf.IResolvable;
}

export function clusterApiKeySpecToTerraform(struct?: ClusterApiKeySpec | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    name: cdktf.stringToTerraform(struct!.name),
    description: cdktf.stringToTerraform(struct!.description),
    group: cdktf.stringToTerraform(struct!.group),
    routes: cdktf.listMapper(clusterApiKeySpecRoutesToTerraform, false)(struct!.routes),
    quota: clusterApiKeySpecQuotaToTerraform(struct!.quota),
    expires_at: cdktf.stringToTerraform(struct!.expiresAt),
    lifetime: cdktf.stringToTerraform(struct!.lifetime),
    allowed_ips: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.allowedIps),
    enabled: cdktf.booleanToTerraform(struct!.enabled),
    gateway_ref: clusterApiKeySpecGatewayRefToTerraform(struct!.gatewayRef),
    route_refs: cdktf.listMapper(clusterApiKeySpecRouteRefsToTerraform, false)(struct!.routeRefs),
    adopt: clusterApiKeySpecAdoptToTerraform(struct!.adopt),
    secret: clusterApiKeySpecSecretToTerraform(struct!.secret),
    rotation: clusterApiKeySpecRotationToTerraform(struct!.rotation),
    rollout_restart: cdktf.listMapper(clusterApiKeySpecRolloutRestartToTerraform, false)(struct!.rolloutRestart),
    verify: clusterApiKeySpecVerifyToTerraform(struct!.verify),
    deletion_policy: cdktf.stringToTerraform(struct!.deletionPolicy),
    suspend: cdktf.booleanToTerraform(struct!.suspend),
  }
}


export function clusterApiKeySpecToHclTerraform(struct?: ClusterApiKeySpec | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    name: {
      value: cdktf.stringToHclTerraform(struct!.name),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    description: {
      value: cdktf.stringToHclTerraform(struct!.description),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    group: {
      value: cdktf.stringToHclTerraform(struct!.group),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    routes: {
      value: cdktf.listMapperHcl(clusterApiKeySpecRoutesToHclTerraform, false)(struct!.routes),
      isBlock: true,
      type: "list",
      storageClassType: "ClusterApiKeySpecRoutesList",
    },
    quota: {
      value: clusterApiKeySpecQuotaToHclTerraform(struct!.quota),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecQuota",
    },
    expires_at: {
      value: cdktf.stringToHclTerraform(struct!.expiresAt),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    lifetime: {
      value: cdktf.stringToHclTerraform(struct!.lifetime),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    allowed_ips: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.allowedIps),
      isBlock: false,
      type: "set",
      storageClassType: "stringList",
    },
    enabled: {
      value: cdktf.booleanToHclTerraform(struct!.enabled),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    gateway_ref: {
      value: clusterApiKeySpecGatewayRefToHclTerraform(struct!.gatewayRef),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecGatewayRef",
    },
    route_refs: {
      value: cdktf.listMapperHcl(clusterApiKeySpecRouteRefsToHclTerraform, false)(struct!.routeRefs),
      isBlock: true,
      type: "list",
      storageClassType: "ClusterApiKeySpecRouteRefsList",
    },
    adopt: {
      value: clusterApiKeySpecAdoptToHclTerraform(struct!.adopt),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecAdopt",
    },
    secret: {
      value: clusterApiKeySpecSecretToHclTerraform(struct!.secret),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecSecret",
    },
    rotation: {
      value: clusterApiKeySpecRotationToHclTerraform(struct!.rotation),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecRotation",
    },
    rollout_restart: {
      value: cdktf.listMapperHcl(clusterApiKeySpecRolloutRestartToHclTerraform, false)(struct!.rolloutRestart),
      isBlock: true,
      type: "list",
      storageClassType: "ClusterApiKeySpecRolloutRestartList",
    },
    verify: {
      value: clusterApiKeySpecVerifyToHclTerraform(struct!.verify),
      isBlock: true,
      type: "struct",
      storageClassType: "ClusterApiKeySpecVerify",
    },
    deletion_policy: {
      value: cdktf.stringToHclTerraform(struct!.deletionPolicy),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    suspend: {
      value: cdktf.booleanToHclTerraform(struct!.suspend),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ClusterApiKeySpecOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ClusterApiKeySpec | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._name !== undefined) {
      hasAnyValues = true;
      internalValueResult.name = this._name;
    }
    if (this._description !== undefined) {
      hasAnyValues = true;
      internalValueResult.description = this._description;
    }
    if (this._group !== undefined) {
      hasAnyValues = true;
      internalValueResult.group = this._group;
    }
    if (this._routes?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.routes = this._routes?.internalValue;
    }
    if (this._quota?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.quota = this._quota?.internalValue;
    }
    if (this._expiresAt !== undefined) {
      hasAnyValues = true;
      internalValueResult.expiresAt = this._expiresAt;
    }
    if (this._lifetime !== undefined) {
      hasAnyValues = true;
      internalValueResult.lifetime = this._lifetime;
    }
    if (this._allowedIps !== undefined) {
      hasAnyValues = true;
      internalValueResult.allowedIps = this._allowedIps;
    }
    if (this._enabled !== undefined) {
      hasAnyValues = true;
      internalValueResult.enabled = this._enabled;
    }
    if (this._gatewayRef?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.gatewayRef = this._gatewayRef?.internalValue;
    }
    if (this._routeRefs?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.routeRefs = this._routeRefs?.internalValue;
    }
    if (this._adopt?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.adopt = this._adopt?.internalValue;
    }
    if (this._secret?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.secret = this._secret?.internalValue;
    }
    if (this._rotation?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.rotation = this._rotation?.internalValue;
    }
    if (this._rolloutRestart?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.rolloutRestart = this._rolloutRestart?.internalValue;
    }
    if (this._verify?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.verify = this._verify?.internalValue;
    }
    if (this._deletionPolicy !== undefined) {
      hasAnyValues = true;
      internalValueResult.deletionPolicy = this._deletionPolicy;
    }
    if (this._suspend !== undefined) {
      hasAnyValues = true;
      internalValueResult.suspend = this._suspend;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ClusterApiKeySpec | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._name = undefined;
      this._description = undefined;
      this._group = undefined;
      this._routes.internalValue = undefined;
      this._quota.internalValue = undefined;
      this._expiresAt = undefined;
      this._lifetime = undefined;
      this._allowedIps = undefined;
      this._enabled = undefined;
      this._gatewayRef.internalValue = undefined;
      this._routeRefs.internalValue = undefined;
      this._adopt.internalValue = undefined;
      this._secret.internalValue = undefined;
      this._rotation.internalValue = undefined;
      this._rolloutRestart.internalValue = undefined;
      this._verify.internalValue = undefined;
      this._deletionPolicy = undefined;
      this._suspend = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._name = value.name;
      this._description = value.description;
      this._group = value.group;
      this._routes.internalValue = value.routes;
      this._quota.internalValue = value.quota;
      this._expiresAt = value.expiresAt;
      this._lifetime = value.lifetime;
      this._allowedIps = value.allowedIps;
      this._enabled = value.enabled;
      this._gatewayRef.internalValue = value.gatewayRef;
      this._routeRefs.internalValue = value.routeRefs;
      this._adopt.internalValue = value.adopt;
      this._secret.internalValue = value.secret;
      this._rotation.internalValue = value.rotation;
      this._rolloutRestart.internalValue = value.rolloutRestart;
      this._verify.internalValue = value.verify;
      this._deletionPolicy = value.deletionPolicy;
      this._suspend = value.suspend;
    }
  }

  // name - computed: false, optional: true, required: false
  private _name?: string;
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  public resetName() {
    this._name = undefined;
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
  private _routes = new ClusterApiKeySpecRoutesList(this, "routes", false);
  public get routes() {
    return this._routes;
  }
  public putRoutes(value: ClusterApiKeySpecRoutes[] | cdktf.IResolvable) {
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
  private _quota = new ClusterApiKeySpecQuotaOutputReference(this, "quota");
  public get quota() {
    return this._quota;
  }
  public putQuota(value: ClusterApiKeySpecQuota) {
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

  // gateway_ref - computed: false, optional: false, required: true
  private _gatewayRef = new ClusterApiKeySpecGatewayRefOutputReference(this, "gateway_ref");
  public get gatewayRef() {
    return this._gatewayRef;
  }
  public putGatewayRef(value: ClusterApiKeySpecGatewayRef) {
    this._gatewayRef.internalValue = value;
  }
  // Temporarily expose input value. Use with caution.
  public get gatewayRefInput() {
    return this._gatewayRef.internalValue;
  }

  // route_refs - computed: false, optional: true, required: false
  private _routeRefs = new ClusterApiKeySpecRouteRefsList(this, "route_refs", false);
  public get routeRefs() {
    return this._routeRefs;
  }
  public putRouteRefs(value: ClusterApiKeySpecRouteRefs[] | cdktf.IResolvable) {
    this._routeRefs.internalValue = value;
  }
  public resetRouteRefs() {
    this._routeRefs.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get routeRefsInput() {
    return this._routeRefs.internalValue;
  }

  // adopt - computed: false, optional: true, required: false
  private _adopt = new ClusterApiKeySpecAdoptOutputReference(this, "adopt");
  public get adopt() {
    return this._adopt;
  }
  public putAdopt(value: ClusterApiKeySpecAdopt) {
    this._adopt.internalValue = value;
  }
  public resetAdopt() {
    this._adopt.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get adoptInput() {
    return this._adopt.internalValue;
  }

  // secret - computed: false, optional: true, required: false
  private _secret = new ClusterApiKeySpecSecretOutputReference(this, "secret");
  public get secret() {
    return this._secret;
  }
  public putSecret(value: ClusterApiKeySpecSecret) {
    this._secret.internalValue = value;
  }
  public resetSecret() {
    this._secret.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get secretInput() {
    return this._secret.internalValue;
  }

  // rotation - computed: false, optional: true, required: false
  private _rotation = new ClusterApiKeySpecRotationOutputReference(this, "rotation");
  public get rotation() {
    return this._rotation;
  }
  public putRotation(value: ClusterApiKeySpecRotation) {
    this._rotation.internalValue = value;
  }
  public resetRotation() {
    this._rotation.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rotationInput() {
    return this._rotation.internalValue;
  }

  // rollout_restart - computed: false, optional: true, required: false
  private _rolloutRestart = new ClusterApiKeySpecRolloutRestartList(this, "rollout_restart", false);
  public get rolloutRestart() {
    return this._rolloutRestart;
  }
  public putRolloutRestart(value: ClusterApiKeySpecRolloutRestart[] | cdktf.IResolvable) {
    this._rolloutRestart.internalValue = value;
  }
  public resetRolloutRestart() {
    this._rolloutRestart.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rolloutRestartInput() {
    return this._rolloutRestart.internalValue;
  }

  // verify - computed: false, optional: true, required: false
  private _verify = new ClusterApiKeySpecVerifyOutputReference(this, "verify");
  public get verify() {
    return this._verify;
  }
  public putVerify(value: ClusterApiKeySpecVerify) {
    this._verify.internalValue = value;
  }
  public resetVerify() {
    this._verify.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get verifyInput() {
    return this._verify.internalValue;
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

  // suspend - computed: false, optional: true, required: false
  private _suspend?: boolean | cdktf.IResolvable;
  public get suspend() {
    return this.getBooleanAttribute('suspend');
  }
  public set suspend(value: boolean | cdktf.IResolvable) {
    this._suspend = value;
  }
  public resetSuspend() {
    this._suspend = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get suspendInput() {
    return this._suspend;
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key tok_cluster_api_key}
*/
export class ClusterApiKey extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "tok_cluster_api_key";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a ClusterApiKey resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the ClusterApiKey to import
  * @param importFromId The id of the existing ClusterApiKey that should be imported. Refer to the {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the ClusterApiKey to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "tok_cluster_api_key", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/cluster_api_key tok_cluster_api_key} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options ClusterApiKeyConfig
  */
  public constructor(scope: Construct, id: string, config: ClusterApiKeyConfig) {
    super(scope, id, {
      terraformResourceType: 'tok_cluster_api_key',
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
    this._namespace = config.namespace;
    this._name = config.name;
    this._labels = config.labels;
    this._annotations = config.annotations;
    this._spec.internalValue = config.spec;
    this._waitForReady = config.waitForReady;
    this._timeout = config.timeout;
    this._deletionWait = config.deletionWait;
    this._force = config.force;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // namespace - computed: false, optional: false, required: true
  private _namespace?: string;
  public get namespace() {
    return this.getStringAttribute('namespace');
  }
  public set namespace(value: string) {
    this._namespace = value;
  }
  // Temporarily expose input value. Use with caution.
  public get namespaceInput() {
    return this._namespace;
  }

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

  // labels - computed: false, optional: true, required: false
  private _labels?: { [key: string]: string };
  public get labels() {
    return this.getStringMapAttribute('labels');
  }
  public set labels(value: { [key: string]: string }) {
    this._labels = value;
  }
  public resetLabels() {
    this._labels = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get labelsInput() {
    return this._labels;
  }

  // annotations - computed: false, optional: true, required: false
  private _annotations?: { [key: string]: string };
  public get annotations() {
    return this.getStringMapAttribute('annotations');
  }
  public set annotations(value: { [key: string]: string }) {
    this._annotations = value;
  }
  public resetAnnotations() {
    this._annotations = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get annotationsInput() {
    return this._annotations;
  }

  // spec - computed: false, optional: false, required: true
  private _spec = new ClusterApiKeySpecOutputReference(this, "spec");
  public get spec() {
    return this._spec;
  }
  public putSpec(value: ClusterApiKeySpec) {
    this._spec.internalValue = value;
  }
  // Temporarily expose input value. Use with caution.
  public get specInput() {
    return this._spec.internalValue;
  }

  // wait_for_ready - computed: false, optional: true, required: false
  private _waitForReady?: boolean | cdktf.IResolvable;
  public get waitForReady() {
    return this.getBooleanAttribute('wait_for_ready');
  }
  public set waitForReady(value: boolean | cdktf.IResolvable) {
    this._waitForReady = value;
  }
  public resetWaitForReady() {
    this._waitForReady = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get waitForReadyInput() {
    return this._waitForReady;
  }

  // timeout - computed: false, optional: true, required: false
  private _timeout?: string;
  public get timeout() {
    return this.getStringAttribute('timeout');
  }
  public set timeout(value: string) {
    this._timeout = value;
  }
  public resetTimeout() {
    this._timeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get timeoutInput() {
    return this._timeout;
  }

  // deletion_wait - computed: false, optional: true, required: false
  private _deletionWait?: string;
  public get deletionWait() {
    return this.getStringAttribute('deletion_wait');
  }
  public set deletionWait(value: string) {
    this._deletionWait = value;
  }
  public resetDeletionWait() {
    this._deletionWait = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deletionWaitInput() {
    return this._deletionWait;
  }

  // force - computed: false, optional: true, required: false
  private _force?: boolean | cdktf.IResolvable;
  public get force() {
    return this.getBooleanAttribute('force');
  }
  public set force(value: boolean | cdktf.IResolvable) {
    this._force = value;
  }
  public resetForce() {
    this._force = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get forceInput() {
    return this._force;
  }

  // uid - computed: true, optional: false, required: false
  public get uid() {
    return this.getStringAttribute('uid');
  }

  // generation - computed: true, optional: false, required: false
  public get generation() {
    return this.getNumberAttribute('generation');
  }

  // ready - computed: true, optional: false, required: false
  public get ready() {
    return this.getBooleanAttribute('ready');
  }

  // secret_name - computed: true, optional: false, required: false
  public get secretName() {
    return this.getStringAttribute('secret_name');
  }

  // revision - computed: true, optional: false, required: false
  public get revision() {
    return this.getNumberAttribute('revision');
  }

  // next_rotation_at - computed: true, optional: false, required: false
  public get nextRotationAt() {
    return this.getStringAttribute('next_rotation_at');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      namespace: cdktf.stringToTerraform(this._namespace),
      name: cdktf.stringToTerraform(this._name),
      labels: cdktf.hashMapper(cdktf.stringToTerraform)(this._labels),
      annotations: cdktf.hashMapper(cdktf.stringToTerraform)(this._annotations),
      spec: clusterApiKeySpecToTerraform(this._spec.internalValue),
      wait_for_ready: cdktf.booleanToTerraform(this._waitForReady),
      timeout: cdktf.stringToTerraform(this._timeout),
      deletion_wait: cdktf.stringToTerraform(this._deletionWait),
      force: cdktf.booleanToTerraform(this._force),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      namespace: {
        value: cdktf.stringToHclTerraform(this._namespace),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      labels: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._labels),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      annotations: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._annotations),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      spec: {
        value: clusterApiKeySpecToHclTerraform(this._spec.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ClusterApiKeySpec",
      },
      wait_for_ready: {
        value: cdktf.booleanToHclTerraform(this._waitForReady),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      timeout: {
        value: cdktf.stringToHclTerraform(this._timeout),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      deletion_wait: {
        value: cdktf.stringToHclTerraform(this._deletionWait),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      force: {
        value: cdktf.booleanToHclTerraform(this._force),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
