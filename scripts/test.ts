// `npm test`: everything, on one command. Builds the real programs first where the machine can, so that no test waits.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { controlPlaneAssets } from "../test/tools/control-plane.ts";
import { terraformProgram } from "../test/tools/terraform-programs.ts";
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
const jest = join(root, "node_modules/jest/bin/jest.js");
const options =
  `${process.env.NODE_OPTIONS ?? ""} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();
const env = { ...process.env, NODE_OPTIONS: options, ...programs };

function run(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [jest, ...args], { cwd: root, stdio: "inherit", env });
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}

const asked = process.argv.slice(2);
/** Applications that call ten times a second, and leases, run by the real clock: nothing else may want the processor. */
const byTheClock = ["test/cli/demo", "test/crash/leaders"];
if (asked.length > 0) process.exit(await run(asked));
const most = await run(["--testPathIgnorePatterns", ...byTheClock]);
const rest = await run(["--runInBand", "--testPathPatterns", ...byTheClock]);
process.exit(Math.max(most, rest));
