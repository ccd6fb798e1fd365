import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { run } from "../../provider/constructs/package/packed.ts";
import { createClock } from "../../provider/scenario/clock.ts";
import { ScenarioGateway } from "../../provider/scenario/gateway.ts";
import { attachedProvider } from "../../provider/scenario/provider.ts";
import { needing } from "../../support/needing.ts";
import { openWorkspace, type Workspace } from "../../support/terraform.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { changesAt, environmentOf, keysByHand, printed } from "./account.ts";

const root = join(import.meta.dirname, "../../..");
const terraform = needing(await terraformProgram("terraform"));
const clock = createClock(1);

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "tokapi-import-"));
  await mkdir(join(project, "node_modules"));
  for (const name of ["cdktf", "cdktn", "constructs", "@types"])
    await symlink(join(root, "node_modules", name), join(project, "node_modules", name));
  await symlink(root, join(project, "node_modules/tokapi"));
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
});
afterEach(() => rm(project, { recursive: true }));

/** Compiles the program, and answers what it synthesizes, with the state in the folder of the configuration. */
async function synthesized(program: string): Promise<string> {
  await writeFile(join(project, "main.ts"), program);
  const settings = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2023", "--types", "node"];
  await run(project, process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...settings, "main.ts"]);
  await run(project, process.execPath, ["main.ts"]);
  const made = JSON.parse(await readFile(join(project, "cdktf.out/stacks/imported/cdk.tf.json"), "utf8"));
  delete made.terraform.backend;
  return JSON.stringify(made);
}

const gateways = ["new-api v1.0.0-rc.24", "sub2api 0.1.179"] as const;

terraform.describe.each(gateways)("tokapi import --as typescript, for %s", (name) => {
  it.each([
    { core: "cdktf", options: [] },
    { core: "cdktn", options: ["--cdktn"] },
  ])(
    "with Terraform, on $core, the program takes over the same keys, and nothing is changed at the gateway",
    async ({ options }) => {
      await onAccount(name, async ({ console, ids, planned }) => {
        const before = changesAt(console);
        await planned(await printed(console, "--store-in-state", ...options), async (workspace) => {
          const { resource_changes: changes = [] } = await workspace.planJson();
          expect(changes.map(({ change }) => change.importing?.id).sort()).toEqual([...ids.values()].sort());
          await workspace.succeed(["apply", "tfplan"]);
          expect((await workspace.run(["plan", "-detailed-exitcode"])).code).toBe(0);
        });
        expect(changesAt(console) - before).toBe(0);
      });
    },
    90_000,
  );

  it("with the operator, the program declares the adoption of the same keys", async () => {
    await onAccount(name, async ({ console, ids, planned }) => {
      await planned(await printed(console, "--namespace", "shop"), async (workspace) => {
        const { resource_changes: changes = [] } = await workspace.planJson();
        const declared = changes.map(
          ({ change }) => change.after as { namespace: string; spec: { adopt: { id: string } } },
        );
        expect(declared.map(({ spec }) => spec.adopt.id).sort()).toEqual([...ids.values()].sort());
        expect(new Set(declared.map(({ namespace }) => namespace))).toEqual(new Set(["shop"]));
      });
    });
  }, 90_000);
});

interface OnAccount {
  readonly console: ScenarioGateway["console"];
  readonly ids: ReadonlyMap<string, string>;
  planned(program: string, look: (workspace: Workspace) => Promise<void>): Promise<void>;
}

async function onAccount(name: (typeof gateways)[number], test: (account: OnAccount) => Promise<void>): Promise<void> {
  const { console, emulator } = await ScenarioGateway.open(name, clock, false);
  const provider = await attachedProvider(clock, environmentOf(emulator));
  try {
    const ids = await keysByHand(console);
    await test({
      console,
      ids,
      async planned(program, look) {
        const files = { "cdk.tf.json": await synthesized(program) };
        await using workspace = await openWorkspace({ program: terraform.needed, providers: provider.sources, files });
        await workspace.succeed(["init"]);
        await workspace.succeed(["plan", "-out=tfplan"]);
        await look(workspace);
      },
    });
  } finally {
    provider.close();
    await emulator.close();
  }
}
