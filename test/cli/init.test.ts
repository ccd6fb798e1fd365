import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startNewApi } from "../../emulator/new-api/index.ts";
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
    async ({ options, core }) => {
      const project = await pack.folder({});
      const home = await pack.folder({});
      await npm(project, "exec", "--yes", `--package=${pack.tarball}`, "--", "tokapi", "init", ...options);
      await npm(project, "install");
      expect(Object.keys(JSON.parse(await readFile(join(project, "package.json"), "utf8")).dependencies)).toContain(
        core,
      );
      await npm(project, "run", "types");

      const emulator = await startNewApi({ profile: "v1.0.0-rc.24", seed: "wire", limits: false });
      try {
        const program = await readFile(join(project, "main.ts"), "utf8");
        const place = `driver: "new-api", panelUrl: "${emulator.panelURL}"`;
        await writeFile(join(project, "main.ts"), program.replace('preset: "TokModel"', place));
        await npm(project, "run", "synth");
        if ("missing" in terraform) return;

        const { accessToken = "", userId = "" } = emulator.credentials;
        const env = { HOME: home, TOKAPI_ACCESS_TOKEN: accessToken, TOKAPI_USER_ID: userId, CHECKPOINT_DISABLE: "1" };
        await run(project, join(project, "node_modules/.bin/tokapi"), ["provider", "install", "--terraform"], env);
        const stack = join(project, "cdktf.out/stacks/prod");
        for (const command of [["init"], ["plan"], ["apply", "-auto-approve"]])
          await run(stack, terraform.path, [...command, "-input=false", "-no-color"], env);
        const [key, ...others] = emulator.ledger.live();
        expect([key?.name, others]).toEqual([expect.stringMatching(/^prod-api-server\..*\.r1$/), []]);
        const answer = await fetch(`${emulator.dataURL}/v1/models`, {
          headers: { authorization: `Bearer ${key!.text}` },
        });
        expect(answer.status).toBe(200);
      } finally {
        await emulator.close();
      }
    },
    120_000,
  );
});
