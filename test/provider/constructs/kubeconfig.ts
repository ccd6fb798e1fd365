import type { ApiServer } from "../../support/api-server.ts";

/** What kubectl and the provider read to reach a server, as everybody's master. */
export function kubeconfigOf({ url, ca, adminToken }: ApiServer): string {
  const cluster = { server: url, ...(ca ? { "certificate-authority-data": Buffer.from(ca).toString("base64") } : {}) };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    clusters: [{ name: "test", cluster }],
    users: [{ name: "test", user: { token: adminToken } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
  });
}
