import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { program } from "./program.ts";

/** `tokapi operator` as a process of its own, which can be stopped in every way that there is. */
export interface OperatorProcess {
  /** The newest log lines. */
  tail(): string;
  /** Waits for a line that contains this text. */
  logged(text: string, ms?: number): Promise<void>;
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
  /** SIGSTOP: not one instruction more, until `resume`. */
  freeze(): void;
  resume(): void;
  /** Its exit code, null if a signal ended it. */
  readonly exit: Promise<number | null>;
}

/** Starts the operator as it ships, compiled once for all starts. */
export function startOperatorProcess(env: Readonly<Record<string, string>>): OperatorProcess {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const { path, compiled } = program();
  const child = spawn(process.execPath, [path, "operator"], {
    env: { ...inherited, NODE_COMPILE_CACHE: compiled, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test run that is killed must leave no operator behind; the end of a pipe is always seen.
  const guard = spawn("sh", ["-c", "read -r line || kill -9 $0", String(child.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.unref();
  guard.stdin.on("error", () => undefined);
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      for (const listener of listeners) listener(line);
      if (lines.length > 60) lines.shift();
    });
  }
  const exit = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      guard.stdin.write("over\n");
      guard.stdin.end();
      resolve(code);
    });
  });
  return {
    tail: () => lines.slice(-25).join("\n"),
    logged: (text, ms = 30_000) =>
      new Promise<void>((resolve, reject) => {
        if (lines.some((line) => line.includes(text))) return resolve();
        const timer = setTimeout(() => reject(new Error(`no line with "${text}" within ${ms} ms`)), ms);
        listeners.add((line) => {
          if (!line.includes(text)) return;
          clearTimeout(timer);
          resolve();
        });
      }),
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
    stop() {
      child.kill("SIGTERM");
      return exit;
    },
    freeze: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    exit,
  };
}
