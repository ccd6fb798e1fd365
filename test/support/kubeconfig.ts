/** A kubeconfig of one context, for whoever has this token; `ca` is the PEM that the server's certificate is signed with. */
export function kubeconfigFor(url: string, token: string, ca?: string): string {
  const authority = ca && { "certificate-authority-data": Buffer.from(ca).toString("base64") };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    clusters: [{ name: "test", cluster: { server: url, ...authority } }],
    users: [{ name: "test", user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
  });
}
