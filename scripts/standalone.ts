import { spawnSync } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where Node looks for the program in its own file; the marker's name is the same for every version (nodejs.org/api/single-executable-applications.html). */
const section = "NODE_SEA_BLOB";
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** A program in CommonJS as an executable that brings its Node, the one that runs this. */
export async function standalone(program: string): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), "tokapi-standalone-"));
  const place = (name: string) => join(directory, name);
  try {
    const settings = {
      main: program,
      output: place("blob"),
      disableExperimentalSEAWarning: true,
      // It does not start sooner with it, and the blob would be for one version of one processor.
      useCodeCache: false,
      // NODE_OPTIONS is meant for another program.
      execArgvExtension: "none",
    };
    await writeFile(place("settings.json"), JSON.stringify(settings));
    run(process.execPath, "--experimental-sea-config", place("settings.json"));
    await copyFile(process.execPath, place("program"));
    const postject = join(import.meta.dirname, "../node_modules/postject/dist/cli.js");
    run(process.execPath, postject, place("program"), section, place("blob"), "--sentinel-fuse", fuse);
    return await readFile(place("program"));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Quiet unless it fails: postject warns about every note that it does not know. */
function run(command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${error?.message ?? ""}\n${stdout}${stderr}`);
}
