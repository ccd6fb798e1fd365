import { reference } from "./reference.ts";

/** How Terraform reaches a cluster in which it declares keys. Becomes `kubernetes` of the provider block. */
export class ClusterAccess {
  /** As the environment says: `KUBE_CONFIG_PATH`, `KUBECONFIG`, then the ServiceAccount of the pod that Terraform runs in. */
  static environment(): ClusterAccess {
    return new ClusterAccess(undefined);
  }

  /**
   * By a kubeconfig on the machine of Terraform.
   * @param path For example `~/.kube/config`. Becomes `kubernetes.config_path`.
   * @param context A context in it; its current one unless given. Becomes `kubernetes.config_context`.
   */
  static kubeconfig(path: string, context?: string): ClusterAccess {
    return new ClusterAccess({ configPath: path, ...(context === undefined ? {} : { configContext: context }) });
  }

  /**
   * By the address of the API server.
   * @param host Becomes `kubernetes.host`.
   * @param caCertificate PEM of the server's authority. Becomes `kubernetes.cluster_ca_certificate`.
   * @param token A bearer token by reference: `variable.stringValue` of a sensitive TerraformVariable. Becomes
   * `kubernetes.token`.
   */
  static server(host: string, caCertificate: string, token: string): ClusterAccess {
    const shown = reference("ClusterAccess.server: token", token);
    return new ClusterAccess({ host, clusterCaCertificate: caCertificate, token: shown });
  }

  /** @internal Undefined: no block at all. */
  readonly _block: Readonly<Record<string, string>> | undefined;

  private constructor(block: Readonly<Record<string, string>> | undefined) {
    this._block = block;
  }
}
