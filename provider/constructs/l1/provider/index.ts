// @ts-nocheck It is not written for our stricter flags.
// https://registry.terraform.io/providers/tok/tok/latest/docs
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface TokProviderConfig {
  /**
  * A known service, `TokModel` or `TokenForMe`; gives driver and addresses. Environment: `TOKAPI_PRESET`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#preset TokProvider#preset}
  */
  readonly preset?: string;
  /**
  * The site of TokenForMe: `global`, `cn` or `ue1`. Default: `global`. Environment: `TOKAPI_REGION`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#region TokProvider#region}
  */
  readonly region?: string;
  /**
  * The software behind the gateway, if there is no preset: `new-api` or `sub2api`. Environment: `TOKAPI_DRIVER`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#driver TokProvider#driver}
  */
  readonly driver?: string;
  /**
  * Where keys are managed: the console's address, without /api. Environment: `TOKAPI_PANEL_URL`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#panel_url TokProvider#panel_url}
  */
  readonly panelUrl?: string;
  /**
  * Where keys are used, without /v1. Default: `panel_url`. Environment: `TOKAPI_DATA_URL`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#data_url TokProvider#data_url}
  */
  readonly dataUrl?: string;
  /**
  * New API: the account's system access token. Environment: `TOKAPI_ACCESS_TOKEN`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#access_token TokProvider#access_token}
  */
  readonly accessToken?: string;
  /**
  * New API: the account's numeric id; servers before v1.0.0-rc.22 demand it. Environment: `TOKAPI_USER_ID`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#user_id TokProvider#user_id}
  */
  readonly userId?: string;
  /**
  * Sub2API: the account's address. Environment: `TOKAPI_EMAIL`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#email TokProvider#email}
  */
  readonly email?: string;
  /**
  * Sub2API: the account's password. Environment: `TOKAPI_PASSWORD`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#password TokProvider#password}
  */
  readonly password?: string;
  /**
  * Sub2API: the base32 secret of the second factor, if the account has one. Environment: `TOKAPI_TOTP_SECRET`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#totp_secret TokProvider#totp_secret}
  */
  readonly totpSecret?: string;
  /**
  * Sub2API: a refresh token. It changes with every use, so it belongs into `credentials_file`, where the new one is kept. Environment: `TOKAPI_REFRESH_TOKEN`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#refresh_token TokProvider#refresh_token}
  */
  readonly refreshToken?: string;
  /**
  * A JSON file with `accessToken` and `userId`, or `email`, `password` and `totpSecret`, or `refreshToken`. A refresh token that changed is written back. Environment: `TOKAPI_CREDENTIALS_FILE`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#credentials_file TokProvider#credentials_file}
  */
  readonly credentialsFile?: string;
  /**
  * Goes into the names that keys bear at the gateway. Give each configuration (root module and workspace) that shares an account one of its own, or two of them that declare the same name will meet. Default: `default`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#owner TokProvider#owner}
  */
  readonly owner?: string;
  /**
  * Whether a new key is tried on the data plane before anything relies on it. Switch it off only where the data plane cannot be reached from here. Default: true.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#verify TokProvider#verify}
  */
  readonly verify?: boolean | cdktf.IResolvable;
  /**
  * PEM certificates; when given, only these authorities are trusted.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#ca_bundle TokProvider#ca_bundle}
  */
  readonly caBundle?: string;
  /**
  * An HTTP proxy for the gateway, as a URL. Environment: `TOKAPI_PROXY`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#proxy TokProvider#proxy}
  */
  readonly proxy?: string;
  /**
  * For one call with its retries. Default: `30s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#timeout TokProvider#timeout}
  */
  readonly timeout?: string;
  /**
  * The cluster of `tok_cluster_api_key`. Read and called on first use only. Without it: `KUBE_CONFIG_PATH`, `KUBECONFIG`, then the ServiceAccount of the pod that Terraform runs in.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#kubernetes TokProvider#kubernetes}
  */
  readonly kubernetes?: TokProviderKubernetes;
  /**
  * Limits by bucket in place of the gateway's defaults, for sites that changed theirs. A limit of 0 switches the bucket's limit off.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#rate_limits TokProvider#rate_limits}
  */
  readonly rateLimits?: { [key: string]: TokProviderRateLimits } | cdktf.IResolvable;
  /**
  * Alias name
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#alias TokProvider#alias}
  */
  readonly alias?: string;
}
export interface TokProviderKubernetesExec {
  /**
  * The program.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#command TokProvider#command}
  */
  readonly command: string;
  /**
  * Its arguments.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#args TokProvider#args}
  */
  readonly args?: string[];
  /**
  * Further environment variables.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#env TokProvider#env}
  */
  readonly env?: { [key: string]: string };
  /**
  * Default: `client.authentication.k8s.io/v1`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#api_version TokProvider#api_version}
  */
  readonly apiVersion?: string;
}

