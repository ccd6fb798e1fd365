import { describe, expect, it } from "@jest/globals";
import { ApplyFailure, DiagnosticsError, unknown, type ValueMap } from "../../../../provider/protocol/index.ts";
import { found, type Lab, openLab, thing } from "./lab.ts";

interface Change {
  readonly planned: ValueMap;
}

async function failing(lab: Lab, hcl: string): Promise<string> {
  await expect(lab.apply(hcl)).rejects.toThrow();
  return (await lab.workspace.written()).map(([, text]) => text).join("\n");
}
const status = async (lab: Lab) =>
  (await lab.workspace.state())?.resources.flatMap(({ instances }) => instances.map((one) => one.status ?? "fine"));

describe.each(found)("what goes wrong, with $tool $version", (program) => {
  it("is shown at its attribute, however deep", async () => {
    await using lab = await openLab(program);
    lab.world.instead.set("plan", () => {
      throw new DiagnosticsError([
        { severity: "error", summary: "Bad name", detail: "Given: b", path: ["named", { key: "k" }, "name"] },
      ]);
    });
    const said = await failing(lab, thing('named = { k = { name = "b" } }'));
    expect(said).toMatch(/Error: Bad name[\s\S]*\d+: *named = [\s\S]*named\["k"\]\.name: Given: b/);
  });

  it("keeps what a create has made before it failed, as tainted, unknown parts empty", async () => {
    await using lab = await openLab(program);
    lab.world.instead.set("apply", ({ planned }: Change) => {
      const error = { severity: "error", summary: "Half done" } as const;
      throw new ApplyFailure([error], { state: { ...planned, id: "half" }, private: Buffer.from("half notes") });
    });
    expect(await failing(lab, thing('text = "a"'))).toContain("Half done");
    expect(await status(lab)).toEqual(["tainted"]);
    expect(await lab.thing()).toMatchObject({ id: "half", text: "a", fallback: null });
    await lab.apply(thing('text = "a"'));
    expect(lab.asked("apply")[1]).toMatchObject({ prior: { id: "half" }, planned: null });
  });

  it("keeps nothing of a create that failed at once", async () => {
    await using lab = await openLab(program);
    lab.world.instead.set("apply", () => {
      throw new Error("no luck");
    });
    const said = await failing(lab, thing(""));
    expect(said).toMatch(/Unexpected error in the provider[\s\S]*no luck/);
    // The stack is for the log only.
    expect(said).not.toContain("failures.test.ts");
    expect(lab.log.join()).toContain("failures.test.ts");
    expect(await status(lab)).toEqual([]);
  });

  it("keeps the state of an update that failed, and of a read that failed", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing('text = "a"'));
    lab.world.instead.set("apply", () => {
      throw new Error("no luck");
    });
    await failing(lab, thing('text = "b"'));
    expect((await lab.thing()).text).toBe("a");
    lab.world.instead.set("read", () => {
      throw new Error("offline");
    });
    await failing(lab, thing('text = "a"'));
    expect((await lab.thing()).text).toBe("a");
    await lab.apply(thing('text = "a"'));
  });

  it("keeps an object whose state the provider got wrong, and names the attribute", async () => {
    await using lab = await openLab(program);
    lab.world.instead.set("apply", ({ planned }: Change) => ({ state: { ...planned, id: "thing-9", fallback: 5 } }));
    const said = await failing(lab, thing('text = "a"\nmany = [{ name = "b" }]'));
    expect(said).toMatch(/schema forbids[\s\S]*fallback: must be a string, and is a number/);
    expect(await lab.thing()).toMatchObject({ id: "thing-9", text: "a", fallback: null });
    expect(await status(lab)).toEqual(["tainted"]);
  });

  it("says where a plan is not what the schema allows", async () => {
    await using lab = await openLab(program);
    for (const [planned, message] of [
      [{ texts: ["a", 5] }, /texts\[1\]: must be a string, and is a number/],
      [{ surplus: 1 }, /there is no attribute "surplus"/],
      [{ one: { name: "a" } }, /one\.made: is missing/],
      [{ named: { k: 5 } }, /named\["k"\]: must be an object, and is a number/],
    ] as const) {
      lab.world.instead.set("plan", ({ proposed }: { proposed: ValueMap }) => ({
        planned: { ...proposed, ...planned },
      }));
      expect(await failing(lab, thing(""))).toMatch(message);
    }
  });

  it("says so when a state would hold something unknown", async () => {
    await using lab = await openLab(program);
    await lab.apply(thing(""));
    lab.world.instead.set("read", ({ state }: { state: ValueMap }) => ({ state: { ...state, text: unknown } }));
    expect(await failing(lab, thing(""))).toMatch(/text: must be known here, and is unknown/);
  });

  it("is a warning's neighbour: what was reported before a throw is shown too", async () => {
    await using lab = await openLab(program);
    lab.world.instead.set("plan", ({ call }: { call: { report(one: object): void } }) => {
      call.report({ severity: "warning", summary: "Mind the gap" });
      throw new Error("fell in");
    });
    expect(await failing(lab, thing(""))).toMatch(/Mind the gap/);
  });
});
