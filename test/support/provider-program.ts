import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for `dev_overrides` with a program that starts this script by the Node of the tests. The caller removes it. */
export function providerProgram(name: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tokapi-program-"));
  const launcher = `#!/bin/sh\nexec '${process.execPath}' '${script}'\n`;
  writeFileSync(join(folder, `terraform-provider-${name}`), launcher, { mode: 0o755 });
  return folder;
}
