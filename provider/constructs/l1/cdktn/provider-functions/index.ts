// @ts-nocheck It is not written for our stricter flags.
// generated from provider function schema

import * as cdktn from 'cdktn';

/**
* Provider-defined functions of the tok provider.
*/
export class TokProviderFunctions {
  private readonly providerLocalName: string;

  /**
  * @param providerLocalName The local name of the provider in required_providers; defaults to the registry short name. Override when the provider is declared under a different local name — aliases do not change the namespace, local names do.
  */
  constructor(providerLocalName: string) {
    this.providerLocalName = providerLocalName;
  }

  /**
  * `name` is the readable part, which is cut where it was long; `marker` stands for the owner and the declared name; `revision` counts the keys. Null for a name that tokapi does not give.
  * @param {string} name - A key's name at the gateway.
  * @returns {object}
  */
  public parseRemoteName(name: string): cdktn.IResolvable {
    return cdktn.TerraformProviderFunction.invoke(this.providerLocalName, "parse_remote_name", [name]);
  }

  /**
  * For searching a console or a log for a key, or importing it: `remote_name("default", "prod-api-server", 1)`.
  * @param {string} owner - The provider block's `owner`; `default` where it has none.
  * @param {string} name - The name that the key is declared under.
  * @param {number} revision - Which of its keys: 1 for the first.
  * @returns {string}
  */
  public remoteName(owner: string, name: string, revision: number): string {
    return cdktn.Token.asString(cdktn.TerraformProviderFunction.invoke(this.providerLocalName, "remote_name", [owner, name, revision]));
  }
}