export function tokProviderKubernetesExecToTerraform(struct?: TokProviderKubernetesExec | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    command: cdktf.stringToTerraform(struct!.command),
    args: cdktf.listMapper(cdktf.stringToTerraform, false)(struct!.args),
    env: cdktf.hashMapper(cdktf.stringToTerraform)(struct!.env),
    api_version: cdktf.stringToTerraform(struct!.apiVersion),
  }
}


export function tokProviderKubernetesExecToHclTerraform(struct?: TokProviderKubernetesExec | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    command: {
      value: cdktf.stringToHclTerraform(struct!.command),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    args: {
      value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(struct!.args),
      isBlock: false,
      type: "list",
      storageClassType: "stringList",
    },
    env: {
      value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(struct!.env),
      isBlock: false,
      type: "map",
      storageClassType: "stringMap",
    },
    api_version: {
      value: cdktf.stringToHclTerraform(struct!.apiVersion),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface TokProviderKubernetes {
  /**
  * A kubeconfig, for example `~/.kube/config`. Environment: `KUBE_CONFIG_PATH`, `KUBECONFIG`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#config_path TokProvider#config_path}
  */
  readonly configPath?: string;
  /**
  * A context in it. Environment: `KUBE_CTX`. Default: its current one.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#config_context TokProvider#config_context}
  */
  readonly configContext?: string;
  /**
  * The API server's address, in place of a kubeconfig.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#host TokProvider#host}
  */
  readonly host?: string;
  /**
  * A bearer token.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#token TokProvider#token}
  */
  readonly token?: string;
  /**
  * PEM of the server's authority.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#cluster_ca_certificate TokProvider#cluster_ca_certificate}
  */
  readonly clusterCaCertificate?: string;
  /**
  * PEM of a client certificate.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#client_certificate TokProvider#client_certificate}
  */
  readonly clientCertificate?: string;
  /**
  * PEM of its key.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#client_key TokProvider#client_key}
  */
  readonly clientKey?: string;
  /**
  * True accepts any server certificate. Default: false.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#insecure TokProvider#insecure}
  */
  readonly insecure?: boolean | cdktf.IResolvable;
  /**
  * A credential plugin that logs in, such as `aws eks get-token`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#exec TokProvider#exec}
  */
  readonly exec?: TokProviderKubernetesExec;
}

export function tokProviderKubernetesToTerraform(struct?: TokProviderKubernetes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    config_path: cdktf.stringToTerraform(struct!.configPath),
    config_context: cdktf.stringToTerraform(struct!.configContext),
    host: cdktf.stringToTerraform(struct!.host),
    token: cdktf.stringToTerraform(struct!.token),
    cluster_ca_certificate: cdktf.stringToTerraform(struct!.clusterCaCertificate),
    client_certificate: cdktf.stringToTerraform(struct!.clientCertificate),
    client_key: cdktf.stringToTerraform(struct!.clientKey),
    insecure: cdktf.booleanToTerraform(struct!.insecure),
    exec: tokProviderKubernetesExecToTerraform(struct!.exec),
  }
}


export function tokProviderKubernetesToHclTerraform(struct?: TokProviderKubernetes | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    config_path: {
      value: cdktf.stringToHclTerraform(struct!.configPath),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    config_context: {
      value: cdktf.stringToHclTerraform(struct!.configContext),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    host: {
      value: cdktf.stringToHclTerraform(struct!.host),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    token: {
      value: cdktf.stringToHclTerraform(struct!.token),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    cluster_ca_certificate: {
      value: cdktf.stringToHclTerraform(struct!.clusterCaCertificate),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    client_certificate: {
      value: cdktf.stringToHclTerraform(struct!.clientCertificate),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    client_key: {
      value: cdktf.stringToHclTerraform(struct!.clientKey),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    insecure: {
      value: cdktf.booleanToHclTerraform(struct!.insecure),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    exec: {
      value: tokProviderKubernetesExecToHclTerraform(struct!.exec),
      isBlock: true,
      type: "struct",
      storageClassType: "TokProviderKubernetesExec",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface TokProviderRateLimits {
  /**
  * So many calls in a window; 0 for no limit.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#limit TokProvider#limit}
  */
  readonly limit: number;
  /**
  * The window's length, for example `1m`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs#window TokProvider#window}
  */
  readonly window?: string;
}

export function tokProviderRateLimitsToTerraform(struct?: TokProviderRateLimits | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    limit: cdktf.numberToTerraform(struct!.limit),
    window: cdktf.stringToTerraform(struct!.window),
  }
}


export function tokProviderRateLimitsToHclTerraform(struct?: TokProviderRateLimits | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    limit: {
      value: cdktf.numberToHclTerraform(struct!.limit),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    window: {
      value: cdktf.stringToHclTerraform(struct!.window),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}


/**
* Represents a {@link https://registry.terraform.io/providers/tok/tok/latest/docs tok}
*/
export class TokProvider extends cdktf.TerraformProvider {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "tok";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a TokProvider resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the TokProvider to import
  * @param importFromId The id of the existing TokProvider that should be imported. Refer to the {@link https://registry.terraform.io/providers/tok/tok/latest/docs#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the TokProvider to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "tok", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/tok/tok/latest/docs tok} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options TokProviderConfig = {}
  */
  public constructor(scope: Construct, id: string, config: TokProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'tok',
      terraformGeneratorMetadata: {
        providerName: 'tok',
        providerVersionConstraint: '~> 0.1'
      },
      terraformProviderSource: 'tok/tok'
    });
    this._preset = config.preset;
    this._region = config.region;
    this._driver = config.driver;
    this._panelUrl = config.panelUrl;
    this._dataUrl = config.dataUrl;
    this._accessToken = config.accessToken;
    this._userId = config.userId;
    this._email = config.email;
    this._password = config.password;
    this._totpSecret = config.totpSecret;
    this._refreshToken = config.refreshToken;
    this._credentialsFile = config.credentialsFile;
    this._owner = config.owner;
    this._verify = config.verify;
    this._caBundle = config.caBundle;
    this._proxy = config.proxy;
    this._timeout = config.timeout;
    this._kubernetes = config.kubernetes;
    this._rateLimits = config.rateLimits;
    this._alias = config.alias;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // preset - computed: false, optional: true, required: false
  private _preset?: string;
  public get preset() {
    return this._preset;
  }
  public set preset(value: string | undefined) {
    this._preset = value;
  }
  public resetPreset() {
    this._preset = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get presetInput() {
    return this._preset;
  }

  // region - computed: false, optional: true, required: false
  private _region?: string;
  public get region() {
    return this._region;
  }
  public set region(value: string | undefined) {
    this._region = value;
  }
  public resetRegion() {
    this._region = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get regionInput() {
    return this._region;
  }

  // driver - computed: false, optional: true, required: false
  private _driver?: string;
  public get driver() {
    return this._driver;
  }
  public set driver(value: string | undefined) {
    this._driver = value;
  }
  public resetDriver() {
    this._driver = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get driverInput() {
    return this._driver;
  }

  // panel_url - computed: false, optional: true, required: false
  private _panelUrl?: string;
  public get panelUrl() {
    return this._panelUrl;
  }
  public set panelUrl(value: string | undefined) {
    this._panelUrl = value;
  }
  public resetPanelUrl() {
    this._panelUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get panelUrlInput() {
    return this._panelUrl;
  }

  // data_url - computed: false, optional: true, required: false
  private _dataUrl?: string;
  public get dataUrl() {
    return this._dataUrl;
  }
  public set dataUrl(value: string | undefined) {
    this._dataUrl = value;
  }
  public resetDataUrl() {
    this._dataUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dataUrlInput() {
    return this._dataUrl;
  }

  // access_token - computed: false, optional: true, required: false
  private _accessToken?: string;
  public get accessToken() {
    return this._accessToken;
  }
  public set accessToken(value: string | undefined) {
    this._accessToken = value;
  }
  public resetAccessToken() {
    this._accessToken = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get accessTokenInput() {
    return this._accessToken;
  }

  // user_id - computed: false, optional: true, required: false
  private _userId?: string;
  public get userId() {
    return this._userId;
  }
  public set userId(value: string | undefined) {
    this._userId = value;
  }
  public resetUserId() {
    this._userId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get userIdInput() {
    return this._userId;
  }

  // email - computed: false, optional: true, required: false
  private _email?: string;
  public get email() {
    return this._email;
  }
  public set email(value: string | undefined) {
    this._email = value;
  }
  public resetEmail() {
    this._email = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get emailInput() {
    return this._email;
  }

  // password - computed: false, optional: true, required: false
  private _password?: string;
  public get password() {
    return this._password;
  }
  public set password(value: string | undefined) {
    this._password = value;
  }
  public resetPassword() {
    this._password = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get passwordInput() {
    return this._password;
  }

  // totp_secret - computed: false, optional: true, required: false
  private _totpSecret?: string;
  public get totpSecret() {
    return this._totpSecret;
  }
  public set totpSecret(value: string | undefined) {
    this._totpSecret = value;
  }
  public resetTotpSecret() {
    this._totpSecret = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get totpSecretInput() {
    return this._totpSecret;
  }

  // refresh_token - computed: false, optional: true, required: false
  private _refreshToken?: string;
  public get refreshToken() {
    return this._refreshToken;
  }
  public set refreshToken(value: string | undefined) {
    this._refreshToken = value;
  }
  public resetRefreshToken() {
    this._refreshToken = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get refreshTokenInput() {
    return this._refreshToken;
  }

  // credentials_file - computed: false, optional: true, required: false
  private _credentialsFile?: string;
  public get credentialsFile() {
    return this._credentialsFile;
  }
  public set credentialsFile(value: string | undefined) {
    this._credentialsFile = value;
  }
  public resetCredentialsFile() {
    this._credentialsFile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get credentialsFileInput() {
    return this._credentialsFile;
  }

  // owner - computed: false, optional: true, required: false
  private _owner?: string;
  public get owner() {
    return this._owner;
  }
  public set owner(value: string | undefined) {
    this._owner = value;
  }
  public resetOwner() {
    this._owner = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ownerInput() {
    return this._owner;
  }

  // verify - computed: false, optional: true, required: false
  private _verify?: boolean | cdktf.IResolvable;
  public get verify() {
    return this._verify;
  }
  public set verify(value: boolean | cdktf.IResolvable | undefined) {
    this._verify = value;
  }
  public resetVerify() {
    this._verify = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get verifyInput() {
    return this._verify;
  }

  // ca_bundle - computed: false, optional: true, required: false
  private _caBundle?: string;
  public get caBundle() {
    return this._caBundle;
  }
  public set caBundle(value: string | undefined) {
    this._caBundle = value;
  }
  public resetCaBundle() {
    this._caBundle = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get caBundleInput() {
    return this._caBundle;
  }

  // proxy - computed: false, optional: true, required: false
  private _proxy?: string;
  public get proxy() {
    return this._proxy;
  }
  public set proxy(value: string | undefined) {
    this._proxy = value;
  }
  public resetProxy() {
    this._proxy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get proxyInput() {
    return this._proxy;
  }

  // timeout - computed: false, optional: true, required: false
  private _timeout?: string;
  public get timeout() {
    return this._timeout;
  }
  public set timeout(value: string | undefined) {
    this._timeout = value;
  }
  public resetTimeout() {
    this._timeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get timeoutInput() {
    return this._timeout;
  }

  // kubernetes - computed: false, optional: true, required: false
  private _kubernetes?: TokProviderKubernetes;
  public get kubernetes() {
    return this._kubernetes;
  }
  public set kubernetes(value: TokProviderKubernetes | undefined) {
    this._kubernetes = value;
  }
  public resetKubernetes() {
    this._kubernetes = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get kubernetesInput() {
    return this._kubernetes;
  }

  // rate_limits - computed: false, optional: true, required: false
  private _rateLimits?: { [key: string]: TokProviderRateLimits } | cdktf.IResolvable;
  public get rateLimits() {
    return this._rateLimits;
  }
  public set rateLimits(value: { [key: string]: TokProviderRateLimits } | cdktf.IResolvable | undefined) {
    this._rateLimits = value;
  }
  public resetRateLimits() {
    this._rateLimits = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rateLimitsInput() {
    return this._rateLimits;
  }

  // alias - computed: false, optional: true, required: false
  private _alias?: string;
  public get alias() {
    return this._alias;
  }
  public set alias(value: string | undefined) {
    this._alias = value;
  }
  public resetAlias() {
    this._alias = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasInput() {
    return this._alias;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      preset: cdktf.stringToTerraform(this._preset),
      region: cdktf.stringToTerraform(this._region),
      driver: cdktf.stringToTerraform(this._driver),
      panel_url: cdktf.stringToTerraform(this._panelUrl),
      data_url: cdktf.stringToTerraform(this._dataUrl),
      access_token: cdktf.stringToTerraform(this._accessToken),
      user_id: cdktf.stringToTerraform(this._userId),
      email: cdktf.stringToTerraform(this._email),
      password: cdktf.stringToTerraform(this._password),
      totp_secret: cdktf.stringToTerraform(this._totpSecret),
      refresh_token: cdktf.stringToTerraform(this._refreshToken),
      credentials_file: cdktf.stringToTerraform(this._credentialsFile),
      owner: cdktf.stringToTerraform(this._owner),
      verify: cdktf.booleanToTerraform(this._verify),
      ca_bundle: cdktf.stringToTerraform(this._caBundle),
      proxy: cdktf.stringToTerraform(this._proxy),
      timeout: cdktf.stringToTerraform(this._timeout),
      kubernetes: tokProviderKubernetesToTerraform(this._kubernetes),
      rate_limits: cdktf.hashMapper(tokProviderRateLimitsToTerraform)(this._rateLimits),
      alias: cdktf.stringToTerraform(this._alias),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      preset: {
        value: cdktf.stringToHclTerraform(this._preset),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      region: {
        value: cdktf.stringToHclTerraform(this._region),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      driver: {
        value: cdktf.stringToHclTerraform(this._driver),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      panel_url: {
        value: cdktf.stringToHclTerraform(this._panelUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      data_url: {
        value: cdktf.stringToHclTerraform(this._dataUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      access_token: {
        value: cdktf.stringToHclTerraform(this._accessToken),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      user_id: {
        value: cdktf.stringToHclTerraform(this._userId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      email: {
        value: cdktf.stringToHclTerraform(this._email),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      password: {
        value: cdktf.stringToHclTerraform(this._password),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      totp_secret: {
        value: cdktf.stringToHclTerraform(this._totpSecret),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      refresh_token: {
        value: cdktf.stringToHclTerraform(this._refreshToken),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      credentials_file: {
        value: cdktf.stringToHclTerraform(this._credentialsFile),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      owner: {
        value: cdktf.stringToHclTerraform(this._owner),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      verify: {
        value: cdktf.booleanToHclTerraform(this._verify),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      ca_bundle: {
        value: cdktf.stringToHclTerraform(this._caBundle),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      proxy: {
        value: cdktf.stringToHclTerraform(this._proxy),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      timeout: {
        value: cdktf.stringToHclTerraform(this._timeout),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      kubernetes: {
        value: tokProviderKubernetesToHclTerraform(this._kubernetes),
        isBlock: true,
        type: "struct",
        storageClassType: "TokProviderKubernetes",
      },
      rate_limits: {
        value: cdktf.hashMapperHcl(tokProviderRateLimitsToHclTerraform)(this._rateLimits),
        isBlock: true,
        type: "map",
        storageClassType: "TokProviderRateLimitsMap",
      },
      alias: {
        value: cdktf.stringToHclTerraform(this._alias),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
