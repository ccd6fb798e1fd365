import { describe, expect, it } from "@jest/globals";
import { isUnknown, Unknown, type ValueMap } from "../../../../provider/protocol/index.ts";
import { found, openLab, thing } from "./lab.ts";

const later = 'resource "terraform_data" "later" { input = "x" }\n';

describe.each(found)("what is unknown while planning, with $tool $version", (program) => {
  it("reaches the provider as unknown, with what is known about it, and comes out as what it became", async () => {
    await using lab = await openLab(program);
    await lab.apply(
      `${later}${thing(`
        text     = "pre-\${terraform_data.later.output}"
        number   = length(terraform_data.later.output)
        texts    = [terraform_data.later.output, "b"]
        labels   = { a = terraform_data.later.output }
        many     = [{ name = terraform_data.later.output }]
        anything = { a = terraform_data.later.output }
        dynamic "repeated" {
          for_each = [terraform_data.later.output]
          content {
            name = repeated.value
          }
        }`)}`,
    );
    const [first] = lab.asked("plan");
    const planned = first?.config as ValueMap;
    expect(planned.text).toBeInstanceOf(Unknown);
    // 2: the prefix, "pre-".
    expect((planned.text as Unknown).refinement?.toString()).toContain("pre-");
    expect(isUnknown(planned.number)).toBe(true);
    expect((planned.texts as readonly unknown[])[1]).toBe("b");
    expect(await lab.thing()).toMatchObject({
      text: "pre-x",
      texts: ["x", "b"],
      labels: { a: "x" },
      many: [{ name: "x" }],
      anything: { type: ["object", { a: "string" }], value: { a: "x" } },
      repeated: [{ name: "x" }],
    });
    expect(await lab.planCode()).toBe(0);
  });

  it("may be a whole collection or a whole nested object", async () => {
    await using lab = await openLab(program);
    await lab.apply(
      `resource "terraform_data" "later" { input = { list = ["a", "b"], object = { name = "n" } } }
      ${thing("texts = terraform_data.later.output.list\none = terraform_data.later.output.object\nanything = terraform_data.later.output")}`,
    );
    expect(await lab.thing()).toMatchObject({ texts: ["a", "b"], one: { name: "n" } });
    expect(await lab.planCode()).toBe(0);
  });

  it("may be in the configuration of the provider", async () => {
    await using lab = await openLab(program);
    await lab.apply(`${later}provider "exercise" { endpoint = terraform_data.later.output }\n${thing("")}`);
    const endpoints = lab.asked("configure").map(({ config }) => (config as ValueMap).endpoint);
    expect(isUnknown(endpoints[0])).toBe(true);
    expect(endpoints.at(-1)).toBe("x");
  });
});
