import { execFile } from "node:child_process";
import { copyFile, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { bundleConstructs } from "../../../../scripts/constructs-bundle.ts";
import { bundleProgram } from "../../../../scripts/program-bundle.ts";
import { bundleProvider } from "../../../../scripts/provider-bundle.ts";

const root = join(import.meta.dirname, "../../../..");
/** Without what Jest adds for itself; the Node of the tests is the one that runs. */
const { NODE_OPTIONS: _, ...inherited } = process.env;
const env = { ...inherited, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };

/** The package as `npm publish` would send it, and folders beside it in which it is used. */
export interface Packed extends AsyncDisposable {
  /** The tarball, an absolute path. */
  readonly tarball: string;
  /** A new empty folder, with files by name. */
  folder(files: Readonly<Record<string, string>>): Promise<string>;
}

/** Builds and packs what is in the tree, apart from `dist`. */
export async function packed(): Promise<Packed> {
  const directory = await mkdtemp(join(tmpdir(), "tokapi-packed-"));
  const place = (...names: readonly string[]) => join(directory, ...names);
  await bundleProgram(place("package/dist"));
  await bundleProvider(place("package/dist/terraform-provider-tok.cjs"));
  await bundleConstructs(place("package/dist/constructs"));
  for (const file of ["package.json", "README.md", "LICENSE"]) await copyFile(join(root, file), place("package", file));
  await cp(join(root, "examples/kubernetes"), place("package/examples/kubernetes"), { recursive: true });
  const [file] = (await npm(place("package"), "pack", "--pack-destination", directory)).trim().split("\n").slice(-1);
  return {
    tarball: place(file!),
    async folder(files) {
      const folder = await mkdtemp(place("project-"));
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      return folder;
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Runs npm in a folder and answers what it prints; throws with all of it if it fails. */
export function npm(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  return run(cwd, "npm", [command, "--no-audit", "--no-fund", "--prefer-offline", ...args]);
}

/** Runs a program in a folder and answers what it prints; throws with all of it if it fails. */
export async function run(
  cwd: string,
  program: string,
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { cwd, env: { ...env, ...changes } })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${program} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }
}
