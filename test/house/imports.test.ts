import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const root = join(import.meta.dirname, "../..");

const forbidden = [
  ["core", "../gateways/gateway.ts"],
  ["core", "undici"],
  ["core", "zod"],
  ["gateways", "zod"],
  ["core", "node:fs"],
  ["gateways", "../operator/main.ts"],
  ["gateways/new-api", "../../emulator/ledger.ts"],
  ["gateways", "@kubernetes/client-node"],
  ["gateways", "node:fs"],
  ["gateways", "undici"],
  ["gateways", "./transports/undici-transport.ts"],
  ["gateways/transports", "undici"],
  ["emulator", "../core/key.ts"],
  ["emulator/new-api", "../../gateways/gateway.ts"],
  ["emulator/kubernetes", "zod"],
  ["operator", "../emulator/ledger.ts"],
  ["operator/reconcile", "../../cli/main.ts"],
  ["provider/protocol", "../../core/key.ts"],
  ["provider/protocol/rpc", "../../resources/api-key.ts"],
  ["provider/protocol/grpc", "@grpc/grpc-js"],
  ["provider/protocol", "zod"],
  ["provider/resources", "zod"],
  ["provider/resources", "node:fs"],
  ["provider/resources/kube", "node:https"],
  ["provider/resources", "../../core/schedule.ts"],
  ["provider/resources/kube", "../../../gateways/transports/tunnel.ts"],
  ["provider/resources", "../../operator/kube/kubeconfig.ts"],
  ["provider/resources", "../protocol/rpc/answer.ts"],
  ["provider/constructs", "zod/mini"],
  ["provider/constructs", "node:fs"],
  ["provider/constructs", "../../gateways/index.ts"],
  ["provider/constructs", "../../operator/resources/tok-api-key.ts"],
  ["provider/constructs", "../resources/client.ts"],
  ["provider/constructs", "../protocol/serve.ts"],
  ["cli", "../test/support/control-plane.ts"],
] as const;

const allowed = [
  ["core", "zod/mini"],
  ["core", "./time.ts"],
  ["gateways/new-api", "../../core/key.ts"],
  ["gateways/transports", "node:https"],
  ["emulator/new-api", "../ledger.ts"],
  ["emulator/kubernetes", "@marcbachmann/cel-js"],
  ["operator/reconcile", "../../gateways/error.ts"],
  ["provider/protocol/rpc", "../grpc/method.ts"],
  ["provider/protocol", "node:http2"],
  ["provider/resources", "zod/mini"],
  ["provider/resources/api-key", "../../../core/names.ts"],
  ["provider/resources/api-key", "../../../gateways/error.ts"],
  ["provider/resources/api-key", "../../protocol/provider.ts"],
  ["provider/constructs", "cdktf"],
  ["provider/constructs", "../../core/key.ts"],
  ["provider/constructs", "../../gateways/offline.ts"],
  ["provider/constructs", "../resources/api-key/validate.ts"],
  ["provider/constructs", "../protocol/value.ts"],
  ["cli", "../emulator/kubernetes/index.ts"],
] as const;

const wait = "setTimeout(() => {}, 1)";
const impure = [
  ["core", "Date.now()"],
  ["core", 'fetch("/")'],
  ["core", "process.env"],
  ["core", wait],
  ["gateways", "process.env"],
  ["gateways", wait],
  ["provider/resources", "Date.now()"],
  ["provider/resources", "process.env"],
  ["provider/resources", wait],
  ["provider/constructs", "Date.now()"],
  ["provider/constructs", "process.env"],
] as const;

/** Files of one line each, linted with the project's own configuration in a folder of their own. */
let directory: string;
let complaints: Set<string>;

function fileOf(folder: string, what: string): string {
  return `${folder}/x${Buffer.from(what).toString("hex")}.ts`;
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "tokapi-imports-"));
  cpSync(join(root, "biome.json"), join(directory, "biome.json"));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  for (const [folder, module] of [...forbidden, ...allowed])
    put(fileOf(folder, module), `import * as x from "${module}";\nexport const y = x;\n`);
  for (const [folder, use] of impure) put(fileOf(folder, use), `export const x = ${use};\n`);
  const only = ["--only=style/noRestrictedImports", "--only=style/noRestrictedGlobals"];
  const run = spawnSync(
    join(root, "node_modules/.bin/biome"),
    ["lint", "--vcs-enabled=false", "--max-diagnostics=none", "--reporter=json", ...only, "."],
    {
      cwd: directory,
      encoding: "utf8",
    },
  );
  complaints = new Set([...run.stdout.matchAll(/[a-z0-9-]+(?:\/[a-z0-9-]+)*\/x[0-9a-f]+\.ts/g)].map(([path]) => path));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the import table", () => {
  it.each(forbidden)("forbids %s to import %s", (folder, module) => {
    expect(complaints).toContain(fileOf(folder, module));
  });

  it.each(allowed)("allows %s to import %s", (folder, module) => {
    expect(complaints).not.toContain(fileOf(folder, module));
  });

  it.each(impure)("keeps out of %s: %s", (folder, use) => {
    expect(complaints).toContain(fileOf(folder, use));
  });
});
