// `npm run release`: the provider's packages as the registries of Terraform and OpenTofu expect them. Signs nothing.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type PackageContents, providerPackage } from "../cli/provider/package.ts";
import { version } from "../gateways/user-agent.ts";
import { bundleProvider } from "./provider-bundle.ts";
import { standalone } from "./standalone.ts";
import { zipOf } from "./zip.ts";

const platforms = ["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"] as const;
/** The platform whose package runs without Node; see docs/decisions/0008-the-package-for-linux.md. */
const independent = "linux_amd64";
const prefix = `terraform-provider-tok_${version}`;

const { values } = parseArgs({
  options: { out: { type: "string" }, standalone: { type: "boolean", default: true } },
  allowNegative: true,
});
const root = join(import.meta.dirname, "..");
const out = resolve(values.out ?? join(root, "dist/release"));
if (values.standalone && (process.platform !== "linux" || process.arch !== "x64")) {
  console.error(
    `The executable for ${independent} can be made on Linux x64 only. Without it: npm run release -- --no-standalone`,
  );
  process.exit(2);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const bundle = join(root, "dist/terraform-provider-tok.cjs");
await bundleProvider(bundle);
const contents: PackageContents = { version, program: await readFile(bundle) };
const script = zipOf(providerPackage(contents));
const files = new Map<string, Uint8Array>(platforms.map((platform) => [`${prefix}_${platform}.zip`, script]));
if (values.standalone) {
  const whole = providerPackage({ ...contents, standalone: await standalone(bundle) });
  files.set(`${prefix}_${independent}.zip`, zipOf(whole));
}
files.set(
  `${prefix}_manifest.json`,
  Buffer.from(`${JSON.stringify({ version: 1, metadata: { protocol_versions: ["6.0"] } })}\n`),
);
const sums = [...files].map(([name, content]) => `${createHash("sha256").update(content).digest("hex")}  ${name}\n`);
files.set(`${prefix}_SHA256SUMS`, Buffer.from(sums.sort(byName).join("")));
for (const [name, content] of files) {
  await writeFile(join(out, name), content);
  console.log(`${relative(process.cwd(), join(out, name))}: ${Math.ceil(content.length / 1000)} KB`);
}
console.log(`Nothing is signed. The registries ask for a detached signature of the sums:
  gpg --detach-sign ${relative(process.cwd(), join(out, `${prefix}_SHA256SUMS`))}`);

function byName(a: string, b: string): number {
  const name = (line: string) => line.slice(line.indexOf("  "));
  return name(a) < name(b) ? -1 : 1;
}
