import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../..");

/** One run of `tokapi`, from the sources. */
export interface Program {
  readonly process: ChildProcess;
  /** The first line on standard output. */
  readonly firstLine: Promise<string>;
  /** Everything, once it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

export function tokapi(...args: readonly string[]): Program {
  return tokapiIn({}, ...args);
}

/** The same, with changes to the environment. */
export function tokapiIn(changes: Readonly<Record<string, string | undefined>>, ...args: readonly string[]): Program {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const env = { ...inherited, ...changes };
  const child = spawn(process.execPath, [join(root, "cli/main.ts"), ...args], { cwd: root, env });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const firstLine = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, out, err })),
  );
  return { process: child, firstLine, ended };
}
