import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/**
 * A folder for `dev_overrides` with a program that starts this source by the Node of the tests. It is bundled first, as
 * providers are when they are shipped. The caller removes the folder.
 */
export async function bundledProgram(name: string, source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tokapi-program-"));
  const outfile = join(folder, `${name}.mjs`);
  const options = { bundle: true, minify: true, platform: "node", target: "node22", format: "esm" } as const;
  await build({ ...options, entryPoints: [source], outfile, logLevel: "error" });
  putLauncher(folder, name, outfile);
  return folder;
}

function putLauncher(folder: string, name: string, script: string): void {
  const launcher = `#!/bin/sh\nexec '${process.execPath}' '${script}'\n`;
  writeFileSync(join(folder, `terraform-provider-${name}`), launcher, { mode: 0o755 });
}
