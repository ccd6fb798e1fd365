import { describe, expect, it } from "@jest/globals";
import { schemaJson, schemaProblems } from "../../../../provider/protocol/index.ts";
import { exerciseProvider, newWorld } from "../exercise.ts";
import { found, openLab, thing } from "./lab.ts";

describe.each(found)("with $tool $version", (program) => {
  it("a data source answers with what it was asked, of any type", async () => {
    await using lab = await openLab(program);
    await lab.apply(`data "exercise_echo" "it" { input = { a = [1, "b", null], n = 12345678901234567890123 } }
      output "it" { value = data.exercise_echo.it.output }`);
    const { stdout } = await lab.workspace.succeed(["output", "-json", "it"]);
    expect(stdout.replace(/\s/g, "")).toBe('{"a":[1,"b",null],"n":12345678901234567890123}');
  });

  it("an ephemeral resource is opened in each walk, renewed in time, and closed with the notes of its opening", async () => {
    await using lab = await openLab(program);
    await lab.apply(`ephemeral "exercise_lease" "it" { seconds = 0.2 }
      provider "exercise" {}
      resource "terraform_data" "slow" {
        provisioner "local-exec" {
          command     = "sleep 0.6"
          environment = { TOKEN = ephemeral.exercise_lease.it.token }
        }
      }`);
    const leases = lab.world.journal.flatMap(({ operation, request }) =>
      ["renew", "close"].includes(operation) ? [`${operation} ${request}`] : [],
    );
    expect(lab.asked("open")).toHaveLength(2);
    // Without another time there is no other renewal.
    expect(leases.filter((entry) => entry.startsWith("close"))).toEqual(["close lease-1", "close lease-2"]);
    expect(leases.filter((entry) => entry === "renew lease-2")).toHaveLength(1);
  });

  it("a lease that the provider got wrong is given back at once", async () => {
    await using lab = await openLab(program);
    await expect(
      lab.apply(`ephemeral "exercise_lease" "it" { seconds = -1 }\nprovider "exercise" {}\n`),
    ).rejects.toThrow(/must be a string/);
    expect(lab.world.journal.at(-1)).toEqual({ operation: "close", request: "lease-1" });
  });

  it("functions take and give any value, null and unknown included", async () => {
    await using lab = await openLab(program);
    await lab.apply(`resource "terraform_data" "later" { input = "x" }
      output "it" { value = [
        provider::exercise::echo({ a = [1, null], big = 12345678901234567890123 }),
        provider::exercise::echo(null),
        provider::exercise::echo(terraform_data.later.output),
        provider::exercise::join("-", "a", null, "b"),
        provider::exercise::join("-"),
      ] }`);
    const { stdout } = await lab.workspace.succeed(["output", "-json", "it"]);
    expect(stdout.replace(/\s/g, "")).toBe('[{"a":[1,null],"big":12345678901234567890123},null,"x","a-null-b",""]');
  });

  it("a function says which argument is wrong, and a defect of it is one line", async () => {
    await using lab = await openLab(program);
    const call = (between: string) => lab.apply(`output "it" { value = provider::exercise::join("${between}", "a") }`);
    await expect(call("")).rejects.toThrow(/must not be empty/);
    await expect(call("defect")).rejects.toThrow(/TypeError: x is not a\s+function/);
  });

  it("tells its schema as the client does", async () => {
    await using lab = await openLab(program);
    await lab.workspace.write({
      "main.tf": `terraform {\n required_providers {\n exercise = { source = "exercise/exercise" }\n}\n}\n${thing("")}`,
    });
    const { stdout } = await lab.workspace.succeed(["providers", "schema", "-json"]);
    // OpenTofu says a little more.
    const shown = JSON.parse(stdout, (key, value) =>
      key === "deprecation_message" || (key === "description" && value === "") ? undefined : value,
    ) as Shown;
    const [host] = Object.keys(shown.provider_schemas).map((address) => address.split("/")[0]!);
    const ours = schemaJson(exerciseProvider(newWorld()), { host: host! }) as unknown as Shown;
    const [theirs, own] = [shown, ours].map((one) => one.provider_schemas[`${host}/exercise/exercise`]!);
    // Older clients do not know of these.
    const told = Object.entries(own!).filter(([name]) => Object.hasOwn(theirs!, name));
    expect(Object.fromEntries(told)).toEqual(theirs);
  });
});

interface Shown {
  readonly provider_schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

it("the schemas of the exercise are sound", () => {
  expect(schemaProblems(exerciseProvider(newWorld()))).toEqual([]);
});
