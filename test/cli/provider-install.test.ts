import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openWorkspace, type Workspace } from "../support/terraform.ts";
import { type FoundTerraform, terraformPrograms } from "../tools/terraform-programs.ts";
import { tokapiIn } from "./program.ts";

const root = join(import.meta.dirname, "../..");
const declared = (requirement: string) => ({
  "main.tf": `${requirement}
provider "tok" {}
resource "tok_api_key" "server" {
  name           = "prod-api-server"
  store_in_state = true
}
`,
});

const found = await terraformPrograms();

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tokapi-home-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const inHome = (): Record<string, string | undefined> => ({
  HOME: home,
  TF_CLI_CONFIG_FILE: undefined,
  XDG_CONFIG_HOME: undefined,
  XDG_DATA_HOME: undefined,
});

/** What `tokapi provider install` says, as the user whose home it is. */
async function install(...options: readonly string[]): Promise<string> {
  const { code, out, err } = await tokapiIn(inHome(), "provider", "install", ...options).ended;
  expect([code, err]).toEqual([0, ""]);
  return out;
}

/** The block of what was said that begins so, up to the line that closes it. */
function block(said: string, begin: string): string {
  return /^[\s\S]*?^}$/m.exec(said.slice(said.indexOf(`${begin} {\n`)))![0];
}

/** A workspace of that user. Without a file of the user's the tools look where they do by themselves. */
function workspaceOf(
  program: FoundTerraform,
  requirement: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Workspace> {
  const own = { HOME: home, TF_CLI_CONFIG_FILE: "", ...env };
  return openWorkspace({ program, files: declared(requirement), env: own });
}

describe.each(found)("tokapi provider install, then $tool", (program) => {
  it("is found by init with no further configuration", async () => {
    const said = await install();
    await using workspace = await workspaceOf(program, block(said, "terraform"));
    expect((await workspace.succeed(["init"])).output).toContain("Installed tok/tok v");
    await workspace.succeed(["validate"]);
  });

  it("is found in a mirror by the block that it prints", async () => {
    const said = await install("--mirror", join(home, "mirror"), `--${program.tool}`);
    writeFileSync(join(home, "cli.tfrc"), block(said, "provider_installation"));
    const env = { TF_CLI_CONFIG_FILE: join(home, "cli.tfrc") };
    await using workspace = await workspaceOf(program, block(said, "terraform"), env);
    await workspace.succeed(["init"]);
    await workspace.succeed(["validate"]);
  });

  it("is used for development by the block that it prints, without init", async () => {
    const said = await install("--dev");
    writeFileSync(join(home, "cli.tfrc"), block(said, "provider_installation"));
    const env = { TF_CLI_CONFIG_FILE: join(home, "cli.tfrc") };
    await using workspace = await workspaceOf(program, block(said, "terraform"), env);
    expect((await workspace.succeed(["validate"])).output).toContain("tok/tok in ");
  });

  it("tells the user in a sentence when there is no Node, or an old one", async () => {
    const said = await install("--mirror", join(home, "mirror"));
    writeFileSync(join(home, "cli.tfrc"), block(said, "provider_installation"));
    writeFileSync(
      join(home, "age.cjs"),
      'Object.defineProperty(process, "versions", { value: { node: "18.20.0" } });\n',
    );
    mkdirSync(join(home, "bin"));
    const old = join(home, "bin/node");
    writeFileSync(old, `#!/bin/sh\nexec '${process.execPath}' --require '${join(home, "age.cjs")}' "$@"\n`);
    chmodSync(old, 0o755);
    const env = { TF_CLI_CONFIG_FILE: join(home, "cli.tfrc") };
    await using workspace = await workspaceOf(program, block(said, "terraform"), env);
    await workspace.succeed(["init"]);
    const spoken = async (path: string) =>
      (await workspace.run(["validate"], { env: { PATH: path } })).output.replace(/\s+/g, " ");
    expect(await spoken(join(home, "nothing"))).toContain(
      "The provider tok needs Node 22.19 or newer, and there is no node.",
    );
    expect(await spoken([join(home, "bin"), "/bin"].join(delimiter))).toContain(
      `The provider tok needs Node 22.19 or newer, and ${process.execPath} is v`,
    );
  });
});

describe("tokapi provider install", () => {
  const folders = () =>
    ["registry.terraform.io", "registry.opentofu.org"].map((host) =>
      join(home, ".terraform.d/plugins", host, "tok/tok"),
    );

  it("says what it did, and does nothing twice", async () => {
    const [first, second] = [await install(), await install()];
    for (const folder of folders()) {
      expect(first).toContain(`wrote ${folder}`);
      expect(second).toContain(`unchanged ${folder}`);
    }
  });

  it("says what to do where it replaced something", async () => {
    const said = await install("--tofu");
    const [, folder = ""] = /wrote (.*)/.exec(said)!;
    writeFileSync(join(folder, "provider.cjs"), "another one");
    const again = await install("--tofu");
    expect(again).toContain(`replaced ${folder}`);
    expect(again).toContain(".terraform.lock.hcl");
    expect(readFileSync(join(folder, "provider.cjs"), "utf8")).not.toBe("another one");
  });

  it("installs for one tool where one is asked for", async () => {
    const said = await install("--terraform");
    expect(said).toContain(folders()[0]);
    expect(said).not.toContain(folders()[1]);
  });

  it("says that the folder is not looked into, where a configuration of the user's has it so", async () => {
    const file = join(home, ".terraformrc");
    writeFileSync(file, "provider_installation {\n  direct {}\n}\n");
    expect(await install()).toContain(`But ${file} has a block provider_installation`);
    expect(readFileSync(file, "utf8")).toBe("provider_installation {\n  direct {}\n}\n");
  });

  it("starts the provider by the Node that it runs on itself where there is no other", async () => {
    const { out } = await tokapiIn({ ...inHome(), PATH: join(home, "nothing") }, "provider", "install").ended;
    expect(out).toContain(`it is started by ${process.execPath}`);
    const [, folder = ""] = /wrote (.*)/.exec(out)!;
    expect(dirname(folder)).toContain(home);
    expect(readFileSync(join(folder, "start.cjs"), "utf8")).toContain("provider.cjs");
  });

  it("finds the provider beside the built program, and installs the same", async () => {
    const fromSources = await install("--tofu");
    const build = spawnSync(process.execPath, [join(root, "scripts/build.ts")], { encoding: "utf8" });
    expect([build.stderr, build.stdout]).toEqual([
      "",
      expect.stringMatching(/dist\/terraform-provider-tok\.cjs: \d+ KB/),
    ]);
    const built = [join(root, "dist/tokapi.js"), "provider", "install", "--tofu"];
    const run = spawnSync(process.execPath, built, { env: { ...process.env, ...inHome() }, encoding: "utf8" });
    expect(run.stdout).toBe(fromSources.replace("  wrote ", "  unchanged "));
  });

  it.each([
    [["provider"], /provider install/],
    [["provider", "remove"], /provider install/],
    [["provider", "install", "--dev", "--mirror", "x"], /--dev and --mirror/],
  ])("refuses %j and says how to call it", async (args, why) => {
    const { code, err } = await tokapiIn(inHome(), ...args).ended;
    expect([code, err]).toEqual([2, expect.stringMatching(why)]);
  });
});
