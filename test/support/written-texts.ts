import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";

/** What people wrote, and what was installed: a text in there was put there on purpose. */
const ours = /\.(tf|tofu|tfvars)$|\.terraform\/providers\//;

/**
 * The texts of all files in these folders of `root`, by path; an archive (a saved plan is one) counts as its parts. Left
 * out are configurations and installed providers.
 */
export async function filesBelow(
  root: string,
  folders: readonly string[],
): Promise<readonly (readonly [path: string, text: string])[]> {
  const found: [string, string][] = [];
  for (const folder of folders) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(root.length + 1);
      if (!ours.test(name)) found.push(...texts(name, await readFile(path)));
    }
  }
  return found;
}

function texts(name: string, bytes: Buffer): [string, string][] {
  if (bytes.subarray(0, 4).toString("latin1") !== "PK\u0003\u0004") return [[name, bytes.toString("latin1")]];
  return Object.entries(unzipSync(bytes)).map(([part, inner]) => [
    `${name}/${part}`,
    Buffer.from(inner).toString("latin1"),
  ]);
}
