import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const cache = join(root, "node_modules/.cache/tokapi");
const prefix = "program-";
const dayMs = 86_400_000;

/** The program as it ships: what runs in clusters, and it starts in half the time that the sources take. */
export interface Program {
  readonly path: string;
  /** For NODE_COMPILE_CACHE: what is killed never leaves its compiled code to the next one, so one run has done that. */
  readonly compiled: string;
}

let built: Program | undefined;

/** Builds it from the sources as they are now, once in each process. */
export function program(): Program {
  if (built) return built;
  const directory = build();
  built = { path: join(directory, "tokapi.js"), compiled: join(directory, "compiled") };
  const env = { ...process.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: built.compiled };
  if (!existsSync(built.compiled)) spawnSync(process.execPath, [built.path, "operator", "--help"], { env });
  return built;
}

/** Other test files build at the same time: a folder gets its name, by its contents, when it is complete. */
function build(): string {
  mkdirSync(cache, { recursive: true });
  sweep();
  const fresh = mkdtempSync(join(cache, `${prefix}fresh-`));
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/program-bundle.ts"), fresh], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the program cannot be built: ${stderr}`);
  const digest = createHash("sha256")
    .update(readFileSync(join(fresh, "tokapi.js")))
    .digest("hex")
    .slice(0, 16);
  const named = join(cache, `${prefix}${digest}`);
  if (!existsSync(named)) {
    try {
      renameSync(fresh, named);
      return named;
    } catch (error) {
      if (!existsSync(named)) throw error;
    }
  }
  rmSync(fresh, { recursive: true });
  return named;
}

/** What nobody has built for a day. */
function sweep(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (name.startsWith(prefix) && Date.now() - changed > dayMs) rmSync(path, { recursive: true, force: true });
  }
}
