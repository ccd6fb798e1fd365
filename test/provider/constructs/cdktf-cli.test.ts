import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { npmTools } from "../../../scripts/npm-tools.ts";
import { needing } from "../../support/needing.ts";
import { RunningCommand } from "../../support/running-command.ts";
import { onPath } from "../../tools/on-path.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { createClock } from "../scenario/clock.ts";
import { ScenarioGateway } from "../scenario/gateway.ts";
import { attachedProvider, type ScenarioProvider } from "../scenario/provider.ts";

const root = join(import.meta.dirname, "../../..");

interface Tools {
  readonly cli: string;
  readonly node: string;
  readonly terraform: string;
}

/** What runs the command line of CDKTF, or why nothing does. */
async function tools(): Promise<Tools | { readonly missing: string }> {
  const terraform = await terraformProgram("terraform");
  if ("missing" in terraform) return terraform;
  const node = await nodeForCli();
  if (!node) {
    const why = "its terminal is built for Node 16 to 22, and the PATH has none of them";
    return { missing: `NOT TESTED with the command line of CDKTF: ${why}.` };
  }
  try {
    const folder = await npmTools(join(root, "test/tools/cdktf-cli"));
    return { cli: join(folder, "node_modules/cdktf-cli/bundle/bin/cdktf"), node, terraform: terraform.path };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { missing: `NOT TESTED with the command line of CDKTF: it cannot be installed (${why}).` };
  }
}

/** A Node of the machine, not the one that this repository brings. */
async function nodeForCli(): Promise<string | undefined> {
  const directories = (process.env.PATH ?? "").split(delimiter).filter((path) => !path.includes("node_modules"));
  const saved = process.env.PATH;
  process.env.PATH = directories.join(delimiter);
  const node = await onPath("node").finally(() => {
    process.env.PATH = saved;
  });
  if (!node) return undefined;
  const major = Number(/^v(\d+)/.exec(execFileSync(node, ["--version"], { encoding: "utf8" }))?.[1]);
  return major >= 20 && major <= 22 ? node : undefined;
}

const commandLine = needing(await tools());

commandLine.describe("cdktf.json, with the command line of CDKTF", () => {
  let folder: string;
  let gateway: ScenarioGateway;
  let provider: ScenarioProvider;
  let recipient: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tokapi-cdktf-"));
    const clock = createClock(1);
    gateway = await ScenarioGateway.open("new-api v1.0.0-rc.24", clock, false);
    const { panelURL } = gateway.emulator;
    const address = { TOKAPI_DRIVER: "new-api", TOKAPI_PANEL_URL: panelURL };
    provider = await attachedProvider(clock, { ...gateway.environment, ...address });
    recipient = await identityToRecipient(await generateX25519Identity());
  });
  afterAll(async () => {
    provider.close();
    await gateway.emulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function cdktf(...args: readonly string[]): Promise<string> {
    const { cli, node, terraform } = commandLine.needed;
    const out = join(folder, "cdktf.out");
    const { finished } = new RunningCommand(node, [cli, ...args, "--output", out], {
      cwd: root,
      env: {
        PATH: [dirname(node), dirname(terraform), process.env.PATH].join(delimiter),
        HOME: folder,
        CHECKPOINT_DISABLE: "1",
        CI: "1",
        TF_REATTACH_PROVIDERS: provider.sources.reattach!,
        TOKAPI_DRIVER: "new-api",
        TOKAPI_PANEL_URL: gateway.emulator.panelURL,
        TF_VAR_recipient: recipient,
      },
      timeoutMs: 90_000,
    });
    const { code, output } = await finished;
    if (code !== 0) throw new Error(`cdktf ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  it("synthesizes the examples as stacks of one project", async () => {
    const said = await cdktf("synth");
    const { stacks } = JSON.parse(await readFile(join(folder, "cdktf.out/manifest.json"), "utf8"));
    expect(Object.keys(stacks)).toEqual(expect.arrayContaining(["one-key-prod", "platform-module-staging"]));
    for (const name of Object.keys(stacks)) expect(said.replace(/\s+/g, " ")).toContain(name);
  }, 120_000);

  it("shows, deploys and destroys one of them at an emulated gateway", async () => {
    // A lock for other machines is made out of a registry, where a provider of this machine is not.
    const local = ["one-key-prod", "--skip-provider-lock"];
    expect(await cdktf("diff", ...local)).toContain("1 to add, 0 to change, 0 to destroy");
    await cdktf("deploy", ...local, "--auto-approve");
    expect(gateway.emulator.ledger.live().map(({ name }) => name)).toEqual([
      expect.stringMatching(/^prod-api-server\..*\.r1$/),
    ]);
    expect(await cdktf("diff", ...local)).toContain("No changes");
    await cdktf("destroy", ...local, "--auto-approve");
    expect(gateway.emulator.ledger.existing()).toEqual([]);
  }, 240_000);
});
