import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type AppConfig } from "cdktf";

/** What `app.synth()` has written of one stack, as far as tests look at it. */
export interface SynthesizedStack {
  readonly provider: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** By type and address. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}
/** By stack. */
export type Synthesized = Readonly<Record<string, SynthesizedStack>>;

/**
 * Declares an app, synthesizes it in a folder of its own, and reads what came out, but for the backend: without it the state
 * is in the folder of the commands. Throws what synth throws.
 */
export function synthesized(declare: (app: App) => void, config: AppConfig = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "tokapi-synth-"));
  try {
    const app = new App({ outdir, ...config });
    declare(app);
    app.synth();
    const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
      readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
    };
    return Object.fromEntries(
      Object.entries(stacks).map(([name, { synthesizedStackPath }]) => [
        name,
        JSON.parse(readFileSync(join(outdir, synthesizedStackPath), "utf8"), (key, value) =>
          key === "backend" ? undefined : value,
        ),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
