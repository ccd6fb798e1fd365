// The one door of every npm script. It runs on any Node since 20 (so it is plain JavaScript and imports nothing
// that npm installs), makes the install complete, and hands over to the Node that the lock file pins.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

function install() {
  const want = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".tokapi-installed");
  if (existsSync(stamp) && existsSync(node) && readFileSync(stamp, "utf8") === want) return;
  console.error("tokapi: installing dependencies (once, about half a minute)");
  // Not `npm ci`: it refuses a lock file made where the registry lacks the packages of other platforms.
  // stdout stays clean: `npm run demo -- --json` must print nothing but its own line there.
  const npm = spawnSync(
    process.platform === "win32" ? "npm.cmd" : "npm",
    // The tools are dev dependencies, which npm leaves out where NODE_ENV is production: CDKTF's command line sets it.
    ["install", "--include=dev", "--no-save", "--no-audit", "--no-fund"],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
    },
  );
  if (npm.status !== 0) {
    console.error("tokapi: `npm install` failed; see its messages above. It needs to reach the npm registry once.");
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, want);
}

const commands = {
  demo: ["cli/main.ts", "demo"],
  tokapi: ["cli/main.ts"],
  test: ["scripts/test.ts"],
  "test:crash": ["test/crash/rounds.ts"],
  check: ["scripts/check.ts"],
  bench: ["bench/main.ts"],
  build: ["scripts/build.ts"],
  release: ["scripts/release.ts"],
  generate: ["scripts/generate.ts"],
  examples: ["scripts/examples-app.ts"],
};

const [name = "", ...rest] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`tokapi: unknown command "${name}"; one of: ${Object.keys(commands).join(", ")}`);
  process.exit(2);
}
install();
// Types are stripped and code is compiled once, not at every start.
const env = { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "tokapi"), ...process.env };
const child = spawn(node, [...command, ...rest], { cwd: root, stdio: "inherit", env });
// ^C reaches the child by itself (same process group); a SIGTERM to npm does not.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
