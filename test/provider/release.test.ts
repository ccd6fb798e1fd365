import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { unzipSync } from "fflate";
import { startNewApi } from "../../emulator/new-api/index.ts";
import { fullAddresses, platform } from "../support/provider-mirror.ts";
import { openWorkspace } from "../support/terraform.ts";
import { terraformPrograms } from "../tools/terraform-programs.ts";

const root = join(import.meta.dirname, "../..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const prefix = `terraform-provider-tok_${version}`;
const onLinux = platform() === "linux_amd64";
if (!onLinux) process.stderr.write("NOT TESTED: the executable without Node, which is made on Linux x64 only.\n");

const found = await terraformPrograms();

let directory: string;
const place = (...names: readonly string[]) => join(directory, ...names);
const content = (name: string) => readFileSync(place("release", `${prefix}_${name}`));

function release(folder: string, options: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const run = spawnSync(process.execPath, [join(root, "scripts/release.ts"), "--out", folder, ...options], {
    env: { ...inherited, ...env },
    encoding: "utf8",
  });
  expect([run.status, run.stderr]).toEqual([0, ""]);
  return run.stdout;
}

let said: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "tokapi-release-"));
  said = release(place("release"), onLinux ? [] : ["--no-standalone"]);
}, 180_000);
afterAll(() => rmSync(directory, { recursive: true }));

describe("npm run release", () => {
  it("makes what the registries ask for, and says how it is signed", () => {
    expect(readdirSync(place("release")).sort()).toEqual(
      ["SHA256SUMS", "darwin_amd64.zip", "darwin_arm64.zip", "linux_amd64.zip", "linux_arm64.zip", "manifest.json"].map(
        (name) => `${prefix}_${name}`,
      ),
    );
    expect(JSON.parse(content("manifest.json").toString())).toEqual({
      version: 1,
      metadata: { protocol_versions: ["6.0"] },
    });
    expect(said).toMatch(/Nothing is signed.*\n {2}gpg --detach-sign \S+_SHA256SUMS\n/);
  });

  it("lists the sums of all the others", () => {
    const others = readdirSync(place("release")).filter((name) => !name.endsWith("SHA256SUMS"));
    const sum = (name: string) =>
      createHash("sha256")
        .update(readFileSync(place("release", name)))
        .digest("hex");
    expect(content("SHA256SUMS").toString()).toBe(others.map((name) => `${sum(name)}  ${name}\n`).join(""));
  });

  it("gives every other system the same script, with one file that is named after the provider", () => {
    const files = unzipSync(content("linux_arm64.zip"));
    const named = Object.keys(files).filter((name) => /^terraform-provider-tok($|[_.])/.test(name));
    expect(named).toEqual([`terraform-provider-tok_v${version}`]);
    expect(Object.keys(files)).toHaveLength(4);
    for (const name of ["darwin_amd64.zip", "darwin_arm64.zip"])
      expect(content(name)).toEqual(content("linux_arm64.zip"));
  });

  it("makes the same bytes at another time and place", () => {
    release(place("again"), ["--no-standalone"], { TZ: "Asia/Tokyo" });
    const name = `${prefix}_darwin_arm64.zip`;
    expect(readFileSync(place("again", name)).equals(readFileSync(place("release", name)))).toBe(true);
  });
});

const declaration = `
terraform {
  required_providers {
    tok = { source = "tok/tok", version = "${version}" }
  }
}
provider "tok" {}
resource "tok_api_key" "server" {
  name           = "prod-api-server"
  store_in_state = true
}
`;

/** A workspace whose tool finds the packages in a packed mirror, as `terraform providers mirror` makes it. */
async function workspaceWith(program: (typeof found)[number], zip: string) {
  const mirror = place(`mirror-${program.tool}-${zip}`);
  for (const address of fullAddresses("tok/tok")) {
    mkdirSync(join(mirror, address), { recursive: true });
    copyFileSync(place("release", `${prefix}_${zip}`), join(mirror, address, `${prefix}_${platform()}.zip`));
  }
  const configuration = `${mirror}.tfrc`;
  const method = `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`;
  writeFileSync(configuration, `provider_installation {\n  ${method}\n}\n`);
  const emulator = await startNewApi({ profile: "v1.0.0-rc.24", port: 0, seed: "wire", limits: false });
  const { accessToken = "", userId = "" } = emulator.credentials as Record<string, string>;
  const workspace = await openWorkspace({
    program,
    files: { "main.tf": declaration },
    env: {
      TF_CLI_CONFIG_FILE: configuration,
      TOKAPI_DRIVER: "new-api",
      TOKAPI_PANEL_URL: emulator.panelURL,
      TOKAPI_ACCESS_TOKEN: accessToken,
      TOKAPI_USER_ID: userId,
    },
  });
  return {
    workspace,
    [Symbol.asyncDispose]: async () => {
      await workspace.close();
      await emulator.close();
    },
  };
}

const packages = [
  ...(onLinux ? [{ zip: "linux_amd64.zip", how: "without Node", node: false }] : []),
  { zip: "linux_arm64.zip", how: "by the machine's Node", node: true },
];

describe.each(found.flatMap((program) => packages.map((each) => ({ ...each, tool: program.tool, program }))))(
  "the package in a packed mirror, run $how by $tool",
  ({ zip, node, program }) => {
    it("is installed, and plans", async () => {
      await using opened = await workspaceWith(program, zip);
      const env = node ? {} : { PATH: place("nothing") };
      expect((await opened.workspace.succeed(["init"], { env })).output).toContain(`Installed tok/tok v${version}`);
      const plan = await opened.workspace.succeed(["plan"], { env });
      expect(plan.output).toContain("Plan: 1 to add");
    }, 60_000);
  },
);
