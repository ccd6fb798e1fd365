import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { serveReattached } from "../../../provider/protocol/index.ts";
import { tokProvider } from "../../../provider/resources/provider.ts";
import { surroundings } from "../../../provider/surroundings.ts";
import type { ProviderSources } from "../../support/terraform.ts";
import type { ScenarioClock } from "./clock.ts";

/** The provider of one scenario. */
export interface ScenarioProvider {
  readonly sources: ProviderSources;
  /** What it has logged outside of Terraform's own log. */
  log(): string;
  close(): void;
}

/**
 * Served from this process to all commands of a scenario, which saves three to five starts per command. `environment`
 * is looked at when a command configures the provider.
 */
export async function attachedProvider(
  clock: ScenarioClock,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ScenarioProvider> {
  const lines: string[] = [];
  const log = { write: (line: string) => void lines.push(line), level: "trace" as const };
  const { reattach, close } = await serveReattached(tokProvider(surroundings(clock, environment)), { log });
  return { sources: { reattach }, log: () => lines.join(""), close };
}

/** The version under which the spawned provider is installed. */
const VERSION = "0.0.1";
let program: Promise<string> | undefined;

/** Started by each command as a program of its own, out of a mirror; bundled once for all scenarios of this process. */
export async function spawnedProvider(): Promise<ScenarioProvider> {
  program ??= bundle();
  const mirror = [{ address: "tok/tok", version: VERSION, folder: await program }];
  return { sources: { mirror }, log: () => "", close: () => {} };
}

/** Removes what {@link spawnedProvider} has built. */
export async function removeSpawnedProvider(): Promise<void> {
  if (program) await rm(await program, { recursive: true });
  program = undefined;
}

async function bundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tokapi-provider-"));
  await build({
    entryPoints: [join(import.meta.dirname, "../entry.ts")],
    outdir: folder,
    entryNames: "provider",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    // As in the shipped program, what a command does not need is not loaded.
    splitting: true,
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  const launcher = join(folder, `terraform-provider-tok_v${VERSION}`);
  await writeFile(launcher, `#!/bin/sh\nexec '${process.execPath}' "$(dirname -- "$0")/provider.mjs"\n`);
  await chmod(launcher, 0o755);
  return folder;
}
