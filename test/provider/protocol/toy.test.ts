import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { toy } from "../../../examples/terraform-provider-toy/toy.ts";
import { type Reattached, serveReattached } from "../../../provider/protocol/index.ts";
import { bundledProgram } from "../../support/provider-program.ts";
import { openWorkspace, type Workspace } from "../../support/terraform.ts";
import { terraformPrograms } from "../../tools/terraform-programs.ts";

// Each command starts the provider a few times, which takes long on a busy machine.
jest.setTimeout(90_000);

const main = join(import.meta.dirname, "../../../examples/terraform-provider-toy/main.ts");

const configuration = `
terraform {
  required_providers {
    toy = { source = "toy/toy" }
  }
}
provider "toy" {
  directory = abspath("files")
}
variable "content" {
  default = "hello"
}
variable "name" {
  default = "a.txt"
}
resource "toy_file" "a" {
  name    = var.name
  content = var.content
}
resource "toy_file" "b" {
  name    = "b.txt"
  content = toy_file.a.sha256
}
`;

const runs = (await terraformPrograms()).flatMap((program) =>
  ["spawned", "reattached"].map((how) => ({ tool: program.tool, how, program })),
);

describe.each(runs)("the toy provider, $how by $tool", ({ how, program }) => {
  let reattached: Reattached | undefined;
  let folder: string;
  let workspace: Workspace;
  const file = (name: string) => join(workspace.work, "files", name);
  const apply = (...options: readonly string[]) => workspace.succeed(["apply", "-auto-approve", ...options]);
  const attributes = async (name: string) =>
    (await workspace.state())?.resources.find((resource) => resource.name === name)?.instances[0]?.attributes;

  beforeAll(async () => {
    folder = await bundledProgram("toy", main);
    if (how === "reattached") reattached = await serveReattached(toy);
    workspace = await openWorkspace({
      program,
      files: { "main.tf": configuration },
      providers: reattached ? { reattach: reattached.reattach } : { overrides: { "toy/toy": folder } },
    });
  });
  afterAll(async () => {
    reattached?.close();
    rmSync(folder, { recursive: true });
    await workspace.close();
  });

  it("creates what is declared, the dependent one from a value that was unknown while planning", async () => {
    await apply();
    expect(readFileSync(file("a.txt"), "utf8")).toBe("hello");
    expect(readFileSync(file("b.txt"), "utf8")).toBe((await attributes("a"))?.sha256);
  });

  it("plans nothing when all is as declared", async () => {
    expect((await workspace.run(["plan", "-detailed-exitcode"])).code).toBe(0);
  });

  it("puts back what somebody changed", async () => {
    writeFileSync(file("a.txt"), "changed by hand");
    await apply();
    expect(readFileSync(file("a.txt"), "utf8")).toBe("hello");
  });

  it("creates again what somebody removed", async () => {
    rmSync(file("a.txt"));
    await apply();
    expect(readFileSync(file("a.txt"), "utf8")).toBe("hello");
  });

  it("replaces a file whose name changes", async () => {
    await apply("-var", "name=c.txt");
    expect(existsSync(file("a.txt"))).toBe(false);
    expect(readFileSync(file("c.txt"), "utf8")).toBe("hello");
  });

  it("refuses a bad name at the attribute, before anything is done", async () => {
    const refused = await workspace.run(["plan", "-var", "name=x/y"]);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("A name without a slash is needed");
    expect(refused.output).toContain("name    = var.name");
  });

  it("takes over a file that was there before", async () => {
    await workspace.succeed(["state", "rm", "toy_file.b"]);
    await workspace.succeed(["import", "-var", "name=c.txt", "toy_file.b", "b.txt"]);
    expect((await workspace.run(["plan", "-detailed-exitcode", "-var", "name=c.txt"])).code).toBe(0);
  });

  it("removes everything in the end", async () => {
    await workspace.succeed(["destroy", "-auto-approve"]);
    expect([existsSync(file("b.txt")), existsSync(file("c.txt"))]).toEqual([false, false]);
  });
});
