// Programs that tests need and a machine may lack: built once from a pinned Go module beside this file, into a cache.
import { spawn } from "node:child_process";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { cached } from "../../scripts/cached.ts";
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
  const version = (name: string) => {
    const line = mod.split("\n").find((text) => text.trim().startsWith(`${name} v`));
    if (!line) throw new Error(`test/tools/${module.name}/go.mod names no version of ${name}`);
    return line.trim().split(" ")[1]!;
  };
  const directory = await cached({
    name: module.name,
    madeFrom: [sum, mod, ...FLAGS],
    what: `building ${module.what(version)}`,
    complete: (made) => holds(made, module.programs),
    make: async (partial) => {
      // The second place is where Go's own installer puts it, on the PATH or not.
      const go = await onPath("go", ["/usr/local/go/bin"]);
      if (!go) throw new Error("Go is not on the PATH");
      await build({ module, folder, go, version, partial });
    },
  });
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
  readonly version: (module: string) => string;
  readonly partial: string;
}

async function build({ module, folder, go, version, partial }: Build): Promise<void> {
  const ldflags = ["-s -w", module.ldflags?.(version) ?? ""].join(" ").trim();
  try {
    await run(go, ["build", ...FLAGS, "-ldflags", ldflags, "-o", `${partial}/`, "tool"], folder);
  } catch (error) {
    throw new Error(`test/tools/${module.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  for (const [from, to] of Object.entries(module.renamed ?? {})) await rename(join(partial, from), join(partial, to));
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
