// @ts-nocheck It is not written for our stricter flags.
// https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface ModelRoutesConfig extends cdktf.TerraformMetaArguments {
  /**
  * The key's id at the gateway. Another id makes a new resource of it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#key_id ModelRoutes#key_id}
  */
  readonly keyId: string;
  /**
  * The models the key may call.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#routes ModelRoutes#routes}
  */
  readonly routes: ModelRoutesRoutes[] | cdktf.IResolvable;
  /**
  * What a destroy does: `keep` leaves the key limited as it is; `open` lets it call every model of its group. Default: `keep`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#on_destroy ModelRoutes#on_destroy}
  */
  readonly onDestroy?: string;
}
export interface ModelRoutesRoutesRateLimit {
  /**
  * Requests per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#requests_per_minute ModelRoutes#requests_per_minute}
  */
  readonly requestsPerMinute?: number;
  /**
  * Tokens per minute over this route.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#tokens_per_minute ModelRoutes#tokens_per_minute}
  */
  readonly tokensPerMinute?: number;
}

export function modelRoutesRoutesRateLimitToTerraform(struct?: ModelRoutesRoutesRateLimit | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    requests_per_minute: cdktf.numberToTerraform(struct!.requestsPerMinute),
    tokens_per_minute: cdktf.numberToTerraform(struct!.tokensPerMinute),
  }
}


export function modelRoutesRoutesRateLimitToHclTerraform(struct?: ModelRoutesRoutesRateLimit | cdktf.IResolvable): any {
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

export class ModelRoutesRoutesRateLimitOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ModelRoutesRoutesRateLimit | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ModelRoutesRoutesRateLimit | cdktf.IResolvable | undefined) {
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
export interface ModelRoutesRoutes {
  /**
  * The vendor whose models the route opens, in lower case: openai, anthropic, gemini, …
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#provider ModelRoutes#provider}
  */
  readonly provider: string;
  /**
  * False closes the route without deleting it. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#enabled ModelRoutes#enabled}
  */
  readonly enabled?: boolean | cdktf.IResolvable;
  /**
  * The models that may be called. Default: every model of the provider that the key's group offers.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#models ModelRoutes#models}
  */
  readonly models?: string[];
  /**
  * A hint, lower first. Gateways that do not know it ignore it, and a warning says so.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#priority ModelRoutes#priority}
  */
  readonly priority?: number;
  /**
  * Refused on gateways that cannot enforce it; a key with more access than declared is never made.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#rate_limit ModelRoutes#rate_limit}
  */
  readonly rateLimit?: ModelRoutesRoutesRateLimit;
}

export function modelRoutesRoutesToTerraform(struct?: ModelRoutesRoutes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    provider: cdktf.stringToTerraform(struct!.provider),
    enabled: cdktf.booleanToTerraform(struct!.enabled),
    models: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.models),
    priority: cdktf.numberToTerraform(struct!.priority),
    rate_limit: modelRoutesRoutesRateLimitToTerraform(struct!.rateLimit),
  }
}


export function modelRoutesRoutesToHclTerraform(struct?: ModelRoutesRoutes | cdktf.IResolvable): any {
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
      value: modelRoutesRoutesRateLimitToHclTerraform(struct!.rateLimit),
      isBlock: true,
      type: "struct",
      storageClassType: "ModelRoutesRoutesRateLimit",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class ModelRoutesRoutesOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): ModelRoutesRoutes | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ModelRoutesRoutes | cdktf.IResolvable | undefined) {
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
  private _rateLimit = new ModelRoutesRoutesRateLimitOutputReference(this, "rate_limit");
  public get rateLimit() {
    return this._rateLimit;
  }
  public putRateLimit(value: ModelRoutesRoutesRateLimit) {
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

export class ModelRoutesRoutesList extends cdktf.ComplexList {
  public internalValue? : ModelRoutesRoutes[] | cdktf.IResolvable

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
  public get(index: number): ModelRoutesRoutesOutputReference {
    return new ModelRoutesRoutesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes tok_model_routes}
*/
export class ModelRoutes extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "tok_model_routes";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a ModelRoutes resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the ModelRoutes to import
  * @param importFromId The id of the existing ModelRoutes that should be imported. Refer to the {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the ModelRoutes to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "tok_model_routes", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/tok/tok/latest/docs/resources/model_routes tok_model_routes} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options ModelRoutesConfig
  */
  public constructor(scope: Construct, id: string, config: ModelRoutesConfig) {
    super(scope, id, {
      terraformResourceType: 'tok_model_routes',
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
    this._keyId = config.keyId;
    this._routes.internalValue = config.routes;
    this._onDestroy = config.onDestroy;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // key_id - computed: false, optional: false, required: true
  private _keyId?: string;
  public get keyId() {
    return this.getStringAttribute('key_id');
  }
  public set keyId(value: string) {
    this._keyId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get keyIdInput() {
    return this._keyId;
  }

  // routes - computed: false, optional: false, required: true
  private _routes = new ModelRoutesRoutesList(this, "routes", false);
  public get routes() {
    return this._routes;
  }
  public putRoutes(value: ModelRoutesRoutes[] | cdktf.IResolvable) {
    this._routes.internalValue = value;
  }
  // Temporarily expose input value. Use with caution.
  public get routesInput() {
    return this._routes.internalValue;
  }

  // on_destroy - computed: false, optional: true, required: false
  private _onDestroy?: string;
  public get onDestroy() {
    return this.getStringAttribute('on_destroy');
  }
  public set onDestroy(value: string) {
    this._onDestroy = value;
  }
  public resetOnDestroy() {
    this._onDestroy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get onDestroyInput() {
    return this._onDestroy;
  }

  // models - computed: true, optional: false, required: false
  public get models() {
    return this.getListAttribute('models');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      key_id: cdktf.stringToTerraform(this._keyId),
      routes: cdktf.listMapper(modelRoutesRoutesToTerraform, false)(this._routes.internalValue),
      on_destroy: cdktf.stringToTerraform(this._onDestroy),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      key_id: {
        value: cdktf.stringToHclTerraform(this._keyId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      routes: {
        value: cdktf.listMapperHcl(modelRoutesRoutesToHclTerraform, false)(this._routes.internalValue),
        isBlock: true,
        type: "list",
        storageClassType: "ModelRoutesRoutesList",
      },
      on_destroy: {
        value: cdktf.stringToHclTerraform(this._onDestroy),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
