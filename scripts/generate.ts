// Writes every file of the repository that is made from another one. `npm run check` compares them.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { crds, rbac } from "../operator/resources/generate.ts";
import { apiReference } from "./api-reference/page.ts";
import { bindings } from "./bindings/l1.ts";
import { clusterKeyAttributes } from "./cluster-key-attributes.ts";
import { declaredProvider } from "./declared-provider.ts";
import { operatorReference } from "./docs.ts";
import { keyAttributes } from "./key-attributes.ts";
import { providerPages } from "./provider-docs/pages.ts";

/** Generated files that need nothing but this repository: paths from its root, and what each must hold. */
export function generated(): Map<string, string> {
  return new Map([
    ["operator/resources/crds.gen.yaml", crds()],
    ["operator/resources/rbac.gen.yaml", rbac()],
    ["docs/operator.md", operatorReference()],
    ["provider/resources/key-attributes.gen.ts", keyAttributes()],
    ["provider/resources/cluster-api-key/attributes.gen.ts", clusterKeyAttributes()],
    ...providerPages(declaredProvider),
  ]);
}

if (import.meta.main) {
  for (const [path, content] of [...generated(), ...(await bindings())]) await write(path, content);
  // Made of what was just written.
  await write(...(await apiReference()));
}

async function write(path: string, content: string): Promise<void> {
  const file = join(import.meta.dirname, "..", path);
  if ((await readFile(file, "utf8").catch(() => undefined)) === content) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  console.log(`wrote ${path}`);
}
