// @ts-nocheck It is not written for our stricter flags.
// https://registry.terraform.io/providers/tok/tok/latest/docs/data-sources/models
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataTokModelsConfig extends cdktf.TerraformMetaArguments {
  /**
  * The group's exact name. Default: the account's own group.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/tok/tok/latest/docs/data-sources/models#group DataTokModels#group}
  */
  readonly group?: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/tok/tok/latest/docs/data-sources/models tok_models}
*/
export class DataTokModels extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "tok_models";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataTokModels resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataTokModels to import
  * @param importFromId The id of the existing DataTokModels that should be imported. Refer to the {@link https://registry.terraform.io/providers/tok/tok/latest/docs/data-sources/models#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataTokModels to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "tok_models", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/tok/tok/latest/docs/data-sources/models tok_models} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataTokModelsConfig = {}
  */
  public constructor(scope: Construct, id: string, config: DataTokModelsConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'tok_models',
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
    this._group = config.group;
  }

  // ==========
  // ATTRIBUTES
  // ==========

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

  // models - computed: true, optional: false, required: false
  public get models() {
    return this.getListAttribute('models');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      group: cdktf.stringToTerraform(this._group),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      group: {
        value: cdktf.stringToHclTerraform(this._group),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
