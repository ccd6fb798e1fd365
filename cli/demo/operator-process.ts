import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The operator as it ships: a process of its own, configured by its environment. */
export interface OperatorProcess {
  /** SIGTERM, then its end. Answers the exit code. */
  stop(): Promise<number | null>;
  /** Settles if it ends by itself. */
  readonly ended: Promise<string>;
}

/** Starts `tokapi operator` and hands its log lines on. */
export function startOperatorProcess(
  env: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): OperatorProcess {
  const child: ChildProcess = spawn(process.execPath, [process.argv[1]!, "operator"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // ^C in the terminal reaches the whole group: the operator must see it only once the demo asks it to stop.
    detached: true,
  });
  const last: string[] = [];
  const keep = (line: string) => {
    last.push(line);
    if (last.length > 5) last.shift();
    onLine(line);
  };
  createInterface({ input: child.stdout! }).on("line", keep);
  createInterface({ input: child.stderr! }).on("line", keep);
  let stopping = false;
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const ended = new Promise<string>((resolve) => {
    void exit.then((code) => {
      if (!stopping) resolve(`the operator ended by itself with code ${code}:\n${last.join("\n")}`);
    });
  });
  process.once("exit", () => child.kill("SIGKILL"));
  return {
    ended,
    stop: () => {
      stopping = true;
      child.kill("SIGTERM");
      return exit;
    },
  };
}
