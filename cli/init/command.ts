import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../usage-error.ts";
import { type Core, projectFiles } from "./files.ts";
import { ourDependency } from "./our-dependency.ts";

/** `tokapi init`: a CDKTF project that runs, in an empty folder. Asks nothing, installs nothing. */
export async function runInit(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { cdktn: { type: "boolean", default: false } },
  });
  if (positionals.length > 1) throw new UsageError("give one folder, or none for this one: `tokapi init my-keys`");
  const folder = resolve(positionals[0] ?? ".");
  refuseUnlessEmpty(folder);
  const core: Core = values.cdktn ? "cdktn" : "cdktf";
  const files = projectFiles({ name: packageName(folder), core, tokapi: ourDependency(import.meta.dirname) });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { flag: "wx" });
  process.stdout.write(`A project for ${core} is in ${folder}: ${Object.keys(files).join(", ")}.
Next:
${positionals.length === 0 ? "" : `  cd ${positionals[0]}\n`}  npm install
  npx tokapi provider install    # once per machine: terraform init finds the provider then
  npm run synth
README.md goes on from there.
`);
  return 0;
}

/** A repository that was just made counts as empty. */
function refuseUnlessEmpty(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const found = readdirSync(folder).filter((name) => name !== ".git");
  if (found.length === 0) return;
  const named = found.sort().slice(0, 5).join(", ");
  const more = found.length > 5 ? ` and ${found.length - 5} more` : "";
  throw new Error(
    `${folder} is not empty (${named}${more}), and nothing is ever overwritten. Take an empty folder: \`tokapi init my-keys\`.`,
  );
}

/** What npm takes as a name. */
function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name || "keys";
}
