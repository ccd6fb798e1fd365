import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, jest } from "@jest/globals";
import { bundledProgram } from "../../../support/provider-program.ts";
import { openWorkspace } from "../../../support/terraform.ts";
import { temporaryFolder } from "../process/fake-host.ts";
import { found } from "./lab.ts";

// Each command starts the provider a few times, which takes long on a busy machine.
jest.setTimeout(90_000);

const library = join(import.meta.dirname, "../../../../provider/protocol");
const configuration = `terraform {
  required_providers {
    greeter = { source = "greeter/greeter" }
  }
}
resource "greeter_note" "it" {
  text = "hello"
}
`;

it.each(found)("the provider in the README works with $tool $version", async (program) => {
  const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(library, "README.md"), "utf8")) ?? [];
  const folder = temporaryFolder();
  const script = join(folder.path, "greeter.ts");
  writeFileSync(script, code.replace("./index.ts", join(library, "index.ts")));
  const programs = await bundledProgram("greeter", script);
  await using workspace = await openWorkspace({
    program,
    files: { "main.tf": configuration },
    providers: { overrides: { "greeter/greeter": programs } },
  });
  await workspace.succeed(["apply", "-auto-approve"]);
  expect((await workspace.state())?.resources[0]?.instances[0]?.attributes).toEqual({ text: "hello", length: 5 });
  folder.remove();
  rmSync(programs, { recursive: true });
});
