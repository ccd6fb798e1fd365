// The app of cdktf.json: every example of examples/cdktf, each of which is an app of its own, as stacks of one project.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { tokenForMe, tokModel } from "../gateways/presets.ts";
import { bundleConstructs } from "./constructs-bundle.ts";

/** What cdktf's command line reads: the stacks of an app, with paths from its output folder. */
interface Manifest {
  readonly version: string;
  readonly stacks: Readonly<Record<string, Stack>>;
}
interface Stack {
  readonly name: string;
  readonly constructPath: string;
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
  readonly dependencies: readonly string[];
}

const root = join(import.meta.dirname, "..");
const out = resolve(process.env.CDKTF_OUTDIR ?? "cdktf.out");
const examples = join(root, "examples/cdktf");

await bundleConstructs(join(root, "dist/constructs"));
await rm(out, { recursive: true, force: true });
await mkdir(join(out, "stacks"), { recursive: true });
let version = "";
const stacks: Record<string, Stack> = {};
for (const name of (await readdir(examples)).sort()) {
  if (!existsSync(join(examples, name, "main.ts"))) continue;
  const manifest = await synthesized(name);
  version ||= manifest?.version ?? "";
  for (const stack of Object.values(manifest?.stacks ?? {})) stacks[`${name}-${stack.name}`] = await taken(name, stack);
}
await writeFile(join(out, "manifest.json"), JSON.stringify({ version, stacks } satisfies Manifest, null, 2));

/** Runs one example in a folder of its own, where it may write manifests; undefined if it declares nothing for Terraform. */
async function synthesized(name: string): Promise<Manifest | undefined> {
  const folder = join(out, "examples", name);
  await mkdir(folder, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(examples, name, "main.ts")], {
    cwd: folder,
    env: { ...process.env, CDKTF_OUTDIR: folder },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`examples/cdktf/${name} failed:\n${stderr}`);
  const file = join(folder, "manifest.json");
  return existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Manifest) : undefined;
}

/** A stack of an example as one of the project's. */
async function taken(example: string, stack: Stack): Promise<Stack> {
  const name = `${example}-${stack.name}`;
  const workingDirectory = `stacks/${name}`;
  const synthesizedStackPath = `${workingDirectory}/cdk.tf.json`;
  await rename(join(out, "examples", example, stack.workingDirectory), join(out, workingDirectory));
  const file = join(out, synthesizedStackPath);
  await writeFile(file, JSON.stringify(inProject(name, JSON.parse(await readFile(file, "utf8"))), null, 2));
  const dependencies = stack.dependencies.map((other) => `${example}-${other}`);
  const { constructPath } = stack;
  return { name, constructPath, workingDirectory, synthesizedStackPath, dependencies };
}

/** What Terraform reads of a stack, as far as the project changes it. */
interface Configuration {
  readonly terraform: { readonly backend?: { readonly local?: { readonly path: string } } };
  readonly provider?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** With a state and names at the gateway of its own; and where the environment names a gateway, at that one. */
function inProject(name: string, configuration: Configuration): Configuration {
  const path = join(dirname(out), `terraform.${name}.tfstate`);
  const { tok = [], ...others } = configuration.provider ?? {};
  const provider = {
    ...others,
    ...(tok.length > 0 ? { tok: tok.map((block) => ({ ...atGiven(block), owner: name })) } : {}),
  };
  return { ...configuration, provider, terraform: { ...configuration.terraform, backend: { local: { path } } } };
}

/** A block without an address takes it from the environment: `tokapi emulator` prints what to export. */
function atGiven(block: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { preset, region: _, ...rest } = block;
  if (preset === undefined || process.env.TOKAPI_PANEL_URL === undefined) return block;
  const { driver } = preset === "TokModel" ? tokModel : tokenForMe("global");
  return process.env.TOKAPI_DRIVER === driver ? rest : block;
}
