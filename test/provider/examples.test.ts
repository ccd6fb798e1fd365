import { spawnSync } from "node:child_process";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { devNull } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { tokProvider } from "../../provider/resources/provider.ts";
import { surroundings } from "../../provider/surroundings.ts";
import { pageFolders, providerPages } from "../../scripts/provider-docs/pages.ts";
import { openWorkspace } from "../support/terraform.ts";
import { type FoundTerraform, terraformPrograms } from "../tools/terraform-programs.ts";
import { createClock } from "./scenario/clock.ts";
import { ScenarioGateway } from "./scenario/gateway.ts";
import type { GatewayName } from "./scenario/profiles.ts";
import { attachedProvider } from "./scenario/provider.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "examples/terraform");
const textOf = (path: string) => readFileSync(join(folder, path), "utf8");
/** The first one that people copy. */
const readme = "README.md";
const firstOfReadme = () => /^```hcl\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, readme), "utf8"))![1]!;

const found = await terraformPrograms();

const examples = globSync("*/**/*.{tf,tfquery.hcl}", { cwd: folder }).sort();
/** Of Terraform 1.14: read here, run in actions-and-queries.test.ts and resources/cluster-api-key/actions.test.ts. */
const isNewer = (path: string) => /^(actions|list-resources)\//.test(path);
/** Played where there is a cluster, in resources/cluster-api-key/terraform.test.ts. */
const isOfCluster = (path: string) => /^(resources\/tok_cluster_api_key\/|provider\/cluster\.tf$)/.test(path);
const onSub2api = new Set(["provider/tokenforme.tf", "resources/tok_api_key/write-only.tf"]);

/** In the provider block, in place of what would lead away from this machine. */
function override(gateway: ScenarioGateway, path: string): string {
  const { email } = gateway.emulator.credentials;
  const settings: Record<string, string | undefined> = {
    preset: "null",
    region: "null",
    proxy: "null",
    ca_bundle: "null",
    driver: JSON.stringify(gateway.kind),
    panel_url: JSON.stringify(gateway.emulator.panelURL),
    email: path === "provider/tokenforme.tf" ? JSON.stringify(email) : undefined,
  };
  const lines = Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} = ${value}`],
  );
  return `provider "tok" {\n${lines.join("\n")}\n}\n`;
}

async function play(path: string, program: FoundTerraform): Promise<void> {
  const name: GatewayName = onSub2api.has(path) ? "sub2api 0.1.179" : "new-api v1.0.0-rc.24";
  const clock = createClock(1);
  const gateway = await ScenarioGateway.open(name, clock, false);
  const { accessToken, userId, password = "" } = gateway.emulator.credentials;
  const byHand = await gateway.console.create("chat-frontend");
  const provider = await attachedProvider(clock, gateway.environment);
  const [block, example] = path.startsWith("provider/")
    ? [textOf(path), 'data "tok_groups" "all" {}\n']
    : path === readme
      ? [firstOfReadme(), ""]
      : [textOf("provider/main.tf"), textOf(path)];
  const workspace = await openWorkspace({
    program,
    providers: provider.sources,
    files: {
      "provider.tf": block,
      "example.tf": example.replaceAll("1042", byHand),
      "gateway_override.tf": override(gateway, path),
      "../home/.config/tokapi/credentials.json": JSON.stringify({ accessToken, userId }),
    },
    env: { TF_VAR_key: "a-text-of-mine-0123456789", TF_VAR_password: password },
  });
  try {
    await workspace.succeed(["init"]);
    await workspace.succeed(["validate"]);
    await workspace.succeed(["plan", "-out=tfplan"]);
    await workspace.succeed(["apply", "-auto-approve"]);
    await workspace.plansNothing();
    await workspace.succeed(["destroy", "-auto-approve"]);
    const live = gateway.emulator.ledger.created().filter(({ id, state }) => state !== "deleted" && id !== byHand);
    expect(live).toEqual([]);
  } finally {
    await workspace.close();
    provider.close();
    await gateway.emulator.close();
  }
}

const runs = found.flatMap((program) =>
  [readme, ...examples.filter((path) => !isNewer(path) && !isOfCluster(path))].map((path) => ({
    path,
    tool: program.tool,
    program,
  })),
);

describe("examples/terraform", () => {
  it.each(runs)("$path, from init to destroy by $tool", ({ path, program }) => play(path, program), 60_000);

  const provider = tokProvider(surroundings(createClock(1), {}));
  const newer = { actions: provider.actions, "list-resources": provider.listResources };
  it.each(examples.filter(isNewer))("%s names attributes that there are", (path) => {
    const [kind = "", thing = ""] = path.split("/");
    const { schema } = newer[kind as keyof typeof newer]![thing]!;
    const [, config = ""] = /^ {2}config \{\n([\s\S]*?)^ {2}\}/m.exec(textOf(path)) ?? [];
    const named = [...config.matchAll(/^ {4}(\w+) +=/gm)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(0);
    expect(Object.keys(schema.attributes)).toEqual(expect.arrayContaining(named));
  });

  it.each(found)("is written as $tool fmt writes it", ({ path }) => {
    const options = { encoding: "utf8", env: { TF_CLI_CONFIG_FILE: devNull } } as const;
    const unlike = spawnSync(path, ["fmt", "-check", "-recursive", folder], options);
    const block = spawnSync(path, ["fmt", "-"], { ...options, input: firstOfReadme() });
    expect([unlike.stdout, block.stdout]).toEqual(["", firstOfReadme()]);
  });

  it("is of things that there are", () => {
    const kinds = {
      resources: provider.resources,
      "data-sources": provider.dataSources,
      "ephemeral-resources": provider.ephemeralResources,
      functions: provider.functions,
      ...newer,
    };
    const left = examples
      .map((path) => dirname(path).split("/"))
      .filter(([kind = "", thing = ""]) => kind !== "provider" && !kinds[kind as keyof typeof kinds]?.[thing]);
    expect(left).toEqual([]);
  });

  it("has a page for everything, and docs has no page of anything else", () => {
    const pages = [...providerPages(provider).keys()].filter((path) => path !== "docs/index.md");
    const there = pageFolders
      .filter((name) => existsSync(join(root, "docs", name)))
      .flatMap((name) => readdirSync(join(root, "docs", name)).map((file) => `docs/${name}/${file}`));
    expect(there.sort()).toEqual(pages.sort());
  });
});
