// The programs of examples/cdktf, run as people run them: by Node, in a folder of their own, against the built package.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { openWorkspace, type Workspace } from "../../support/terraform.ts";
import type { FoundTerraform } from "../../tools/terraform-programs.ts";
import { createClock } from "../scenario/clock.ts";
import { attachedProvider } from "../scenario/provider.ts";

const run = promisify(execFile);
const examples = join(import.meta.dirname, "../../../examples/cdktf");

/** Where a program of `examples/cdktf` ran. */
export class PlayedExample {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async play(name: string): Promise<PlayedExample> {
    const directory = await mkdtemp(join(tmpdir(), "tokapi-example-"));
    const env = { PATH: [dirname(process.execPath), process.env.PATH].join(":") };
    await run(process.execPath, [join(examples, name, "main.ts")], { cwd: directory, env });
    return new PlayedExample(directory);
  }

  /** What Terraform gets of a stack, changed; without its backend, so that the state is where the commands run. */
  async stack(name: string, change: (text: string) => string): Promise<string> {
    const text = await readFile(join(this.directory, "cdktf.out/stacks", name, "cdk.tf.json"), "utf8");
    return JSON.stringify(JSON.parse(change(text), (key, value) => (key === "backend" ? undefined : value)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}

/** What the commands of one stack see. */
export interface Surroundings {
  readonly program: FoundTerraform;
  readonly files: Readonly<Record<string, string>>;
  /** Variables of Terraform. */
  readonly env?: Readonly<Record<string, string>>;
  /** The environment of the provider. */
  readonly account?: Readonly<Record<string, string>>;
}

/** Plans and applies a stack, tries `check` on what came out, sees that nothing more is planned, and destroys it all. */
export async function applied(
  { program, files, env = {}, account = {} }: Surroundings,
  check: (workspace: Workspace) => Promise<void>,
): Promise<void> {
  const provider = await attachedProvider(createClock(1), account);
  const workspace = await openWorkspace({ program, providers: provider.sources, files, env });
  try {
    await workspace.succeed(["init"]);
    await workspace.succeed(["plan", "-out=tfplan"]);
    await workspace.succeed(["apply", "-auto-approve", "tfplan"]);
    await check(workspace);
    await workspace.plansNothing();
    await workspace.succeed(["destroy", "-auto-approve"]);
  } finally {
    await workspace.close();
    provider.close();
  }
}
