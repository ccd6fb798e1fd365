import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startNewApi } from "../../emulator/new-api/index.ts";
import { blocks, textOf } from "../docs/pages.ts";
import { npm, type Packed, packed, run } from "../provider/constructs/package/packed.ts";
import { terraformProgram } from "../tools/terraform-programs.ts";
import { tokapi } from "./program.ts";

const terraform = await terraformProgram("terraform");
if ("missing" in terraform) process.stderr.write(`${terraform.missing}\n`);

let pack: Packed;
beforeAll(async () => {
  pack = await packed();
}, 60_000);
afterAll(async () => pack[Symbol.asyncDispose]());

describe("tokapi init", () => {
  it("refuses a folder in which something is, names it, and changes nothing", async () => {
    const folder = await pack.folder({ "notes.txt": "mine" });
    const { code, err } = await tokapi("init", folder).ended;
    expect([code, err]).toEqual([1, expect.stringContaining("is not empty (notes.txt)")]);
    expect(await readdir(folder)).toEqual(["notes.txt"]);
  });

  it.each([
    { options: [], core: "cdktf" },
    { options: ["--cdktn"], core: "cdktn" },
  ])(
    "makes a project of $core out of the packed package that installs, compiles and makes a key",
    async (flavour) => {
      const project = await installed(flavour.options);
      const { dependencies } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
      expect(Object.keys(dependencies)).toContain(flavour.core);
      await applied(project, await readFile(join(project, "main.ts"), "utf8"), ["prod"], [/^prod-api-server\..*\.r1$/]);
      if (flavour.core !== "cdktf") return;
      // The program of the README, in the same project.
      const [program = ""] = blocks(textOf("README.md"), "ts");
      for (const file of await readdir(project)) if (file.endsWith(".tfstate")) await rm(join(project, file));
      await applied(project, program, ["staging", "prod"], [/^staging-chat\..*\.r1$/, /^prod-chat\..*\.r1$/]);
    },
    180_000,
  );
});

describe("the packed program", () => {
  it("needs nothing beside it", async () => {
    const project = await pack.folder({ "package.json": "{}" });
    await npm(project, "install", pack.tarball);
    const program = join(project, "node_modules/.bin/tokapi");
    expect(await run(project, program, ["help"])).toContain("tokapi init");
    const { keysCreated, leaked } = JSON.parse(await run(project, program, ["demo", "--for", "8s", "--json"]));
    expect([keysCreated > 0, leaked]).toEqual([true, 0]);
  }, 90_000);
});

async function installed(options: readonly string[]): Promise<string> {
  const project = await pack.folder({});
  await npm(project, "exec", "--yes", `--package=${pack.tarball}`, "--", "tokapi", "init", ...options);
  await npm(project, "install");
  return project;
}

const gateway = /preset: "TokModel"|driver: "new-api", panelUrl: "[^"]+"/;

/** Compiles a program against an emulated gateway, and has its stacks applied; the keys that come out must work. */
async function applied(
  project: string,
  program: string,
  stacks: readonly string[],
  names: readonly RegExp[],
): Promise<void> {
  const emulator = await startNewApi({ profile: "v1.0.0-rc.24", seed: "wire", limits: false });
  try {
    const place = `driver: "new-api", panelUrl: "${emulator.panelURL}"`;
    await writeFile(join(project, "main.ts"), program.replace(gateway, place));
    await npm(project, "run", "types");
    await npm(project, "run", "synth");
    if ("missing" in terraform) return;

    const { accessToken = "", userId = "" } = emulator.credentials;
    const home = await pack.folder({});
    const env = { HOME: home, TOKAPI_ACCESS_TOKEN: accessToken, TOKAPI_USER_ID: userId, CHECKPOINT_DISABLE: "1" };
    await run(project, join(project, "node_modules/.bin/tokapi"), ["provider", "install", "--terraform"], env);
    for (const stack of stacks) {
      for (const command of [["init"], ["plan"], ["apply", "-auto-approve"]])
        await run(join(project, "cdktf.out/stacks", stack), terraform.path, [...command, "-input=false"], env);
    }
    const live = emulator.ledger.live();
    expect(live.map(({ name }) => name)).toEqual(names.map((name) => expect.stringMatching(name)));
    for (const { text } of live) {
      const answer = await fetch(`${emulator.dataURL}/v1/models`, { headers: { authorization: `Bearer ${text}` } });
      expect(answer.status).toBe(200);
    }
  } finally {
    await emulator.close();
  }
}
