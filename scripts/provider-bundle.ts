import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";

/**
 * The promise about the provider's size, in bytes: each of the three to five starts of a command reads it. What keys in a
 * cluster need is beyond it, and runs only where they are declared; it has a bound of its own, so that neither grows.
 */
export const largestProvider = 250_000;
export const largestClusterPart = 60_000;

/** The provider as one file. */
export interface ProviderBundle {
  readonly bytes: number;
  /** How many of them are `tok_cluster_api_key` and its client of the Kubernetes API. */
  readonly clusterBytes: number;
  /** The modules that run when it starts, as paths from the repository's root; all others run when they are called for. */
  readonly atStart: readonly string[];
}

/** Writes the provider as one file that needs nothing beside Node. */
export async function bundleProvider(outfile: string): Promise<ProviderBundle> {
  const root = join(import.meta.dirname, "..");
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    metafile: true,
    outfile: `${outfile}.new`,
    bundle: true,
    platform: "node",
    target: "node22.19",
    // A single executable takes CommonJS only, and it starts faster. What is imported on demand is run on demand here too.
    format: "cjs",
    minify: true,
    // Node prints the line in which an uncaught error arose.
    lineLimit: 160,
    legalComments: "none",
    charset: "utf8",
  });
  // A program that is being used is never half of one.
  await rename(`${outfile}.new`, outfile);
  return {
    bytes: (await stat(outfile)).size,
    clusterBytes: bytesBelow(metafile, /^provider\/resources\/(cluster-api-key|kube)\//),
    atStart: [...reached(metafile, entry)],
  };
}

const entry = "provider/main.ts";

function bytesBelow({ outputs }: Metafile, folders: RegExp): number {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.reduce((sum, [path, { bytesInOutput }]) => sum + (folders.test(path) ? bytesInOutput : 0), 0);
}

/** What a module imports, and what that imports, without what is imported on demand. */
function reached(metafile: Metafile, from: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(from)) return found;
  found.add(from);
  for (const { path, kind, external } of metafile.inputs[from]?.imports ?? [])
    if (kind !== "dynamic-import" && !external) reached(metafile, path, found);
  return found;
}

if (import.meta.main) await bundleProvider(join(import.meta.dirname, "../dist/terraform-provider-tok.cjs"));
