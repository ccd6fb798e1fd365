import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { TerraformStack } from "cdktf";
import { ApiKey, Environment, Gateway, KeyDelivery, ModelRoute, Rotation } from "../../../provider/constructs/index.ts";
import { blocks, root, textOf } from "../../docs/pages.ts";
import { refused } from "./refused.ts";

const run = promisify(execFile);
const page = textOf("docs/cdktf.md");

describe("docs/cdktf.md", () => {
  let folder: string;
  let out: string;
  beforeEach(async () => {
    // In a folder of this package, so that its own name leads to it.
    folder = await mkdtemp(join(root, "dist/page-"));
    out = await mkdtemp(join(tmpdir(), "tokapi-page-"));
  });
  afterEach(() => Promise.all([folder, out].map((path) => rm(path, { recursive: true }))));
  const play = async (program: string) => {
    await writeFile(join(folder, "main.ts"), program);
    await run(process.execPath, [join(folder, "main.ts")], { cwd: out, env: { PATH: process.env.PATH } });
  };

  it("begins with a program that runs, and goes on from there", async () => {
    const [first = "", manifests = "", rules = ""] = blocks(page, "ts");
    await play(first);
    const written = JSON.parse(await readFile(join(out, "cdktf.out/stacks/prod/cdk.tf.json"), "utf8"));
    expect(Object.keys(written.resource.tok_cluster_api_key)).toEqual(["shop_prod-api-server"]);
    const imports = 'import { Aspects } from "cdktf";\nimport { KeyRule, Manifests } from "tokapi/constructs";\n';
    // The key of the first program has no owner, names no models and has a short name.
    await expect(play(imports + first.replace("app.synth()", `${rules}\napp.synth()`))).rejects.toThrow(
      /owner: is missing[\s\S]*routes: this key may call every model/,
    );
    const gitOps = first.replace("namespace:", "gitOps: true, namespace:");
    await play(`${imports}${gitOps}\n${manifests}`);
    expect(await readFile(join(out, "k8s/prod/tokapikey.shop.prod-api-server.yaml"), "utf8")).toContain(
      "kind: TokApiKey",
    );
  });

  it("shows refusals as they are", () => {
    const [, shown = ""] = /```text\n(Validation failed[\s\S]*?)```/.exec(page) ?? [];
    const found = refused((app) => {
      const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
      const [staging, prod] = ["staging", "prod"].map(
        (name) => new Environment(new TerraformStack(app, name), name, { gateway, namespace: "shop" }),
      );
      const chat = new ModelRoute(app, "chat", { provider: "openai", rateLimit: { requestsPerMinute: 60 } });
      const delivery = KeyDelivery.operator({ secretName: "llm" });
      new ApiKey(staging!, "api", { name: "staging-api-server", rotation: Rotation.every("30m") });
      new ApiKey(prod!, "api", { name: "prod-api-server", routes: [chat], delivery });
      new ApiKey(prod!, "batch", { name: "prod-batch-jobs", delivery });
    });
    expect(
      shown
        .split("\n")
        .slice(2, -1)
        .map((line) => line.trim()),
    ).toEqual(found);
  });
});
