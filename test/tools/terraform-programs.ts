// The real CLIs that the provider is tested with, and the Go provider that the bench compares it with.
import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { builtModule, type GoModule } from "./go-module.ts";
import { executable, onPath } from "./on-path.ts";

/** Terraform or OpenTofu, by the name of its program. */
export type TerraformTool = "terraform" | "tofu";

/** A CLI that can be run, with its version ("1.11.4"). */
export interface FoundTerraform {
  readonly tool: TerraformTool;
  readonly path: string;
  readonly version: string;
}
/** The CLI, or one sentence that says why there is none. */
export type TerraformProgram = FoundTerraform | { readonly missing: string };

const OPENTOFU: GoModule = {
  name: "opentofu",
  what: (version) => `OpenTofu ${version("github.com/opentofu/opentofu")} (two and a half minutes)`,
  programs: ["tofu"],
  // Else it says 1.12.6-dev, which constraints on the version do not match.
  ldflags: () => "-X github.com/opentofu/opentofu/version.dev=no",
};
const TERRAFORM: GoModule = {
  name: "terraform",
  what: (version) => `Terraform ${version("github.com/hashicorp/terraform")} (two minutes)`,
  programs: ["terraform"],
  ldflags: () => "-X github.com/hashicorp/terraform/version.dev=no",
};
const TIME: GoModule = {
  name: "provider-time",
  what: (version) =>
    `hashicorp's provider "time" ${version("github.com/hashicorp/terraform-provider-time")} (half a minute)`,
  programs: ["terraform-provider-time"],
};
const NAMED_BY = { terraform: "TOKAPI_TERRAFORM", tofu: "TOKAPI_TOFU" } as const;
const CALLED = { terraform: "Terraform", tofu: "OpenTofu" } as const;
/** The first version of both that knows write-only attributes. */
const OLDEST: Version = [1, 11];
/** The first version of Terraform that knows actions and queries. */
const WITH_ACTIONS: Version = [1, 14];
type Version = readonly [major: number, minor: number];
const found = new Map<TerraformTool, Promise<TerraformProgram>>();

/**
 * The CLI to test with. `TOKAPI_TERRAFORM` and `TOKAPI_TOFU` may name one; else `terraform` is the one on the PATH, and
 * `tofu` is built from its pinned module. Never throws: what a machine lacks is in `missing`.
 */
export function terraformProgram(tool: TerraformTool): Promise<TerraformProgram> {
  const before = found.get(tool);
  if (before) return before;
  const finding = find(tool).catch((error: unknown) => missing(tool, error instanceof Error ? error.message : "?"));
  found.set(tool, finding);
  return finding;
}

/** Terraform and OpenTofu, for tests that run with each; of one that cannot be had, a line on stderr says why. */
export async function terraformPrograms(): Promise<readonly FoundTerraform[]> {
  const both = await Promise.all([terraformProgram("terraform"), terraformProgram("tofu")]);
  return both.flatMap((program) => {
    if (!("missing" in program)) return [program];
    process.stderr.write(`${program.missing}\n`);
    return [];
  });
}

/** A Terraform that knows actions and queries: the one to test with if it does, else one that is built from its pinned module. */
export async function terraformWithActions(): Promise<TerraformProgram> {
  const usual = await terraformProgram("terraform");
  if (!("missing" in usual) && isAtLeast(usual.version, WITH_ACTIONS)) return usual;
  const built = await builtModule(TERRAFORM);
  if ("directory" in built) return programAt("terraform", join(built.directory, TERRAFORM.programs[0]!));
  return { missing: `NOT TESTED with Terraform ${WITH_ACTIONS.join(".")}: it cannot be built (${built.missing}).` };
}

/** The path of hashicorp's provider "time", a Go program, built once; or why there is none. */
export async function timeProvider(): Promise<{ readonly path: string } | { readonly missing: string }> {
  const built = await builtModule(TIME);
  return "missing" in built ? built : { path: join(built.directory, TIME.programs[0]!) };
}

async function find(tool: TerraformTool): Promise<TerraformProgram> {
  const variable = NAMED_BY[tool];
  const path = process.env[variable] || (await elsewhere(tool));
  if (typeof path !== "string") return missing(tool, `${path.missing}, or name a program in ${variable}`);
  if (!(await executable(path))) return missing(tool, `${path} is no program`);
  const program = await programAt(tool, path);
  if (isAtLeast(program.version, OLDEST)) return program;
  return missing(tool, `${path} is version ${program.version}, the tests need ${OLDEST.join(".")} or newer`);
}

/** What the program says of itself. */
async function programAt(tool: TerraformTool, path: string): Promise<FoundTerraform> {
  const { stdout } = await promisify(execFile)(path, ["version", "-json"], {
    // Neither a user's broken configuration, of which tofu warns on stdout, nor news of a newer version.
    env: { ...process.env, TF_CLI_CONFIG_FILE: devNull, CHECKPOINT_DISABLE: "1" },
  });
  return { tool, path, version: String((JSON.parse(stdout) as Record<string, unknown>).terraform_version) };
}

function isAtLeast(version: string, [major, minor]: Version): boolean {
  const [itsMajor = 0, itsMinor = 0] = version.split(".").map(Number);
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}

async function elsewhere(tool: TerraformTool): Promise<string | { readonly missing: string }> {
  if (tool === "terraform") {
    return (await onPath("terraform")) ?? { missing: "terraform is not on the PATH: install it" };
  }
  const built = await builtModule(OPENTOFU);
  if ("directory" in built) return join(built.directory, "tofu");
  return { missing: `it cannot be built (${built.missing}): install Go` };
}

function missing(tool: TerraformTool, why: string): TerraformProgram {
  return { missing: `NOT TESTED with ${CALLED[tool]}: ${why}.` };
}
