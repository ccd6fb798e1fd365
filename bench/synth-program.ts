// Declares as many keys as it is told, each with a route of ten, synthesizes them, and prints what that took.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { ApiKey, Environment, Gateway, ModelRoute, Quota, Rotation } from "tokapi/constructs";

/** What one synth took. */
export interface SynthCost {
  /** Declaring and synthesizing. */
  readonly ms: number;
  /** The process at its peak. */
  readonly rssKiB: number;
}

const count = Number(process.argv[2]);
const outdir = mkdtempSync(join(tmpdir(), "tokapi-synth-"));
const began = performance.now();

const app = new App({ outdir });
const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
const prod = new Environment(new TerraformStack(app, "prod"), "prod", { gateway });
const routes = Array.from(
  { length: 10 },
  (_, index) => new ModelRoute(app, `route-${index}`, { provider: "openai", models: [`gpt-${index}`] }),
);
for (let index = 0; index < count; index++) {
  const key = new ApiKey(prod, `key-${index}`, {
    name: `prod-service-${index}`,
    owner: "team",
    quota: Quota.total(50),
    rotation: Rotation.every("30d", { overlap: "2h" }),
  });
  routes[index % routes.length]!.grantUse(key);
}
app.synth();

const cost: SynthCost = { ms: performance.now() - began, rssKiB: process.resourceUsage().maxRSS };
rmSync(outdir, { recursive: true });
console.log(JSON.stringify(cost));
