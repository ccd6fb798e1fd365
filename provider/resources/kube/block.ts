import type { Attribute } from "../../protocol/schema.ts";

const text = (description: string) => ({ type: "string", optional: true, description }) as const;
const secret = (description: string) => ({ ...text(description), sensitive: true }) as const;

/** The provider block's `kubernetes`: which cluster, and how to log in to it. */
export const kubernetesAttribute: Attribute = {
  optional: true,
  description:
    "The cluster of `tok_cluster_api_key`. Read and called on first use only. Without it: `KUBE_CONFIG_PATH`, `KUBECONFIG`, then the ServiceAccount of the pod that Terraform runs in.",
  nested: {
    nesting: "single",
    attributes: {
      config_path: text("A kubeconfig, for example `~/.kube/config`. Environment: `KUBE_CONFIG_PATH`, `KUBECONFIG`."),
      config_context: text("A context in it. Environment: `KUBE_CTX`. Default: its current one."),
      host: text("The API server's address, in place of a kubeconfig. Environment: `KUBE_HOST`."),
      token: secret("A bearer token. Environment: `KUBE_TOKEN`."),
      cluster_ca_certificate: text("PEM of the server's authority. Environment: `KUBE_CLUSTER_CA_CERT_DATA`."),
      client_certificate: text("PEM of a client certificate. Environment: `KUBE_CLIENT_CERT_DATA`."),
      client_key: secret("PEM of its key. Environment: `KUBE_CLIENT_KEY_DATA`."),
      insecure: { type: "bool", optional: true, description: "True accepts any server certificate. Default: false." },
      exec: {
        optional: true,
        description: "A credential plugin that logs in, such as `aws eks get-token`.",
        nested: {
          nesting: "single",
          attributes: {
            command: { type: "string", required: true, description: "The program." },
            args: { type: ["list", "string"], optional: true, description: "Its arguments." },
            env: { type: ["map", "string"], optional: true, description: "Further environment variables." },
            api_version: text("Default: `client.authentication.k8s.io/v1`."),
          },
        },
      },
    },
  },
};
