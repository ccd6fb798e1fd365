// One run of a program that a test can watch, interrupt and wait for.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** A command that has ended. */
export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, in the order in which they came. */
  readonly output: string;
  /** stdout as JSON: one document, or a list of the lines' where there are many. Throws with the output if it is none. */
  json(): unknown;
}

/** How to start a command. */
export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** After this the command and all it started are killed, and {@link RunningCommand.finished} rejects. */
  readonly timeoutMs: number;
}

/** A command that runs, in a process group of its own as in a terminal. */
export class RunningCommand {
  /** Rejects when the program cannot be started or takes too long; an exit code is no error. */
  readonly finished: Promise<Finished>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #watchers = new Set<() => void>();
  #stdout = "";
  #stderr = "";
  #output = "";
  #ended = false;

  constructor(program: string, args: readonly string[], { cwd, env, timeoutMs }: CommandOptions) {
    this.#child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#heard(text);
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      this.#heard(text);
    });
    this.finished = new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        this.signal("SIGKILL");
      }, timeoutMs);
      const end = () => {
        clearTimeout(timer);
        this.#ended = true;
        this.#tell();
      };
      this.#child.once("error", (error) => {
        end();
        reject(error);
      });
      this.#child.once("close", (code, signal) => {
        end();
        if (late) reject(new Error(`${args.join(" ")}: killed after ${timeoutMs} ms\n${this.#output.slice(-4_000)}`));
        else resolve(finished(code, signal, { stdout: this.#stdout, stderr: this.#stderr, output: this.#output }));
      });
    });
    // Whoever only interrupts a command and throws it away must not bring the process down.
    this.finished.catch(() => {});
  }

  /** What it has said so far. */
  get output(): string {
    return this.#output;
  }

  /** Sends a signal to the command and all that it started, as ^C in a terminal does. Nothing happens after its end. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  /** Comes back once the output holds this text; throws if the command ends without. */
  said(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const there = this.#output.includes(text);
        if (!there && !this.#ended) return;
        this.#watchers.delete(look);
        if (there) resolve();
        else reject(new Error(`ended without saying ${JSON.stringify(text)}:\n${this.#output.slice(-4_000)}`));
      };
      this.#watchers.add(look);
      look();
    });
  }

  #heard(text: string): void {
    this.#output += text;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

function finished(
  code: number | null,
  signal: NodeJS.Signals | null,
  streams: Pick<Finished, "stdout" | "stderr" | "output">,
): Finished {
  const json = () => {
    try {
      const lines = streams.stdout.trim().split("\n");
      if (lines.length > 1 && lines.every((line) => line.startsWith("{"))) return lines.map((line) => JSON.parse(line));
      return JSON.parse(streams.stdout);
    } catch {
      throw new Error(`this is no JSON (exit ${code}):\n${streams.output.slice(-4_000)}`);
    }
  };
  return { code, signal, ...streams, json };
}
