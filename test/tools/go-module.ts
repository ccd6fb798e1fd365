// Programs that tests need and a machine may lack: built once from a pinned Go module beside this file, into a cache.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { executable, onPath } from "./on-path.ts";

/** A Go module beside this file whose `tool` directives name programs to build. */
export interface GoModule {
  /** The folder with go.mod and go.sum, and the first part of the folder's name in the cache. */
  readonly name: string;
  /** What is built and how long that takes on two cores, for people: "OpenTofu v1.12.6 (about two minutes)". */
  readonly what: (version: (module: string) => string) => string;
  /** The programs that must be there. */
  readonly programs: readonly string[];
  /** More for the linker. It must follow from go.mod alone, because that names the folder in the cache. */
  readonly ldflags?: (version: (module: string) => string) => string;
  /** Names that Go gives to programs, and the ones that they shall have. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** The directory that holds the programs, or one sentence that says why there is none. */
export type BuiltModule = { readonly directory: string } | { readonly missing: string };

const FLAGS = ["-p", "2", "-trimpath", "-buildvcs=false"];

/**
 * The directory with the module's programs, from the cache (`$XDG_CACHE_HOME` or `~/.cache`, `tokapi/<name>-<hash>`) or
 * built into it, once per change of go.mod or go.sum. Says on stderr what it builds and how long it has been at it.
 * Never throws: what a machine lacks is in `missing`. Two processes may call this at once; one builds and the other
 * waits for it.
 */
export function builtModule(module: GoModule): Promise<BuiltModule> {
  return find(module).catch((error: unknown) => ({ missing: error instanceof Error ? error.message : String(error) }));
}

async function find(module: GoModule): Promise<BuiltModule> {
  const folder = join(import.meta.dirname, module.name);
  const [mod, sum] = await Promise.all([
    readFile(join(folder, "go.mod"), "utf8"),
    readFile(join(folder, "go.sum"), "utf8"),
  ]);
  const hash = createHash("sha256").update([sum, mod, ...FLAGS].join("\n"));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const directory = join(cache, "tokapi", `${module.name}-${hash.digest("hex").slice(0, 16)}`);
  const complete = () => holds(directory, module.programs);
  if (await complete()) return { directory };

  // The second place is where Go's own installer puts it, on the PATH or not.
  const go = await onPath("go", ["/usr/local/go/bin"]);
  if (!go) return { missing: "Go is not on the PATH" };
  await mkdir(join(cache, "tokapi"), { recursive: true });
  const say = (text: string) => process.stderr.write(`${module.name}: ${text}\n`);
  const unlock = await lock(`${directory}.lock`, complete, say);
  if (!unlock) return { directory };
  try {
    await build({ module, folder, go, mod, directory, say });
  } finally {
    await unlock();
  }
  return { directory };
}

/** Whether the directory holds all these programs. */
export async function holds(directory: string, programs: readonly string[]): Promise<boolean> {
  return (await Promise.all(programs.map((name) => executable(join(directory, name))))).every(Boolean);
}

interface Build {
  readonly module: GoModule;
  readonly folder: string;
  readonly go: string;
  readonly mod: string;
  readonly directory: string;
  readonly say: (text: string) => void;
}

async function build({ module, folder, go, mod, directory, say }: Build): Promise<void> {
  const version = (name: string) => {
    const line = mod.split("\n").find((text) => text.trim().startsWith(`${name} v`));
    if (!line) throw new Error(`test/tools/${module.name}/go.mod names no version of ${name}`);
    return line.trim().split(" ")[1]!;
  };
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  say(`building ${module.what(version)} into ${directory}, once`);
  const ticking = setInterval(() => say(`still building, ${seconds()} s`), 30_000);
  const ldflags = ["-s -w", module.ldflags?.(version) ?? ""].join(" ").trim();
  try {
    await run(go, ["build", ...FLAGS, "-ldflags", ldflags, "-o", `${partial}/`, "tool"], folder);
  } catch (error) {
    throw new Error(`test/tools/${module.name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearInterval(ticking);
  }
  for (const [from, to] of Object.entries(module.renamed ?? {})) await rename(join(partial, from), join(partial, to));
  await rm(directory, { recursive: true, force: true });
  await rename(partial, directory);
  say(`built in ${seconds()} s`);
}

function run(go: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(go, args, {
    cwd,
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
      reject(new Error(`"go build" failed (exit ${code}): ${last}`));
    });
  }).finally(() => process.removeListener("exit", stop));
}

/** Takes the lock, or answers undefined once `done` says that there is nothing left to do. */
async function lock(
  path: string,
  done: () => Promise<boolean>,
  say: (text: string) => void,
): Promise<(() => Promise<void>) | undefined> {
  for (let said = false; ; said = true) {
    try {
      await writeFile(path, String(process.pid), { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = Number(await readFile(path, "utf8").catch(() => ""));
      // An empty file belongs to somebody who is between creating and writing it.
      if (holder > 0 && !alive(holder)) await rm(path, { force: true });
      else if (!said) say(`process ${holder || "?"} is building already; waiting for it`);
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
