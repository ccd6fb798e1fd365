import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Emulator, SeedFile } from "../emulator/emulator.ts";
import { startNewApi } from "../emulator/new-api/index.ts";
import { startSub2api } from "../emulator/sub2api/index.ts";
import { untilStopped } from "./until-stopped.ts";
import { UsageError } from "./usage-error.ts";

const kinds = {
  "new-api": { start: startNewApi, profile: "v1.0.0-rc.24" },
  sub2api: { start: startSub2api, profile: "0.1.179" },
} as const;

/** `tokapi emulator`: one emulated gateway. Its first line says where it is and what to log on with. */
export async function runEmulator(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      profile: { type: "string" },
      port: { type: "string", default: "0" },
      seed: { type: "string", default: "wire" },
      limits: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const kind = kinds[positionals[0] as keyof typeof kinds];
  if (!kind || positionals.length !== 1)
    throw new UsageError("say which: `tokapi emulator new-api` or `tokapi emulator sub2api`");
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port ${values.port}: must be a number from 0 to 65535`);
  const seed = await readSeed(values.seed);
  const emulator = await kind.start({ profile: values.profile ?? kind.profile, port, seed, limits: values.limits });
  process.stdout.write(values.json ? `${JSON.stringify(describe(emulator))}\n` : plain(emulator));
  await untilStopped();
  await emulator.close();
  return 0;
}

function describe({ kind, profile, panelURL, dataURL, credentials, ledgerURL }: Emulator) {
  return { kind, profile, panelURL, dataURL, credentials, ledgerURL };
}

function plain(emulator: Emulator): string {
  const { kind, profile, panelURL, dataURL, credentials, ledgerURL } = emulator;
  return `${[
    `${kind} ${profile}: panel ${panelURL}, data plane ${dataURL}`,
    ...Object.entries(credentials).map(([name, value]) => `  ${name}: ${value}`),
    `  ledger: ${ledgerURL}`,
    `  for the Terraform provider: export ${providerEnvironment(emulator).join(" ")}`,
    "  ^C stops it",
  ].join("\n")}\n`;
}

/** What a provider block without arguments reads. */
function providerEnvironment({ kind, panelURL, credentials }: Emulator): readonly string[] {
  const { accessToken = "", userId = "", email = "", password = "" } = credentials;
  const account =
    kind === "new-api"
      ? [`TOKAPI_ACCESS_TOKEN=${accessToken}`, `TOKAPI_USER_ID=${userId}`]
      : [`TOKAPI_EMAIL=${email}`, `TOKAPI_PASSWORD=${password}`];
  return [`TOKAPI_DRIVER=${kind}`, `TOKAPI_PANEL_URL=${panelURL}`, ...account];
}

async function readSeed(given: string): Promise<"wire" | "empty" | SeedFile> {
  if (given === "wire" || given === "empty") return given;
  try {
    return JSON.parse(await readFile(given, "utf8")) as SeedFile;
  } catch (error) {
    throw new UsageError(
      `--seed ${given}: must be wire, empty or a JSON file (${error instanceof Error ? error.message : error})`,
    );
  }
}
