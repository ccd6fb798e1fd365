import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { cliConfigurations, goPlatform, implicitMirror } from "../../../cli/provider/places.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tokapi-home-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const inHome = (folder: string) => join(directory, folder);

describe("where providers are looked for", () => {
  it.each([
    ["as a rule", {}, "linux", ".terraform.d/plugins"],
    ["where only the data is elsewhere", { XDG_DATA_HOME: "/data" }, "linux", ".terraform.d/plugins"],
    [
      "where OpenTofu's credentials would be hidden",
      { XDG_CONFIG_HOME: "/config" },
      "linux",
      ".local/share/terraform/plugins",
    ],
    ["the same on a Mac", { XDG_CONFIG_HOME: "/config" }, "darwin", "Library/Application Support/io.terraform/plugins"],
  ] as const)("%s", (_, environment, system, folder) => {
    expect(implicitMirror({ directory, environment, system })).toBe(inHome(folder));
  });

  it("where the user's data is, if OpenTofu's credentials would be hidden", () => {
    const environment = { XDG_CONFIG_HOME: "/config", XDG_DATA_HOME: "/data" };
    expect(implicitMirror({ directory, environment, system: "linux" })).toBe("/data/terraform/plugins");
  });

  it("in the usual folder, where that is there already", () => {
    mkdirSync(inHome(".terraform.d"));
    const environment = { XDG_CONFIG_HOME: "/config" };
    expect(implicitMirror({ directory, environment, system: "linux" })).toBe(inHome(".terraform.d/plugins"));
  });
});

describe("the files of the CLI configuration", () => {
  it("are the one that is named, or those of both tools", () => {
    const home = { directory, system: "linux" } as const;
    expect(cliConfigurations({ ...home, environment: { TF_CLI_CONFIG_FILE: "/a.tfrc" } })).toEqual(["/a.tfrc"]);
    expect(cliConfigurations({ ...home, environment: { XDG_CONFIG_HOME: "/config" } })).toEqual([
      inHome(".terraformrc"),
      inHome(".tofurc"),
      "/config/opentofu/tofurc",
    ]);
  });
});

it.each([
  ["linux", "x64", "linux_amd64"],
  ["darwin", "arm64", "darwin_arm64"],
] as const)("names %s on %s as Go does", (system, architecture, name) => {
  expect(goPlatform(system, architecture)).toBe(name);
});
