import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import * as cdktf from "cdktf";
import * as cdktn from "cdktn";
import * as forCdktf from "tokapi/constructs";
import * as forCdktn from "tokapi/constructs/cdktn";

const cores = { cdktf, cdktn } as const;
const libraries = { "tokapi/constructs": forCdktf, "tokapi/constructs/cdktn": forCdktn } as const;

/** Declares a key of each kind with a library in a tree of a core, and reads what came out. */
function declare(core: keyof typeof cores, library: keyof typeof libraries, kind: "state" | "operator"): unknown {
  const outdir = mkdtempSync(join(tmpdir(), "tokapi-core-"));
  try {
    const { App, TerraformStack } = cores[core] as typeof cdktf;
    const { ApiKey, Gateway, KeyDelivery } = libraries[library] as typeof forCdktf;
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "prod");
    const gateway = new Gateway(app, "tokmodel", { preset: "TokModel" });
    const delivery = kind === "state" ? KeyDelivery.terraformState() : KeyDelivery.operator({ namespace: "shop" });
    new ApiKey(stack, "api", { gateway, name: "prod-api-server", delivery });
    app.synth();
    const written = readFileSync(join(outdir, "stacks/prod/cdk.tf.json"), "utf8");
    return JSON.parse(written, (key, value) => (key === "//" || key === "backend" ? undefined : value));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe("one library, two builds", () => {
  it.each(["state", "operator"] as const)("declare the same in trees of their own: %s", (kind) => {
    const [one, other] = [
      declare("cdktf", "tokapi/constructs", kind),
      declare("cdktn", "tokapi/constructs/cdktn", kind),
    ];
    expect(one).toMatchObject({ resource: expect.anything() });
    expect(other).toEqual(one);
  });

  it.each([
    ["cdktf", "tokapi/constructs"],
    ["cdktn", "tokapi/constructs/cdktn"],
  ] as const)("refuse everything at once, of all stacks, and by rules on an App: %s", (core, library) => {
    const outdir = mkdtempSync(join(tmpdir(), "tokapi-core-"));
    const { App, Aspects, TerraformStack } = cores[core] as typeof cdktf;
    const { ApiKey, Environment, Gateway, KeyRule } = libraries[library] as typeof forCdktf;
    const app = new App({ outdir });
    Aspects.of(app).add(KeyRule.haveOwner());
    const gateway = new Gateway(app, "tokmodel", { preset: "TokModell" });
    for (const name of ["staging", "prod"])
      new ApiKey(new Environment(new TerraformStack(app, name), name, { gateway }), "api", {
        name: `${name}-api-server`,
      });
    try {
      expect(() => app.synth()).toThrow(
        /3 declarations are refused:\n.*tokmodel: preset: .*\n.*staging\/staging\/api: owner: .*\n.*prod\/prod\/api: owner: /,
      );
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });

  it.each([
    ["cdktn", "tokapi/constructs", "tokapi/constructs/cdktn"],
    ["cdktf", "tokapi/constructs/cdktn", "tokapi/constructs"],
  ] as const)("refuse a tree of %s to %s, and name the one to import", (core, library, right) => {
    for (const kind of ["state", "operator"] as const)
      expect(() => declare(core, library, kind)).toThrow(
        `prod is a stack of ${core}, and you imported ${library}, which is for the other one. Import ${right} instead.`,
      );
  });
});
