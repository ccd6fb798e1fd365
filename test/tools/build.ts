// The programs of a real control plane, for tests: found, or built once from the pinned Go module beside this file.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where the programs are, or one sentence that says why there are none. */
export type ControlPlaneAssets =
  | { readonly directory: string; readonly source: "KUBEBUILDER_ASSETS" | "built" }
  | { readonly missing: string };

const MODULE = join(import.meta.dirname, "control-plane");
const NEEDED = ["etcd", "kube-apiserver"];
const FLAGS = ["-p", "2", "-trimpath", "-buildvcs=false"];
let found: Promise<ControlPlaneAssets> | undefined;

/**
 * The directory with `etcd`, `kube-apiserver` and (when built here) `kube-controller-manager`.
 *
 * Looks at `KUBEBUILDER_ASSETS` first, the convention of controller authors; then in the cache
 * (`$XDG_CACHE_HOME` or `~/.cache`, `tokapi/control-plane-<hash>`); then builds into the cache, which takes about four
 * minutes on two cores, once per change of go.mod or go.sum. Never throws: what a machine lacks is in `missing`.
 * Two processes may call this at once; one builds and the other waits for it.
 */
export function controlPlaneAssets(): Promise<ControlPlaneAssets> {
  found ??= find().catch((error: unknown) => missing(error instanceof Error ? error.message : String(error)));
  return found;
}

async function find(): Promise<ControlPlaneAssets> {
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    if (await complete(given)) return { directory: given, source: "KUBEBUILDER_ASSETS" };
    return missing(`KUBEBUILDER_ASSETS is ${given}, which does not hold ${NEEDED.join(" and ")}`);
  }
  const [mod, sum] = await Promise.all([
    readFile(join(MODULE, "go.mod"), "utf8"),
    readFile(join(MODULE, "go.sum"), "utf8"),
  ]);
  const hash = createHash("sha256").update([sum, mod, ...FLAGS].join("\n"));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const directory = join(cache, "tokapi", `control-plane-${hash.digest("hex").slice(0, 16)}`);
  if (await complete(directory)) return { directory, source: "built" };

  const go = await findGo();
  if (!go)
    return missing("Go is not on the PATH; install it, or set KUBEBUILDER_ASSETS to a directory with the programs");
  await mkdir(join(cache, "tokapi"), { recursive: true });
  const unlock = await lock(`${directory}.lock`, () => complete(directory));
  if (!unlock) return { directory, source: "built" };
  try {
    await build(go, mod, directory);
  } finally {
    await unlock();
  }
  return { directory, source: "built" };
}

async function build(go: string, mod: string, directory: string): Promise<void> {
  const version = /^\s*k8s\.io\/kubernetes (v\S+)/m.exec(mod)?.[1];
  if (!version) throw new Error("test/tools/control-plane/go.mod names no version of k8s.io/kubernetes");
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  const started = performance.now();
  say(
    `building etcd, kube-apiserver ${version} and kube-controller-manager into ${directory} (about four minutes, once)`,
  );
  const ticking = setInterval(
    () => say(`still building, ${Math.round((performance.now() - started) / 1000)} s`),
    30_000,
  );
  // Without the version a kube-apiserver calls itself v0.0.0-master, and clients that look at it misbehave.
  const ldflags = `-s -w -X k8s.io/component-base/version.gitVersion=${version}`;
  try {
    await run(go, ["build", ...FLAGS, "-ldflags", ldflags, "-o", `${partial}/`, "tool"]);
  } finally {
    clearInterval(ticking);
  }
  // Go names a program after the last part of its import path that is no version: go.etcd.io/etcd/server/v3.
  await rename(join(partial, "server"), join(partial, "etcd"));
  await rm(directory, { recursive: true, force: true });
  await rename(partial, directory);
  say(`built in ${Math.round((performance.now() - started) / 1000)} s`);
}

function run(go: string, args: readonly string[]): Promise<void> {
  const child = spawn(go, args, {
    cwd: MODULE,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let tail = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-2_000);
  });
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  return new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const last = tail.trim().split("\n").slice(-3).join(" / ");
      reject(new Error(`"go build" of test/tools/control-plane failed (exit ${code}): ${last}`));
    });
  }).finally(() => process.removeListener("exit", stop));
}

/** Takes the lock, or answers undefined once `done` says that there is nothing left to do. */
async function lock(path: string, done: () => Promise<boolean>): Promise<(() => Promise<void>) | undefined> {
  for (let said = false; ; said = true) {
    try {
      await writeFile(path, String(process.pid), { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(await readFile(path, "utf8").catch(() => ""));
      // An empty file belongs to somebody who is between creating and writing it.
      if (holder > 0 && !alive(holder)) await rm(path, { force: true });
      else if (!said) say(`process ${holder || "?"} is building the control plane already; waiting for it`);
      await sleep(500);
      if (await done()) return undefined;
      continue;
    }
    const unlock = () => rm(path, { force: true });
    if (!(await done())) return unlock;
    await unlock();
    return undefined;
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function findGo(): Promise<string | undefined> {
  // The second place is where Go's own installer puts it, on the PATH or not.
  const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/go/bin"];
  for (const directory of directories) {
    if (directory && (await executable(join(directory, "go")))) return join(directory, "go");
  }
  return undefined;
}

async function complete(directory: string): Promise<boolean> {
  return (await Promise.all(NEEDED.map((name) => executable(join(directory, name))))).every(Boolean);
}

function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function missing(why: string): ControlPlaneAssets {
  return { missing: `NOT TESTED on a real control plane: ${why}.` };
}

function say(text: string): void {
  process.stderr.write(`control plane: ${text}\n`);
}

if (import.meta.main) {
  const assets = await controlPlaneAssets();
  if ("missing" in assets) {
    console.error(assets.missing);
    process.exitCode = 1;
  } else console.log(assets.directory);
}
