import { writeSync } from "node:fs";

/** What a provider needs of the process it runs in. A test brings its own. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  now(): Date;
  /** Calls back once, after so many milliseconds, unless it was called off. Does not keep the process alive. */
  after(milliseconds: number, then: () => void): () => void;
  /** Writes to stdout, at once: the client waits for it. */
  announce(line: string): void;
  /** Writes to stderr. */
  complain(line: string): void;
  /** Runs when the process ends, however it ends (SIGKILL aside). */
  atExit(then: () => void): void;
  exit(code: number): void;
}

/** This very process. */
export function processHost(): Host {
  return {
    environment: process.env,
    platform: process.platform,
    now: () => new Date(),
    after: (milliseconds, then) => {
      const timer = setTimeout(then, milliseconds);
      timer.unref();
      return () => clearTimeout(timer);
    },
    announce: (line) => writeSync(1, line),
    complain: (line) => process.stderr.write(line),
    atExit: (then) => process.on("exit", then),
    exit: (code) => process.exit(code),
  };
}

/**
 * ^C reaches every process of the terminal; the client tells by StopProvider what is to be done about it. A defect in a
 * callback must not take a change in progress down with it.
 */
export function surviveSignalsAndDefects(host: Host, defect: (error: unknown) => void): void {
  process.on("SIGINT", () => {});
  process.on("SIGHUP", () => {});
  process.on("SIGTERM", () => host.exit(143));
  process.on("uncaughtException", defect);
  process.on("unhandledRejection", defect);
  // Whoever read the log may be gone already.
  process.stderr.on("error", () => {});
}
