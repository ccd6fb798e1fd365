import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { terraformPrograms } from "../tools/terraform-programs.ts";
import { fullAddresses } from "./provider-mirror.ts";
import { openWorkspace } from "./terraform.ts";

const found = await terraformPrograms();

const configuration = (text: string) => ({
  "main.tf": `resource "terraform_data" "one" { input = "${text}" }\noutput "said" { value = terraform_data.one.output }\n`,
});
const slow = {
  "main.tf":
    'resource "terraform_data" "slow" {\n  provisioner "local-exec" { command = "echo begun; exec sleep 60" }\n}\n',
};
const needing = (constraint: string) => ({
  "main.tf": `terraform {\n  required_providers {\n    tok = { source = "tok/tok", version = "${constraint}" }\n  }\n}\n`,
});

describe.each(found)("a workspace of $tool $version", (program) => {
  /** A folder with a file that is named as a provider is, and does what providers do that fail. */
  let fake: string;
  beforeAll(async () => {
    fake = await mkdtemp(join(tmpdir(), "tokapi-fake-provider-"));
    // Terraform can lose the words of a program that is gone already, and ends one that stays.
    await writeFile(join(fake, "terraform-provider-tok_v1.2.3"), "#!/bin/sh\necho no plugin here\nexec sleep 10\n");
    await chmod(join(fake, "terraform-provider-tok_v1.2.3"), 0o755);
  });
  afterAll(() => rm(fake, { recursive: true }));

  it("plans, applies and destroys, and shows the plan and the state", async () => {
    await using workspace = await openWorkspace({ program, files: configuration("hello") });
    await workspace.succeed(["init"]);
    const plan = await workspace.run(["plan", "-out=tfplan", "-detailed-exitcode"]);
    expect(plan.code).toBe(2);
    const { resource_changes: changes } = await workspace.planJson();
    expect(changes?.map(({ address, change }) => [address, change.actions])).toEqual([
      ["terraform_data.one", ["create"]],
    ]);
    await workspace.succeed(["apply", "tfplan"]);
    expect((await workspace.state())?.outputs.said?.value).toBe("hello");
    await workspace.write(configuration("again"));
    await workspace.succeed(["apply", "-auto-approve"]);
    expect((await workspace.run(["output", "-json"])).json()).toMatchObject({ said: { value: "again" } });
    await workspace.succeed(["destroy", "-auto-approve"]);
    expect((await workspace.state())?.resources).toEqual([]);
  });

  it("keeps apart from another one that works at the same time", async () => {
    await using one = await openWorkspace({ program, files: configuration("one") });
    await using two = await openWorkspace({ program, files: configuration("two") });
    await Promise.all([one, two].map((workspace) => workspace.succeed(["apply", "-auto-approve"])));
    const said = await Promise.all([one, two].map(async (workspace) => (await workspace.state())?.outputs.said?.value));
    expect(said).toEqual(["one", "two"]);
  });

  it("shows what was written: state, parts of the plan, log and terminal", async () => {
    await using workspace = await openWorkspace({ program, files: configuration("marker-4711"), log: "TRACE" });
    await workspace.succeed(["plan", "-out=tfplan"]);
    await workspace.succeed(["apply", "tfplan"]);
    await workspace.succeed(["output"]);
    const places = (await workspace.written()).filter(([, text]) => text.includes("marker-4711"));
    expect(places.map(([place]) => place)).toEqual(
      expect.arrayContaining([
        "terminal of plan -out=tfplan",
        "terminal of output",
        "work/terraform.tfstate",
        "work/tfplan/tfplan",
      ]),
    );
    const logs = (await workspace.written()).filter(([place]) => place.startsWith("logs/"));
    expect(logs.map(([place]) => place).sort()).toEqual(["logs/1-plan.log", "logs/2-apply.log", "logs/3-output.log"]);
  });

  it("interrupts a command as ^C does", async () => {
    await using workspace = await openWorkspace({ program, files: slow });
    const apply = workspace.start(["apply", "-auto-approve"]);
    await apply.said("begun");
    apply.signal("SIGINT");
    const { code, output } = await apply.finished;
    expect(output).toContain("Interrupt received");
    expect(code).toBe(1);
  });

  it("kills a command that takes too long, and says what it had said", async () => {
    await using workspace = await openWorkspace({ program, files: slow });
    await expect(workspace.run(["apply", "-auto-approve"], { timeoutMs: 1_500 })).rejects.toThrow(
      /killed after 1500 ms[\s\S]*begun/,
    );
  });

  it("leaves nothing behind", async () => {
    const workspace = await openWorkspace({ program, files: configuration("x") });
    await workspace.close();
    await workspace.close();
    expect(existsSync(workspace.work)).toBe(false);
  });

  it("installs a provider from the mirror, under the registry's name that the tool puts before it", async () => {
    const mirror = [{ address: "tok/tok", version: "1.2.3", folder: fake }];
    await using workspace = await openWorkspace({ program, files: needing("~> 1.2"), providers: { mirror } });
    const init = await workspace.succeed(["init"]);
    expect(init.stdout).toMatch(/Installed tok\/tok v1\.2\.3/);
    expect(await readdir(join(workspace.work, ".terraform", "providers"))).toEqual([
      program.tool === "tofu" ? "registry.opentofu.org" : "registry.terraform.io",
    ]);
    const schema = await workspace.run(["providers", "schema", "-json"]);
    expect(schema.output).toContain("no plugin here");
  });

  it("asks no registry for what the mirror lacks", async () => {
    await using workspace = await openWorkspace({ program, files: needing("2.0.0") });
    const init = await workspace.run(["init"], { timeoutMs: 10_000 });
    expect(init.code).toBe(1);
    expect(init.output).toMatch(/was not found in any of the search\s+locations\s+- \/\S+\/mirror/);
  });

  it("takes an override without init", async () => {
    const files = { "main.tf": `${needing("9.9.9")["main.tf"]}provider "tok" {}\ndata "tok_none" "x" {}\n` };
    await using workspace = await openWorkspace({ program, files, providers: { overrides: { "tok/tok": fake } } });
    const plan = await workspace.run(["plan"]);
    expect(plan.output).toContain("no plugin here");
  });

  it("connects to a server that runs already", async () => {
    const home = await mkdtemp(join(tmpdir(), "tokapi-attached-"));
    const calls: string[] = [];
    // Cleartext HTTP/2 begins with a text of its own; that it arrives shows that the tool came here.
    const server = createServer((socket) =>
      socket
        .once("data", (bytes) => {
          calls.push(bytes.toString("latin1").slice(0, 14));
          socket.destroy();
        })
        .on("error", () => {}),
    );
    await new Promise<void>((resolve) => server.listen(join(home, "s"), resolve));
    const place = { Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true };
    const address = { Network: "unix", String: join(home, "s") };
    const reattach = JSON.stringify(
      Object.fromEntries(fullAddresses("tok/tok").map((name) => [name, { ...place, Addr: address }])),
    );
    const files = { "main.tf": `${needing("9.9.9")["main.tf"]}provider "tok" {}\n` };
    try {
      await using workspace = await openWorkspace({ program, files, providers: { reattach } });
      await workspace.run(["providers", "schema", "-json"], { timeoutMs: 20_000 });
      expect(calls[0]).toBe("PRI * HTTP/2.0");
    } finally {
      server.close();
      await rm(home, { recursive: true });
    }
  }, 30_000);
});
