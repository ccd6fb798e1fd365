import type { Attribute } from "../../protocol/schema.ts";
import { demanded, flag, object, text, textMap, texts } from "../attributes.ts";

/** The provider block's `kubernetes`: which cluster, and how to log in to it. */
export const kubernetesAttribute: Attribute = object(
  "The cluster of `tok_cluster_api_key`. Read and called on first use only. Without it: `KUBE_CONFIG_PATH`, `KUBECONFIG`, then the ServiceAccount of the pod that Terraform runs in.",
  {
    config_path: text("A kubeconfig, for example `~/.kube/config`. Environment: `KUBE_CONFIG_PATH`, `KUBECONFIG`."),
    config_context: text("A context in it. Environment: `KUBE_CTX`. Default: its current one."),
    host: text("The API server's address, in place of a kubeconfig."),
    token: { ...text("A bearer token."), sensitive: true },
    cluster_ca_certificate: text("PEM of the server's authority."),
    client_certificate: text("PEM of a client certificate."),
    client_key: { ...text("PEM of its key."), sensitive: true },
    insecure: flag("True accepts any server certificate. Default: false."),
    exec: object("A credential plugin that logs in, such as `aws eks get-token`.", {
      command: demanded(text("The program.")),
      args: texts("Its arguments."),
      env: textMap("Further environment variables."),
      api_version: text("Default: `client.authentication.k8s.io/v1`."),
    }),
  },
);
