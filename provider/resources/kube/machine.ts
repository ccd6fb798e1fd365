/** The machine that the provider runs on, as far as logging in to a cluster needs it. */
export interface Machine {
  /** The user's home, for paths that begin with `~`. */
  readonly home: string | undefined;
  /** A file's text; rejects with an error that has a `code` such as ENOENT. */
  readText(path: string): Promise<string>;
  /** Runs a program without a shell and without input, and waits for its end. Rejects where it cannot be started. */
  run(program: Program): Promise<Ended>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** In addition to the provider's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** After so many milliseconds it is killed. */
  readonly deadline: number;
}

export interface Ended {
  /** The exit code; null where it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
