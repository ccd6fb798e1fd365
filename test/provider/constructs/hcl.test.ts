import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "@jest/globals";
import { needing } from "../../support/needing.ts";
import { openWorkspace } from "../../support/terraform.ts";
import { terraformProgram } from "../../tools/terraform-programs.ts";
import { createClock } from "../scenario/clock.ts";
import { attachedProvider } from "../scenario/provider.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const terraform = needing(await terraformProgram("terraform"));

/** A key of each kind with lists and objects in it. */
const declared = `
import { App, TerraformStack } from "cdktf";
import { ApiKey, ClusterAccess, Environment, Gateway, KeyDelivery, ModelRoute, Quota, Rotation, SecretText, Workload } from "tokapi/constructs";

const app = new App();
const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
const prod = new Environment(new TerraformStack(app, "prod"), "prod", { gateway, cluster: ClusterAccess.kubeconfig("~/.kube/config") });
const routes = [new ModelRoute(app, "chat", { provider: "openai", models: ["gpt-4o", "o3"] })];
const common = { routes, quota: Quota.total(12.5), allowedIps: ["::1"], rotation: Rotation.every("30d") };
new ApiKey(prod, "a", { ...common, name: "prod-service-a", delivery: KeyDelivery.terraformState(), renamedFrom: "prod-old-name" });
new ApiKey(prod, "b", {
  ...common,
  name: "prod-service-b",
  owner: "team",
  delivery: KeyDelivery.operator({ data: { URL: SecretText.BASE_URL + "/v1", NUMBER: "1042" }, restart: [Workload.deployment("api")] }),
});
app.synth();
`;

terraform.describe("the HCL that `cdktf synth --hcl` leaves behind", () => {
  it("is what terraform takes", async () => {
    // In a folder of this package, so that its own name leads to it.
    const folder = await mkdtemp(join(root, "dist/hcl-"));
    const out = await mkdtemp(join(tmpdir(), "tokapi-hcl-"));
    const provider = await attachedProvider(createClock(1), {});
    try {
      await writeFile(join(folder, "main.ts"), declared);
      const env = { PATH: process.env.PATH, CDKTF_OUTDIR: out, SYNTH_HCL_OUTPUT: "true" };
      await run(process.execPath, [join(folder, "main.ts")], { cwd: out, env });
      const hcl = await readFile(join(out, "stacks/prod/cdk.tf"), "utf8");
      await using workspace = await openWorkspace({
        program: terraform.needed,
        providers: provider.sources,
        files: { "main.tf": hcl.replace(/backend "local" \{[^}]*\}/, "") },
      });
      await workspace.succeed(["init"]);
      expect((await workspace.succeed(["validate"])).output).toContain("The configuration is valid");
      expect(hcl).toMatch(/moved \{\s*from = tok_api_key\.tokmodel_prod-old-name/);
      expect(hcl).toContain('"$${baseURL}/v1"');
    } finally {
      provider.close();
      await Promise.all([folder, out].map((path) => rm(path, { recursive: true })));
    }
  });
});
