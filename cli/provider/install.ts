import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { version } from "../../gateways/user-agent.ts";
import { nodeProgram } from "./node-program.ts";
import { providerPackage } from "./package.ts";
import {
  cliConfigurations,
  goPlatform,
  type Home,
  implicitMirror,
  packageFolder,
  registries,
  type Tool,
} from "./places.ts";
import { programFile } from "./program-file.ts";
import { writeLinkedPackage, writePackage } from "./write-package.ts";

const names: Readonly<Record<Tool, string>> = { terraform: "Terraform", tofu: "OpenTofu" };

/** Puts the provider where `init` of this user finds it by itself. Answers what was done and what is left to do. */
export function install(tools: readonly Tool[]): string {
  const home = thisHome();
  const folder = implicitMirror(home);
  const node = nodeProgram(process.env);
  return text([
    `The provider tok ${version} is installed for ${all(tools)} of this user:`,
    ...fill(folder, tools, node.command),
    node.told,
    "",
    ...notLookedInto(home, folder),
    ...whatNext(tools),
  ]);
}

/** Puts the provider into the folder of a filesystem mirror. Answers what was done and what is left to do. */
export function installIntoMirror(mirror: string, tools: readonly Tool[]): string {
  const folder = resolve(mirror);
  const addresses = `[${tools.map(address).join(", ")}]`;
  return text([
    `The provider tok ${version} is in the filesystem mirror ${folder}, for ${all(tools)}:`,
    ...fill(folder, tools),
    "It is started by the node on the PATH of whoever uses it, 22.19 or newer.",
    "",
    ...configuration([
      "  filesystem_mirror {",
      `    path    = ${JSON.stringify(folder)}`,
      `    include = ${addresses}`,
      "  }",
      "  direct {",
      `    exclude = ${addresses}`,
      "  }",
    ]),
    ...whatNext(tools),
  ]);
}

/** Makes a folder for `dev_overrides`, beside the built program. */
export function installForDevelopment(tools: readonly Tool[]): string {
  const program = programFile();
  const folder = join(dirname(program), "dev-overrides");
  const node = nodeProgram(process.env);
  writeLinkedPackage(folder, providerPackage({ version, program: "", node: node.command }), program);
  return text([
    `The provider tok ${version} is in ${folder}. It starts ${program}, so a new build is used at once.`,
    node.told,
    "",
    ...configuration([
      "  dev_overrides {",
      ...tools.map((tool) => `    ${address(tool)} = ${JSON.stringify(folder)}`),
      "  }",
      "  direct {}",
    ]),
    ...requirement,
    "Then plan and apply without `init`: an override is used as it is, without version and lock file.",
  ]);
}

function fill(mirror: string, tools: readonly Tool[], node?: string): readonly string[] {
  const program = readFileSync(programFile());
  const files = providerPackage({ version, program, ...(node === undefined ? {} : { node }) });
  const platform = goPlatform(process.platform, process.arch);
  const done = tools.map((tool) => {
    const folder = packageFolder(mirror, tool, version, platform);
    return { folder, outcome: writePackage(folder, files) };
  });
  const lines = done.map(({ folder, outcome }) => `  ${outcome} ${folder}`);
  return done.some(({ outcome }) => outcome === "replaced") ? [...lines, replaced] : lines;
}

// Observed: `init -upgrade` does not help, in neither tool.
const replaced =
  "Folders that were initialised with what was replaced refuse the new one by its checksum: remove tok/tok from their .terraform.lock.hcl and run `init` again.";

function address(tool: Tool): string {
  return `"${registries[tool]}/tok/tok"`;
}

function all(tools: readonly Tool[]): string {
  return tools.map((tool) => names[tool]).join(" and ");
}

function thisHome(): Home {
  return { directory: homedir(), environment: process.env, system: process.platform };
}

/** What the user has to add to a file of theirs, which is never edited for them. */
function configuration(body: readonly string[]): readonly string[] {
  const where = cliConfigurations(thisHome()).join(" or ");
  return [`Add to the CLI configuration, ${where}:`, "", "provider_installation {", ...body, "}", ""];
}

/** A configuration that says where providers come from ends the search in the usual folders. */
function notLookedInto(home: Home, folder: string): readonly string[] {
  return cliConfigurations(home)
    .filter((file) => existsSync(file) && /^\s*provider_installation\b/m.test(readFileSync(file, "utf8")))
    .flatMap((file) => [
      `But ${file} has a block provider_installation, and with it that folder is not looked into. Add to the block:`,
      "",
      "  filesystem_mirror {",
      `    path = ${JSON.stringify(folder)}`,
      "  }",
      "",
    ]);
}

function whatNext(tools: readonly Tool[]): readonly string[] {
  return [...requirement, `Then \`${tools.map((tool) => `${tool} init`).join("` or `")}\`.`];
}

const requirement: readonly string[] = [
  "In your configuration:",
  "",
  "terraform {",
  "  required_providers {",
  "    tok = {",
  '      source  = "tok/tok"',
  `      version = "~> ${version.replace(/\.\d+$/, "")}"`,
  "    }",
  "  }",
  "}",
  "",
];

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
