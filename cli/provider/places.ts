import { existsSync } from "node:fs";
import { join } from "node:path";

/** The tools, with the registry below whose name each looks for `tok/tok`. */
export const registries = { terraform: "registry.terraform.io", tofu: "registry.opentofu.org" } as const;
export type Tool = keyof typeof registries;

/** Go's name for a machine: "linux_amd64". */
export function goPlatform(system: NodeJS.Platform, architecture: string): string {
  const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
  return `${system}_${architectures[architecture] ?? architecture}`;
}

/** The folder of a package in a filesystem mirror. */
export function packageFolder(mirror: string, tool: Tool, version: string, platform: string): string {
  return join(mirror, registries[tool], "tok/tok", version, platform);
}

/** Where things are for a user. */
export interface Home {
  /** Absolute. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly system: NodeJS.Platform;
}

/** A folder of this user in which both tools look for providers without being told to. */
export function implicitMirror({ directory, environment, system }: Home): string {
  const usual = join(directory, ".terraform.d");
  // Where this folder is not there, OpenTofu keeps its credentials below XDG_CONFIG_HOME; making it would hide them.
  if (existsSync(usual) || !environment.XDG_CONFIG_HOME) return join(usual, "plugins");
  if (system === "darwin") return join(directory, "Library/Application Support/io.terraform/plugins");
  return join(environment.XDG_DATA_HOME || join(directory, ".local/share"), "terraform/plugins");
}

/** The files in which the tools may have been told where to look instead. */
export function cliConfigurations({ directory, environment }: Home): readonly string[] {
  if (environment.TF_CLI_CONFIG_FILE) return [environment.TF_CLI_CONFIG_FILE];
  const own = [join(directory, ".terraformrc"), join(directory, ".tofurc")];
  return environment.XDG_CONFIG_HOME ? [...own, join(environment.XDG_CONFIG_HOME, "opentofu/tofurc")] : own;
}
