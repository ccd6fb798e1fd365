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
// The demo's applications call ten times a second, which is measured: it gets the machine to itself.
const alone = ["test/cli/demo"];
// The crash matrix kills hundreds of operators and takes as long as everything else; it has a command of its own.
const apart = ["test/crash/"];
const codes: number[] = [];
if (asked.length > 0) codes.push(await run(asked));
else {
  console.error("tokapi: the crash matrix is not part of this; it runs by `npm test -- --runInBand test/crash`");
  codes.push(await run(["--testPathIgnorePatterns", ...alone, ...apart]));
  codes.push(await run(["--runInBand", "--testPathPatterns", ...alone]));
}
process.exit(Math.max(...codes));
