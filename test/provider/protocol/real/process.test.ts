import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { bundledProgram } from "../../../support/provider-program.ts";
import { openWorkspace, type Workspace } from "../../../support/terraform.ts";
import type { FoundTerraform } from "../../../tools/terraform-programs.ts";
import { found } from "./lab.ts";

// Each command starts the provider a few times, which takes long on a busy machine.
jest.setTimeout(90_000);

const script = join(import.meta.dirname, "rough.ts");
let folder: string;
beforeAll(async () => {
  folder = await bundledProgram("rough", script);
});
afterAll(() => rmSync(folder, { recursive: true }));

function open(program: FoundTerraform, deed: string, env: Readonly<Record<string, string>> = {}): Promise<Workspace> {
  const files = {
    "main.tf": `terraform {
  required_providers {
    rough = { source = "rough/rough" }
  }
}
resource "rough_thing" "it" {
  deed = "${deed}"
}
`,
  };
  return openWorkspace({ program, files, env, providers: { overrides: { "rough/rough": folder } }, log: "TRACE" });
}

const apply = ["apply", "-auto-approve"];
const exists = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
/** Files are how two processes tell each other; nothing else reaches across. */
async function appearance(path: string): Promise<void> {
  while (!existsSync(path) || readFileSync(path, "utf8") === "") await sleep(20);
}
async function status(workspace: Workspace): Promise<readonly unknown[] | undefined> {
  return (await workspace.state())?.resources.flatMap(({ instances }) =>
    instances.map((one) => [one.attributes.id, one.status ?? "fine"]),
  );
}
const logs = async (workspace: Workspace) =>
  (await workspace.written())
    .filter(([place]) => place.startsWith("logs/"))
    .map(([, text]) => text)
    .join("\n");

describe.each(found)("a provider started by $tool $version", (program) => {
  it("leaves no process and no folder behind", async () => {
    await using workspace = await open(program, "nothing");
    await workspace.succeed(apply);
    await workspace.succeed(["destroy", "-auto-approve"]);
    expect(readdirSync(join(workspace.work, "../tmp")).filter((name) => name.startsWith("tf-"))).toEqual([]);
  });

  it("speaks in plain text where TLS is turned off", async () => {
    await using workspace = await open(program, "nothing", { TF_DISABLE_PLUGIN_TLS: "1" });
    await workspace.succeed(apply);
    expect(await status(workspace)).toEqual([["done", "fine"]]);
  });

  it("survives ^C, stops early, and what is half done is kept", async () => {
    await using workspace = await open(program, "wait");
    const run = workspace.start(apply);
    await appearance(join(workspace.work, "processes.json"));
    run.signal("SIGINT");
    const { code, output } = await run.finished;
    expect(code).toBe(1);
    expect(output).toContain("Stopped half-way");
    expect(await status(workspace)).toEqual([["half", "tainted"]]);
  });

  it("ends by itself when its client is killed, its call aborted", async () => {
    await using workspace = await open(program, "wait");
    const run = workspace.start(apply);
    const file = join(workspace.work, "processes.json");
    await appearance(file);
    const { provider, client } = JSON.parse(readFileSync(file, "utf8")) as { provider: number; client: number };
    process.kill(client, "SIGKILL");
    await appearance(join(workspace.work, "aborted.json"));
    while (exists(provider)) await sleep(50);
    await run.finished;
  });

  it("that crashes is told of as such", async () => {
    await using workspace = await open(program, "crash");
    const { code, output } = await workspace.run(apply);
    expect([code, /did not respond|crashed|exited|EOF|error/i.test(output)]).toEqual([1, true]);
  });

  it("survives what is thrown in a timer, and logs it in one line", async () => {
    await using workspace = await open(program, "stumble");
    await workspace.succeed(apply);
    const lines = (await logs(workspace)).split("\n").filter((line) => line.includes("uncaught error in the provider"));
    expect(lines).toEqual([expect.stringContaining("[ERROR]")]);
  });

  it("may print without harm", async () => {
    await using workspace = await open(program, "print");
    await workspace.succeed(apply);
  });

  it("logs by level, with fields", async () => {
    await using workspace = await open(program, "log");
    await workspace.succeed(apply);
    const lines = (await logs(workspace)).split("\n");
    const line = lines.find((one) => one.includes("watch out"));
    expect(line).toMatch(/\[WARN\] +provider[.\w-]*: watch out:.*count=3/);
    expect(lines.find((one) => one.includes("a detail"))).toContain("[TRACE]");
  });
});

it("started by hand says what it is", () => {
  const { status: code, stderr, stdout } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain('This is the provider "rough"');
});
