import { parseArgs } from "node:util";
import { crds, rbac } from "../operator/resources/generate.ts";
import { operatorNamespace } from "../operator/resources/rbac.ts";

const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: ${operatorNamespace}
`;

/** `tokapi crd`: what a cluster needs to know before the operator runs. */
export async function runCrd(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { rbac: { type: "boolean" } } });
  process.stdout.write(values.rbac ? `${namespace}---\n${rbac()}` : crds());
  return 0;
}
