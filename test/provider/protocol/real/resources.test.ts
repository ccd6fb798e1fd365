import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { PlanRequest, ValueMap } from "../../../../provider/protocol/index.ts";
import { found, openLab, thing } from "./lab.ts";

describe.each(found)("a resource with $tool $version", (program) => {
  it("gets its notes back at every later step", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing('text = "a"'));
    await lab.apply(thing('text = "b"'));
    expect(lab.asked("plan").map((request) => String(request.private ?? "none"))).toEqual([
      "none",
      "none",
      "notes 1",
      "notes 1",
    ]);
    expect(String(lab.asked("read")[0]?.private)).toBe("notes 1");
    // Notes that nobody writes again stay as they are.
    lab.world.instead.set("apply", (request: PlanRequest & { planned: ValueMap }) => ({ state: request.planned }));
    await lab.apply(thing('text = "c"'));
    expect(await lab.planCode()).toBe(0);
    expect(String(lab.asked("read").at(-1)?.private)).toBe("notes 2");
  });

  it("is made anew when an attribute asks for it", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing('replaced_by = "a"'));
    await lab.apply(thing('replaced_by = "b"'));
    const changes = lab.asked("apply").map(({ prior, planned }) => [prior !== null, planned !== null]);
    expect(changes).toEqual([
      [false, true],
      [true, false],
      [false, true],
    ]);
    expect((await lab.thing()).id).toBe("thing-2");
  });

  it("asks before it is destroyed, so that the provider can refuse", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing(""));
    lab.world.instead.set("plan", () => {
      throw new Error("not this one");
    });
    const refused = await lab.workspace.run(["destroy", "-auto-approve"]);
    expect([refused.code, lab.world.objects.size]).toEqual([1, 1]);
    expect(refused.output).toContain("not this one");
  });

  it("keeps write-only text out of plan and state, and sees it when it is applied", async () => {
    await using lab = await openLab(program);
    const hcl = `ephemeral "exercise_lease" "it" {}
      ${thing('password = ephemeral.exercise_lease.it.token\none = { name = "n", hidden = "hidden-text" }')}`;
    await lab.apply(hcl);
    const [change] = lab.asked("apply") as unknown as readonly { config: ValueMap; planned: ValueMap }[];
    expect(change?.config.password).toMatch(/^token-of-lease-/);
    expect(change?.planned).toMatchObject({ password: null, one: { name: "n", hidden: null } });
    await lab.workspace.succeed(["plan", "-out=tfplan"]);
    const places = await lab.workspace.written();
    const stored = places.filter(([place]) => /tfstate|tfplan/.test(place));
    expect(stored.filter(([, text]) => /token-of-lease|hidden-text/.test(text)).map(([place]) => place)).toEqual([
      "work/tfplan/tfconfig/m-/main.tf",
    ]);
  });

  it("reads a state of an older version, its numbers unrounded", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing('text = "old"\nnumber = 12345678901234567890123'));
    const file = join(lab.workspace.work, "terraform.tfstate");
    const state = JSON.parse((await readFile(file, "utf8")).replace("12345678901234567890123", '"big"'));
    const instance = state.resources[0].instances[0];
    instance.schema_version = 1;
    instance.attributes = { id: "thing-1", old_text: "old", number: "big" };
    state.serial += 1;
    await writeFile(file, JSON.stringify(state).replace('"big"', "12345678901234567890123"));
    expect(await lab.planCode()).toBe(0);
    expect(lab.asked("upgrade")[0]).toMatchObject({ version: 1, raw: { number: 12345678901234567890123n } });
  });

  it("is imported by its id, and refused where there is none", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing('text = "a"'));
    await lab.workspace.succeed(["state", "rm", "exercise_thing.it"]);
    await lab.apply(`import {\n  to = exercise_thing.it\n  id = "thing-1"\n}\n${thing('text = "a"')}`);
    expect(await lab.planCode()).toBe(0);
    const refused = await lab.workspace.run(["import", "exercise_thing.other", "nobody"]);
    expect(refused.code).toBe(1);
  });

  it("cannot be moved from another type, and says so", async () => {
    await using lab = await openLab(program);
    await lab.apply('resource "terraform_data" "it" {}\n');
    await lab.workspace.write({
      "moved.tf": "moved {\n  from = terraform_data.it\n  to = exercise_thing.it\n}\n",
      "main.tf": (await readFile(join(lab.workspace.work, "main.tf"), "utf8")).replace(
        'resource "terraform_data" "it" {}',
        thing(""),
      ),
    });
    const refused = await lab.workspace.run(["plan"]);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/cannot be moved|does not support moved/);
  });

  it("shows warnings beside what worked", async () => {
    await using lab = await openLab(program);
    lab.world.instead.set("validate", ({ call }: { call: { report(one: object): void } }) =>
      call.report({ severity: "warning", summary: "Old-fashioned", detail: "Take another.", path: ["text"] }),
    );
    await lab.apply(thing('text = "a"'));
    expect((await lab.workspace.written()).map(([, text]) => text).join()).toContain("Old-fashioned");
  });

  it("may be there many times, and is changed and destroyed side by side", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing("count = 60\ntext = count.index"));
    await lab.apply(thing("count = 50\ntext = count.index + 1"));
    expect([...lab.world.objects.values()].map(({ text }) => Number(text)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    await lab.workspace.succeed(["destroy", "-auto-approve"]);
    expect(lab.world.objects.size).toBe(0);
  });
});

// Terraform 1.11 knows no identities.
describe.each(found.filter(({ tool }) => tool === "tofu"))("an identity with $tool $version", (program) => {
  it("is stored beside the state, and imports its object", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing('text = "a"'));
    await lab.workspace.succeed(["state", "rm", "exercise_thing.it"]);
    await lab.apply(`import {\n  to = exercise_thing.it\n  identity = { id = "thing-1" }\n}\n${thing('text = "a"')}`);
    expect(lab.asked("import")).toEqual([{ identity: { id: "thing-1" } }]);
    const state = await readFile(join(lab.workspace.work, "terraform.tfstate"), "utf8");
    expect(state.replace(/\s/g, "")).toContain('"identity":{"id":"thing-1"}');
    expect(await lab.planCode()).toBe(0);
  });
});
