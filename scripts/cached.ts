// What takes long to make and is the same every time: made once per machine, into a cache.
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

interface Cached {
  /** The first part of the folder's name in the cache. */
  readonly name: string;
  /** All that the content follows from. Their hash is the rest of the folder's name. */
  readonly madeFrom: readonly string[];
  /** What is being done and how long it takes, for people: "building OpenTofu v1.12.6 (two minutes)". */
  readonly what: string;
  /** Whether a folder holds all that it must. */
  readonly complete: (directory: string) => Promise<boolean>;
  /** Fills an empty folder. */
  readonly make: (directory: string) => Promise<void>;
}

/**
 * A folder from the cache (`$XDG_CACHE_HOME` or `~/.cache`, `tokapi/<name>-<hash>`), made if it is not there. Says on stderr
 * what it does and how long it has been at it. Two processes may ask at once; one makes it and the other waits. Throws what
 * `make` throws, and leaves nothing half made.
 */
export async function cached({ name, madeFrom, what, complete, make }: Cached): Promise<string> {
  const hash = createHash("sha256").update(madeFrom.join("\n")).digest("hex").slice(0, 16);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tokapi");
  const directory = join(cache, `${name}-${hash}`);
  const done = () => complete(directory);
  if (await done()) return directory;

  await mkdir(cache, { recursive: true });
  const say = (text: string) => process.stderr.write(`${name}: ${text}\n`);
  const unlock = await lock(`${directory}.lock`, done, say);
  if (!unlock) return directory;
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const ticking = setInterval(() => say(`still at it, ${seconds()} s`), 30_000);
  const partial = `${directory}.partial`;
  try {
    say(`${what} into ${directory}, once`);
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    await make(partial);
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
    say(`done in ${seconds()} s`);
    return directory;
  } finally {
    clearInterval(ticking);
    await unlock();
  }
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
      else if (!said) say(`process ${holder || "?"} is making it already; waiting for it`);
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
