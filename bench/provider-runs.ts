import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { providerPackage } from "../cli/provider/package.ts";
import { writePackage } from "../cli/provider/write-package.ts";
import { version } from "../gateways/user-agent.ts";
import { openWorkspace, type Workspace } from "../test/support/terraform.ts";
import { type TerraformTool, terraformProgram, timeProvider } from "../test/tools/terraform-programs.ts";

const bundle = join(import.meta.dirname, "../dist/terraform-provider-tok.cjs");
/** Not a secret: with it a provider knows that Terraform has started it. */
const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** Seconds of each command, one run after the other. */
export interface Times {
  readonly plan: number;
  readonly apply: number;
  readonly idle: number;
  readonly destroy: number;
}

/** Folders in which the real terraform finds the providers that are compared. */
export interface Rig {
  /** Ours, as it is installed: Terraform runs it by its launcher. */
  readonly program: string;
  workspace(main: string, env?: Readonly<Record<string, string>>): Promise<Workspace>;
  close(): void;
}

/** Throws with what the machine lacks. */
export async function openRig(tool: TerraformTool): Promise<Rig> {
  const [program, time] = await Promise.all([terraformProgram(tool), timeProvider()]);
  if ("missing" in program) throw new Error(program.missing);
  if ("missing" in time) throw new Error(time.missing);
  const base = mkdtempSync(join(tmpdir(), "tokapi-bench-"));
  const folder = join(base, "tok");
  const files = providerPackage({ version, program: readFileSync(bundle), node: process.execPath });
  writePackage(folder, files);
  const overrides = { "tok/tok": folder, "hashicorp/time": dirname(time.path) };
  return {
    program: join(folder, files[0]!.name),
    workspace: (main, env = {}) =>
      openWorkspace({ program, files: { "main.tf": main }, env, providers: { overrides } }),
    close: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** A whole life of the configuration. */
export async function life(workspace: Workspace): Promise<Times> {
  const plan = await seconds(workspace, ["plan"]);
  const apply = await seconds(workspace, ["apply", "-auto-approve"]);
  const idle = await seconds(workspace, ["plan", "-detailed-exitcode"]);
  const destroy = await seconds(workspace, ["destroy", "-auto-approve"]);
  return { plan, apply, idle, destroy };
}

export async function seconds(workspace: Workspace, args: readonly string[]): Promise<number> {
  const began = performance.now();
  await workspace.succeed(args, { timeoutMs: 600_000 });
  return (performance.now() - began) / 1000;
}

/** Milliseconds from the spawn of the provider to the line with which it says where it listens. */
export async function handshake({ program }: Rig): Promise<number> {
  const began = performance.now();
  const child = spawn(program, [], {
    env: {
      PATH: process.env.PATH,
      // Goes with the rig: who is killed leaves a socket behind.
      TMPDIR: dirname(program),
      TF_PLUGIN_MAGIC_COOKIE: cookie,
      PLUGIN_PROTOCOL_VERSIONS: "6",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const took = performance.now() - began;
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  return took;
}

/** The most memory, in MiB, that any process of the provider had while something ran. */
export async function peakWhile({ program }: Rig, run: Promise<unknown>): Promise<number> {
  let peak = 0;
  let over = false;
  const end = run.finally(() => {
    over = true;
  });
  while (!over) {
    peak = Math.max(peak, ...(await memoryOf(dirname(program))));
    await Promise.race([end, pause(100)]);
  }
  await end;
  return peak;
}

/** Of the processes whose program lies in the folder. */
async function memoryOf(folder: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = pids.map(async (pid) => {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (!command.includes(folder)) return 0;
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  });
  return Promise.all(found);
}
