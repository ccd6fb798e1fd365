import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** A folder for `dev_overrides` with a program that starts this script by the Node of the tests. The caller removes it. */
export function providerProgram(name: string, script: string): string {
  const folder = newFolder();
  putLauncher(folder, name, script);
  return folder;
}

/** As {@link providerProgram}, for a source that is bundled first, as providers are when they are shipped. */
export async function bundledProgram(name: string, source: string): Promise<string> {
  const folder = newFolder();
  const outfile = join(folder, `${name}.mjs`);
  const options = { bundle: true, minify: true, platform: "node", target: "node22", format: "esm" } as const;
  await build({ ...options, entryPoints: [source], outfile, logLevel: "error" });
  putLauncher(folder, name, outfile);
  return folder;
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "tokapi-program-"));
}

function putLauncher(folder: string, name: string, script: string): void {
  const launcher = `#!/bin/sh\nexec '${process.execPath}' '${script}'\n`;
  writeFileSync(join(folder, `terraform-provider-${name}`), launcher, { mode: 0o755 });
}
