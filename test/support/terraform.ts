// A folder in which a real Terraform or OpenTofu works, apart from everything else on the machine.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { FoundTerraform } from "../tools/terraform-programs.ts";
import { fillMirror, fullAddresses, type MirroredProvider } from "./provider-mirror.ts";
import { type Finished, RunningCommand } from "./running-command.ts";
import type { PlanJson, StateFile } from "./terraform-json.ts";
import { filesBelow } from "./written-texts.ts";

/** Where the providers come from. None needs a registry or the network. */
export interface ProviderSources {
  /** `TF_REATTACH_PROVIDERS`: servers that run already and outlive the commands; `init` is not needed for them. */
  readonly reattach?: string;
  /** Folders with the program, by address without a host ("tok/tok"): used without version or lock, `init` must not be run. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Installed by `init`, as from a registry. */
  readonly mirror?: readonly MirroredProvider[];
}

/** What to put into a new workspace. */
export interface WorkspaceOptions {
  readonly program: FoundTerraform;
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  /** For every command; nothing else is inherited but the PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly providers?: ProviderSources;
  /** The log of every command (TF_LOG), in files of its own. Default: none. */
  readonly log?: "TRACE" | "DEBUG";
}

/** What a single command may have of its own. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Default: 60 000. */
  readonly timeoutMs?: number;
}

/** The commands that take options about colour and questions. */
const PLAIN = new Set(["init", "validate", "plan", "apply", "destroy", "refresh", "import", "show"]);

/** Makes a workspace. It must be closed, which kills what still runs in it and removes every file. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const directory = await mkdtemp(join(tmpdir(), "tokapi-tf-"));
  const place = (name: string) => join(directory, name);
  const { reattach, overrides = {}, mirror = [] } = options.providers ?? {};
  await Promise.all(["work", "home", "tmp", "logs"].map((name) => mkdir(place(name))));
  await fillMirror(place("mirror"), mirror);
  await writeFile(place("cli.tfrc"), cliConfig(place("mirror"), overrides));
  const workspace = new Workspace(options.program, directory, {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: place("home"),
    TMPDIR: place("tmp"),
    TF_CLI_CONFIG_FILE: place("cli.tfrc"),
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    // Small programs that live for a moment: less collecting of garbage saves a fifth of their time.
    GOGC: "400",
    // Whatever wants to leave this machine is refused at once, not after a minute of trying.
    HTTP_PROXY: "http://127.0.0.1:9",
    HTTPS_PROXY: "http://127.0.0.1:9",
    NO_PROXY: "127.0.0.1,localhost",
    ...(options.log ? { TF_LOG: options.log } : {}),
    ...(reattach ? { TF_REATTACH_PROVIDERS: reattach } : {}),
    ...options.env,
  });
  await workspace.write(options.files);
  return workspace;
}

/** A folder with a configuration, and a CLI to run in it. Commands may run side by side with those of other workspaces. */
export class Workspace {
  readonly program: FoundTerraform;
  /** The folder of the configuration. */
  readonly work: string;
  readonly #directory: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #running = new Set<RunningCommand>();
  readonly #terminal: { readonly command: string; readonly run: RunningCommand }[] = [];

  constructor(program: FoundTerraform, directory: string, env: Readonly<Record<string, string>>) {
    this.program = program;
    this.work = join(directory, "work");
    this.#directory = directory;
    this.#env = env;
  }

  /** Writes files of the configuration; null removes one. */
  async write(files: Readonly<Record<string, string | null>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.work, name);
      await mkdir(dirname(path), { recursive: true });
      if (text === null) await rm(path);
      else await writeFile(path, text);
    }
  }

  /** Starts a command such as `["plan", "-out=tfplan"]`, without colour and questions. */
  start(args: readonly string[], { env = {}, timeoutMs = 60_000 }: RunOptions = {}): RunningCommand {
    const [command = "", ...rest] = args;
    const plain = PLAIN.has(command)
      ? ["-no-color", ...(["validate", "show"].includes(command) ? [] : ["-input=false"])]
      : [];
    const log = join(this.#directory, "logs", `${this.#terminal.length + 1}-${command}.log`);
    const run = new RunningCommand(this.program.path, [command, ...plain, ...rest], {
      cwd: this.work,
      env: { ...this.#env, ...(this.#env.TF_LOG ? { TF_LOG_PATH: log } : {}), ...env },
      timeoutMs,
    });
    this.#terminal.push({ command: args.join(" "), run });
    this.#running.add(run);
    const forget = () => void this.#running.delete(run);
    run.finished.then(forget, forget);
    return run;
  }

  /** Runs a command to its end; an exit code is no error. Throws when it takes too long. */
  run(args: readonly string[], options?: RunOptions): Promise<Finished> {
    return this.start(args, options).finished;
  }

  /** Like {@link run}, but throws the output unless the exit code is 0. */
  async succeed(args: readonly string[], options?: RunOptions): Promise<Finished> {
    const finished = await this.run(args, options);
    if (finished.code === 0) return finished;
    throw new Error(`${this.program.tool} ${args.join(" ")} ended with ${finished.code}:\n${finished.output}`);
  }

  /** Throws the output unless a plan finds nothing to do. */
  async plansNothing(options?: RunOptions): Promise<void> {
    const { code, output } = await this.run(["plan", "-detailed-exitcode"], options);
    if (code !== 0 || !output.includes("No changes")) throw new Error(`a plan is not empty:\n${output}`);
  }

  /** A saved plan as `show -json` tells it. */
  async planJson(file = "tfplan", options?: RunOptions): Promise<PlanJson> {
    return (await this.succeed(["show", "-json", file], options)).json() as PlanJson;
  }

  /** The state file as it is; undefined while there is none, or an empty one of a command that was killed. */
  async state(): Promise<StateFile | undefined> {
    const text = await readFile(join(this.work, "terraform.tfstate"), "utf8").catch(() => undefined);
    return text ? (JSON.parse(text) as StateFile) : undefined;
  }

  /**
   * Everything that was written where somebody could read it: state, plans (unpacked), logs, what crashes left, and the
   * terminal. Places are named "work/terraform.tfstate", "work/tfplan/tfstate", "logs/2-plan.log", "terminal of plan".
   */
  async written(): Promise<readonly (readonly [place: string, text: string])[]> {
    const terminal = this.#terminal.map(({ command, run }) => [`terminal of ${command}`, run.output] as const);
    const files = await filesBelow(this.#directory, ["work", "home", "tmp", "logs"]);
    return [...terminal, ...files];
  }

  /** Kills what still runs, and removes every file. May be called twice. */
  async close(): Promise<void> {
    for (const run of this.#running) run.signal("SIGKILL");
    await Promise.allSettled([...this.#running].map(({ finished }) => finished));
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 3 });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function cliConfig(mirror: string, overrides: Readonly<Record<string, string>>): string {
  const lines = Object.entries(overrides).flatMap(([address, folder]) =>
    fullAddresses(address).map((full) => `    ${JSON.stringify(full)} = ${JSON.stringify(folder)}`),
  );
  // A list of installation methods without "direct" asks no registry.
  return [
    "disable_checkpoint = true",
    "provider_installation {",
    ...(lines.length > 0 ? ["  dev_overrides {", ...lines, "  }"] : []),
    "  filesystem_mirror {",
    `    path = ${JSON.stringify(mirror)}`,
    "  }",
    "}",
    "",
  ].join("\n");
}
