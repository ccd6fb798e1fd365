/** The names of the entries of a Secret. */
export interface SecretEntries {
  /**
   * The entry with the key. Becomes `secret.keys.apiKey`.
   * @default "apiKey"
   */
  readonly apiKey?: string;
  /**
   * The entry with the gateway's address, without /v1. Becomes `secret.keys.baseURL`.
   * @default "baseURL"
   */
  readonly baseUrl?: string;
  /**
   * The entry with the key before this one, with `previousKey`. Becomes `secret.keys.previousApiKey`.
   * @default "previousApiKey"
   */
  readonly previousApiKey?: string;
}

/** Something that reads a Secret at its start only. */
export class Workload {
  /** A Deployment of the key's namespace. */
  static deployment(name: string): Workload {
    return new Workload("Deployment", name);
  }

  /** A StatefulSet of the key's namespace. */
  static statefulSet(name: string): Workload {
    return new Workload("StatefulSet", name);
  }

  /** A DaemonSet of the key's namespace. */
  static daemonSet(name: string): Workload {
    return new Workload("DaemonSet", name);
  }

  /** Deployment, StatefulSet or DaemonSet. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;

  private constructor(kind: string, name: string) {
    this.kind = kind;
    this.name = name;
  }
}

/** How the operator delivers a key. Each field becomes one of the TokApiKey's spec. */
export interface OperatorDeliveryProps {
  /**
   * The namespace of the TokApiKey and of its Secret. Becomes `metadata.namespace`.
   * @default - the environment's
   */
  readonly namespace?: string;
  /**
   * The name of the TokApiKey. Give the old name when you rename a key, and the key stays the same one. Becomes
   * `metadata.name`, and the key's name `spec.name`.
   * @default - the key's name
   */
  readonly resourceName?: string;
  /**
   * The name of the Secret. Becomes `secret.name`.
   * @default - the name of the TokApiKey
   */
  readonly secretName?: string;
  /**
   * The names of its entries. Becomes `secret.keys`.
   * @default - `apiKey` and `baseURL`
   */
  readonly entries?: SecretEntries;
  /**
   * Further entries, by name, with placeholders of `SecretText`: `{ OPENAI_BASE_URL: SecretText.BASE_URL + "/v1" }`. Becomes `secret.template.data`.
   * @default - none
   */
  readonly data?: { readonly [entry: string]: string };
  /**
   * The type of the Secret. Becomes `secret.template.type`.
   * @default "Opaque"
   */
  readonly secretType?: string;
  /**
   * Further labels of the Secret. Becomes `secret.template.labels`.
   * @default - none
   */
  readonly secretLabels?: { readonly [key: string]: string };
  /**
   * Further annotations of the Secret. Becomes `secret.template.annotations`.
   * @default - none
   */
  readonly secretAnnotations?: { readonly [key: string]: string };
  /**
   * True: the key before this one is delivered beside it while it works. Becomes `secret.previous`.
   * @default false
   */
  readonly previousKey?: boolean;
  /**
   * True: the Secret is somebody else's and must exist; only our entries are written. Becomes `secret.creationPolicy` Merge.
   * @default false
   */
  readonly intoExistingSecret?: boolean;
  /**
   * True: the Secret stays when the key is deleted. Becomes `secret.creationPolicy` Orphan.
   * @default false
   */
  readonly keepSecret?: boolean;
  /**
   * Workloads that read the Secret at their start only. They are restarted after each delivery, and the old key lives until
   * they run with the new one. Becomes `rolloutRestart`.
   * @default - none
   */
  readonly restart?: Workload[];
  /**
   * Take over the one key of this name at the gateway instead of making the first one. Becomes `adopt.name`.
   * @default - none
   */
  readonly adoptName?: string;
  /**
   * False: a new key is delivered without having been tried on the data plane. Becomes `verify.dataPlane`.
   * @default true
   */
  readonly verifyDataPlane?: boolean;
  /**
   * True: a new key must also show every model that its routes name. Becomes `verify.models`.
   * @default false
   */
  readonly verifyModels?: boolean;
  /**
   * True: nothing is issued, rotated, changed or revoked until it is false again. Becomes `suspend`.
   * @default false
   */
  readonly suspend?: boolean;
  /**
   * Terraform only: whether an apply waits until the Secret holds a key that works. Becomes `wait_for_ready`.
   * @default true
   */
  readonly waitForReady?: boolean;
  /**
   * Terraform only: how long it waits. Becomes `timeout`.
   * @default "5m"
   */
  readonly timeout?: string;
}
