import { rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** The promise about the provider's size, in bytes: each of the three to five starts of a command reads it. */
export const largestProvider = 250_000;

/** Writes the provider as one file that needs nothing beside Node. Answers its size in bytes. */
export async function bundleProvider(outfile: string): Promise<number> {
  const root = join(import.meta.dirname, "..");
  await build({
    absWorkingDir: root,
    entryPoints: ["provider/main.ts"],
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
  });
  // A program that is being used is never half of one.
  await rename(`${outfile}.new`, outfile);
  return (await stat(outfile)).size;
}

if (import.meta.main) await bundleProvider(join(import.meta.dirname, "../dist/terraform-provider-tok.cjs"));
