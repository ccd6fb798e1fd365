// `npm run check`: the one line before a commit. Stops at the first thing that is wrong.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bindings } from "./bindings/l1.ts";
import { generated } from "./generate.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);

function run(what: string, command: string, ...args: readonly string[]): void {
  const started = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) fail(`${what} failed; see above.`);
  console.error(`check: ${what} ok (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

function fail(message: string): never {
  console.error(`check: ${message}`);
  process.exit(1);
}

// Examples and tests import the constructs as a user does, so their types are those of the build.
run("constructs", process.execPath, "scripts/constructs-bundle.ts");
run("types", bin("tsc"), "-p", ".");
run("lint and format", bin("biome"), "check", "--error-on-warnings", ".");
run("unused code", bin("knip"));
for (const [path, content] of [...generated(), ...(await bindings())]) {
  const found = await readFile(join(root, path), "utf8").catch(() => "");
  if (found !== content) fail(`${path} is out of date; run \`npm run generate\` and commit it.`);
}
console.error("check: generated files ok");
// CI runs the tests by their own command; --no-tests keeps them from running twice there.
if (!process.argv.includes("--no-tests")) run("tests", process.execPath, "scripts/test.ts");
