import type { ValueMap } from "../protocol/value.ts";
import { given } from "./given.ts";
import type { OperatorDeliveryProps } from "./operator-delivery.ts";
import { reference } from "./reference.ts";

/** @internal The kinds of delivery, for the code of this library. */
type DeliveryKind = "operator" | "writeOnly" | "encrypted" | "terraformState";

/**
 * Where the text of a key goes. It is the one decision about a key that cannot be taken back, so there is no way that is
 * silently less safe than another: the default keeps the text out of Terraform altogether.
 */
export class KeyDelivery {
  /**
   * The operator in the cluster makes the key and keeps it in a Secret; Terraform and Git never see it. The default. Becomes a
   * `tok_cluster_api_key`, or a TokApiKey as YAML where the environment is `gitOps`.
   */
  static operator(props: OperatorDeliveryProps = {}): KeyDelivery {
    return new KeyDelivery("operator", {}, props);
  }

  /**
   * You bring the text, and it is stored nowhere: Sub2API only, and Terraform 1.11 or newer. Becomes `key_wo` and
   * `key_wo_version` of a `tok_api_key`.
   * @param text By reference, to something ephemeral: a TerraformVariable of which `addOverride("ephemeral", true)` was
   * asked, or an attribute of an ephemeral resource. 16 to 128 characters of A-Z, a-z, 0-9, - and _.
   * @param version Raise it with a new text: the new text becomes a new key, the old one is kept for the overlap.
   */
  static writeOnly(text: string, version: number): KeyDelivery {
    return new KeyDelivery("writeOnly", {
      key_wo: reference("KeyDelivery.writeOnly: text", text),
      key_wo_version: version,
    });
  }

  /**
   * The state holds the key encrypted, for whoever has one of the identities. Becomes `encrypt_to` of a `tok_api_key`.
   * @param recipients Age recipients, which are public: `age1…`.
   */
  static encrypted(...recipients: string[]): KeyDelivery {
    return new KeyDelivery("encrypted", { encrypt_to: recipients });
  }

  /**
   * The state holds the key in clear, for everybody who can read the state. `cdktf synth` and `cdktn synth` warn of
   * it. Becomes `store_in_state` of a `tok_api_key`.
   */
  static terraformState(): KeyDelivery {
    return new KeyDelivery("terraformState", { store_in_state: true });
  }

  /** @internal */
  readonly _kind: DeliveryKind;
  /** @internal Arguments of `tok_api_key`. */
  readonly _arguments: ValueMap;
  /** @internal For the operator. */
  readonly _operator: OperatorDeliveryProps;

  private constructor(kind: DeliveryKind, args: ValueMap, operator: OperatorDeliveryProps = {}) {
    this._kind = kind;
    this._arguments = args;
    this._operator = operator;
  }
}

/** @internal What the operator is told, as the provider's arguments have it. */
export function operatorArguments(props: OperatorDeliveryProps, adoptId: string | undefined): ValueMap {
  const { secretName, entries, data, secretType, secretLabels, secretAnnotations, previousKey } = props;
  const { intoExistingSecret, keepSecret, restart, adoptName, verifyDataPlane, verifyModels, suspend } = props;
  const template = given({ type: secretType, labels: secretLabels, annotations: secretAnnotations, data });
  const keys = given({
    api_key: entries?.apiKey,
    base_url: entries?.baseUrl,
    previous_api_key: entries?.previousApiKey,
  });
  const secret = given({
    name: secretName,
    keys: some(keys),
    template: some(template as ValueMap),
    previous: previousKey,
    creation_policy: intoExistingSecret ? "Merge" : keepSecret ? "Orphan" : undefined,
  });
  return given({
    secret: some(secret as ValueMap),
    rollout_restart: restart?.map(({ kind, name }) => ({ kind, name })),
    adopt: some(given({ id: adoptId, name: adoptName })),
    verify: some(given({ data_plane: verifyDataPlane, models: verifyModels })),
    suspend,
  });
}

function some(values: ValueMap): ValueMap | undefined {
  return Object.keys(values).length > 0 ? values : undefined;
}
