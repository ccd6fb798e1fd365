import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { npmTools } from "../../../../scripts/npm-tools.ts";
import { npm, type Packed, packed, run } from "./packed.ts";

const root = join(import.meta.dirname, "../../../..");
const flavours = [
  { core: "cdktf", entry: "tokapi/constructs" },
  { core: "cdktn", entry: "tokapi/constructs/cdktn" },
];

let tools: string;
let pack: Packed;
beforeAll(async () => {
  tools = await npmTools(join(root, "test/tools/package-checks"));
  pack = await packed();
}, 180_000);
afterAll(async () => pack[Symbol.asyncDispose]());

describe("the packed package", () => {
  it("is at most 3 MB", async () => {
    expect((await stat(pack.tarball)).size).toBeLessThanOrEqual(3_000_000);
  });

  it("has nothing that publint complains about", async () => {
    const { publint } = await import(createRequire(join(tools, "package.json")).resolve("publint"));
    const tarball = new Uint8Array(await readFile(pack.tarball)).buffer;
    expect((await publint({ pack: { tarball }, strict: true })).messages).toEqual([]);
  });

  it("has types that every way to resolve them finds, and that tell the truth", async () => {
    const attw = await import(createRequire(join(tools, "package.json")).resolve("@arethetypeswrong/core"));
    const contents = attw.createPackageFromTarballData(new Uint8Array(await readFile(pack.tarball)));
    const { entrypoints, problems } = await attw.checkPackage(contents);
    expect(Object.keys(entrypoints)).toEqual(["./constructs", "./constructs/cdktn", "./package.json"]);
    // Before Node 16 there were no entries by name.
    const asked = problems.filter(
      (problem: { readonly resolutionKind?: string }) => problem.resolutionKind !== "node10",
    );
    expect(asked).toEqual([]);
  });
});

const program = (core: string, entry: string) => `
import { App, TerraformStack } from "${core}";
import { ApiKey, type ApiKeyProps, Environment, Gateway, KeyDelivery, l1, ModelRoute, Quota, Rotation } from "${entry}";

const app = new App();
const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
const stack = new TerraformStack(app, "prod");
const prod = new Environment(stack, "prod", { gateway });
const openai = new ModelRoute(app, "openai", { provider: "openai", models: ["gpt-4o-mini"] });
const props: ApiKeyProps = {
  name: "prod-api-server",
  quota: Quota.total(50),
  rotation: Rotation.every("30d"),
  delivery: KeyDelivery.terraformState(),
};
const key: ApiKey = new ApiKey(prod, "server", props);
openai.grantUse(key);
new l1.apiKey.ApiKey(stack, "plain", { name: "prod-l1", storeInState: true });
app.synth();
`;

/** Compilers with what each is asked to be; all check the types of the libraries too. */
const compilers = [
  { typescript: "5.4", module: "node16", moduleResolution: "node16" },
  { typescript: "7", module: "nodenext", moduleResolution: "nodenext" },
  { typescript: "7", module: "esnext", moduleResolution: "bundler" },
];
const tsc = (typescript: string) =>
  typescript === "7"
    ? join(root, "node_modules/typescript/bin/tsc")
    : join(tools, `node_modules/typescript-${typescript}/bin/tsc`);

describe.each(flavours)("in an empty project of $core", ({ core, entry }) => {
  const expected = [core, "constructs", "tokapi"];
  let project: string;
  beforeAll(async () => {
    project = await pack.folder({ "package.json": "{}", "main.ts": program(core, entry) });
    await npm(project, "install", pack.tarball, core, "@types/node@20");
  }, 120_000);

  it("brings nothing but itself", async () => {
    const installed = await readdir(join(project, "node_modules"));
    const ofTypes = ["@types", "undici-types"];
    expect(installed.filter((name) => !name.startsWith(".") && !ofTypes.includes(name)).sort()).toEqual(expected);
  });

  it.each(compilers)(
    "compiles with TypeScript $typescript by $moduleResolution",
    async ({ typescript, module, moduleResolution }) => {
      const settings = ["--strict", "--module", module, "--moduleResolution", moduleResolution, "--target", "es2022"];
      await run(project, process.execPath, [tsc(typescript), ...settings, "--types", "node", "--noEmit", "main.ts"]);
    },
    60_000,
  );

  it("synthesizes", async () => {
    const settings = ["--module", "nodenext", "--target", "es2022", "--types", "node"];
    await run(project, process.execPath, [tsc("7"), ...settings, "main.ts"]);
    await run(project, process.execPath, ["main.js"]);
    const made = JSON.parse(await readFile(join(project, "cdktf.out/stacks/prod/cdk.tf.json"), "utf8"));
    expect(Object.values(made.resource.tok_api_key)).toMatchObject([{ name: "prod-l1" }, { name: "prod-api-server" }]);
  });

  it("loads no module of any other package", async () => {
    const script = `require("${entry}"); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const loaded = JSON.parse(await run(project, process.execPath, ["-e", script])) as readonly string[];
    const packages = new Set(loaded.map((path) => path.split("node_modules/")[1]!.split("/")[0]!));
    expect([...packages].sort()).toEqual(expected);
  });
});
