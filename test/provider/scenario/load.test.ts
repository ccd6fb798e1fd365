import { describe, expect, it } from "@jest/globals";
import { mainOf, readScenario } from "./load.ts";

const read =
  (text: string, files: Record<string, string> = {}) =>
  () =>
    readScenario(text, "x/scenario.yaml", files);
const withStep = (step: string) => `about: Something to read\nsteps:\n  - name: one step\n    ${step}\n`;

describe("a scenario file", () => {
  it("needs no more than what it is about and a step", () => {
    const scenario = read("about: Something to read\nsteps: [{ name: one step, run: apply -parallelism=1 }]")();
    expect(scenario).toMatchObject({
      tools: ["terraform", "tofu"],
      spawn: false,
      secretsAllowedIn: [],
      steps: [{ run: ["apply", "-parallelism=1"], settled: true, expect: {} }],
    });
    expect(scenario.gateways).toHaveLength(4);
  });

  it.each([
    ["about: [", /x\/scenario\.yaml is no YAML/],
    [withStep("runs: apply"), /steps\[0\]: Unrecognized key: "runs"/],
    [
      withStep("run: apply\n    clock: tomorrow"),
      /steps\[0\]\.clock: write a duration such as 25h \(given: "tomorrow"\)/,
    ],
    [withStep("gateway: { revoke: a-key, create: b-key }"), /steps\[0\]\.gateway\[0\]: an act does exactly one thing/],
    [
      withStep("gateway: { fault: { kind: flood } }"),
      /gateway\[0\]\.fault\.kind: .*"reset-before".*\(given: "flood"\)/,
    ],
    [withStep("only: new-api v7"), /steps\[0\]\.only\[0\]: .*"sub2api 0\.1\.179".*\(given: "new-api v7"\)/],
    [withStep("files: { main.tf: main.v3.tf }"), /steps\[0\]\.files\.main\.tf: there is no file main\.v3\.tf/],
    [withStep("expect: { requests: { guess: 1 } }"), /steps\[0\]\.expect\.requests: counts are by call: create, /],
    [withStep("expect: { diagnostics: { detail: x } }"), /diagnostics\[0\]: write either error or warning/],
  ])("is refused with the place, what was given and what is allowed: %#", (text, problem) => {
    expect(read(text)).toThrow(problem);
  });

  it("may copy any file of its folder over another", () => {
    expect(read(withStep("files: { main.tf: main.v2.tf }"), { "main.v2.tf": "" })).not.toThrow();
  });

  it("may have its main.tf in common with others", () => {
    const shared = { "key.tf": "# a key", "provider.tf": "" };
    expect(mainOf({ main: "key.tf" }, "x", shared, {})).toEqual({ "main.tf": "# a key" });
    expect(mainOf({}, "x", shared, { "main.tf": "" })).toEqual({});
    expect(() => mainOf({ main: "kye.tf" }, "x", shared, {})).toThrow("no kye.tf beside the folders; there are key.tf");
    expect(() => mainOf({ main: "provider.tf" }, "x", shared, {})).toThrow("there is no provider.tf");
    expect(() => mainOf({ main: "key.tf" }, "x", shared, { "main.tf": "" })).toThrow("has a main.tf of its own");
  });
});
