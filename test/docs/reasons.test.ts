import { globSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { root, textOf } from "./pages.ts";

/** Files whose capitalised words can reach a condition or an event as its reason. */
const sources = [
  "core/conditions.ts",
  ...globSync(["gateways/**/*.ts", "operator/reconcile/*.ts", "operator/gateways/*.ts"], { cwd: root }),
];

/** Capitalised words in these files that are no reasons. A new word belongs here or into docs/troubleshooting.md. */
const others = new Set(
  [
    "Ready Reconciling Stalled Rotating PreviousKeyInUse True False Normal Warning",
    "TokApiKey TokGateway ClusterTokGateway Secret ConfigMap Deployment StatefulSet DaemonSet Key",
    "Current Retiring Revoked Created Adopted Recovered Scheduled Requested Compromised Rejected",
    "TokModel TokenForMe Daily Weekly Monthly Owner Orphan Merge Opaque Revoke Retain Keep Unknown Error GatewayError Sub2API",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun",
  ].flatMap((line) => line.split(" ")),
);

/** Reasons that operator/gateways/configure.ts puts together from a kind. */
const composed = ["SecretNotFound", "ConfigMapNotFound"];

function words(path: string): string[] {
  const code = textOf(path).replace(/^\s*(\/\/|\/?\*).*$/gm, "");
  return [...code.matchAll(/"([A-Z][a-z]\w*|[A-Z]{2}[A-Z]?[a-z]\w*)"/g)].map(([, word]) => word!);
}

describe("docs/troubleshooting.md", () => {
  const page = textOf("docs/troubleshooting.md");
  const named = new Set([...page.matchAll(/`([A-Z]\w+)`/g)].map(([, word]) => word!));
  const reasons = [...new Set([...sources.flatMap(words), ...composed])].filter((word) => !others.has(word));

  it("names every reason that the code can give", () => {
    expect(reasons.filter((reason) => !named.has(reason)).sort()).toEqual([]);
  });

  it("names no reason that the code does not give", () => {
    const known = new Set([...reasons, ...others]);
    expect([...named].filter((name) => !known.has(name)).sort()).toEqual([]);
  });
});
