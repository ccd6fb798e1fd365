import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The path of the built provider. In a clone it is built first. */
export function programFile(): string {
  const beside = join(import.meta.dirname, "terraform-provider-tok.cjs");
  // In the bundle this module lies in dist, beside the provider.
  if (!import.meta.filename.endsWith(".ts")) {
    if (existsSync(beside)) return beside;
    throw new Error(`${beside} is missing. It comes with tokapi; in a clone, \`npm run build\` makes it.`);
  }
  const root = join(import.meta.dirname, "../..");
  const { status } = spawnSync(process.execPath, [join(root, "scripts/provider-bundle.ts")], {
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("the build failed; see above");
  return join(root, "dist/terraform-provider-tok.cjs");
}
