import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The program as it ships, and as it is written: only the latter gives profiles that name files. */
const built = join(import.meta.dirname, "../dist/tokapi.js");
const source = join(import.meta.dirname, "../cli/main.ts");
const bench = join(import.meta.dirname, "main.ts");

/** A program of ours in a process of its own. */
export class Child {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  #output = "";
  readonly #awaited: { readonly test: (text: string) => boolean; resolve(text: string): void }[] = [];

  private constructor(
    script: string,
    args: readonly string[],
    options: { env?: object; log?: string; flags?: readonly string[] },
  ) {
    const { env, log, flags = [] } = options;
    const file = log === undefined ? undefined : openSync(log, "a");
    this.process = spawn(process.execPath, [...flags, script, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", file ?? "pipe", file ?? "inherit"],
    });
    if (file !== undefined) closeSync(file);
    const { pid } = this.process;
    const kill = () => void (pid !== undefined && this.process.kill("SIGKILL"));
    process.once("exit", kill);
    this.ended = new Promise((resolve) => {
      this.process.once("exit", (code) => {
        process.off("exit", kill);
        resolve(code);
      });
    });
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      for (const waiting of this.#awaited) if (waiting.test(this.#output)) waiting.resolve(this.#output);
    });
  }

  /** `tokapi …` as it ships; as it is written when Node is given `flags`. With `log` its output goes to that file. */
  static tokapi(
    args: readonly string[],
    options: { env?: object; log?: string; flags?: readonly string[] } = {},
  ): Child {
    return new Child(options.flags?.length ? source : built, args, options);
  }

  /** A hidden part of this program. */
  static part(args: readonly string[]): Child {
    return new Child(bench, args, {});
  }

  /** What it has printed, once that has so many lines. Throws if it ends before. */
  lines(count: number): Promise<readonly string[]> {
    const test = (text: string) => text.split("\n").length > count;
    const found = new Promise<string>((resolve) => {
      if (test(this.#output)) resolve(this.#output);
      this.#awaited.push({ test, resolve });
    });
    const early = this.ended.then((code) => {
      if (test(this.#output)) return this.#output;
      throw new Error(`a part of the benchmark ended with code ${code} before it was done:\n${this.#output}`);
    });
    return Promise.race([found, early]).then((text) => text.split("\n").slice(0, count));
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    this.process.kill(signal);
    await this.ended;
  }

  /** Memory in MiB (now, and at its peak) and processor time in ms so far, as Linux tells. */
  usage(): { readonly rss: number; readonly peak: number; readonly cpuMs: number } {
    const { pid } = this.process;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? Number.NaN);
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { rss: kib("VmRSS") / 1024, peak: kib("VmHWM") / 1024, cpuMs: ticks * 10 };
  }
}
