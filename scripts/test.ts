// `npm test`: everything, on one command. Builds the real programs first where the machine can, so that no test waits.
import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { controlPlaneAssets } from "../test/tools/control-plane.ts";
import { terraformProgram, terraformWithActions } from "../test/tools/terraform-programs.ts";
import { bundleConstructs } from "./constructs-bundle.ts";

const root = join(import.meta.dirname, "..");
// Examples and tests import the constructs as a user does: from the build.
await bundleConstructs(join(root, "dist/constructs"));
const assets = await controlPlaneAssets();
if ("missing" in assets) {
  console.error(`\n!!! THE OPERATOR IS ${assets.missing}\n`);
} else {
  console.error(`tokapi: real control plane from ${assets.source === "built" ? "the cache" : assets.source}`);
}
const programs: Record<string, string> = "missing" in assets ? {} : { KUBEBUILDER_ASSETS: assets.directory };
for (const [tool, variable] of [
  ["terraform", "TOKAPI_TERRAFORM"],
  ["tofu", "TOKAPI_TOFU"],
] as const) {
  const program = await terraformProgram(tool);
  if ("missing" in program) console.error(`\n!!! THE PROVIDER IS ${program.missing}\n`);
  else {
    console.error(`tokapi: ${tool} ${program.version} from ${program.path}`);
    programs[variable] = program.path;
  }
}
const newer = await terraformWithActions();
if ("missing" in newer) console.error(`\n!!! ACTIONS AND QUERIES ARE ${newer.missing}\n`);
else console.error(`tokapi: terraform ${newer.version} for actions and queries from ${newer.path}`);
const jest = join(root, "node_modules/jest/bin/jest.js");
const options =
  `${process.env.NODE_OPTIONS ?? ""} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
const env = { ...process.env, NODE_OPTIONS: options, ...programs };

/** Runs Jest at a niceness; answers its exit code and what it said, if that was kept back. */
async function run(
  args: readonly string[],
  { nice, silent }: { readonly nice: number; readonly silent?: true },
): Promise<{ readonly code: number; readonly said: string }> {
  const child = spawn(process.execPath, [jest, ...args], { cwd: root, stdio: silent ? "pipe" : "inherit", env });
  if (child.pid !== undefined) setPriority(child.pid, nice);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const code = await new Promise<number>((resolve) => child.on("close", (ended) => resolve(ended ?? 1)));
  return { code, said: said.join("") };
}

const asked = process.argv.slice(2);
if (asked.length > 0) process.exit((await run(asked, { nice: 0 })).code);
/** In these, leases, windows or applications run by the real clock: when they want the processor, they go first. */
const byTheClock = ["test/cli/demo", "test/crash/leaders", "test/operator/leader", "test/gateways/new-api-limits"];
const beside = run(["--runInBand", "--testPathPatterns", ...byTheClock], { nice: 0, silent: true });
const most = await run(["--testPathIgnorePatterns", ...byTheClock], { nice: 10 });
const { code, said } = await beside;
process.stderr.write(`\ntokapi: beside these, by the clock:\n${said}`);
process.exit(Math.max(most.code, code));
