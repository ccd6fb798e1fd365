import { parseArgs } from "node:util";
import { UsageError } from "../usage-error.ts";
import { install, installForDevelopment, installIntoMirror } from "./install.ts";
import type { Tool } from "./places.ts";

/** `tokapi provider install`: puts the Terraform provider where `init` finds it, and says what it did. */
export async function runProvider(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      mirror: { type: "string" },
      dev: { type: "boolean", default: false },
      terraform: { type: "boolean", default: false },
      tofu: { type: "boolean", default: false },
    },
  });
  if (positionals.length !== 1 || positionals[0] !== "install")
    throw new UsageError("say what to do: `tokapi provider install`");
  if (values.dev && values.mirror !== undefined)
    throw new UsageError("--dev and --mirror are two ways to install; give one of them");
  if (process.platform === "win32")
    throw new Error(
      "on Windows nothing can be installed: Terraform there starts executables only, and the provider is a script. " +
        "Use it in the Windows Subsystem for Linux, where this command works.",
    );
  const asked = (["terraform", "tofu"] as const satisfies readonly Tool[]).filter((tool) => values[tool]);
  const tools: readonly Tool[] = asked.length === 0 ? ["terraform", "tofu"] : asked;
  process.stdout.write(done(values, tools));
  return 0;
}

function done({ mirror, dev }: { readonly mirror?: string; readonly dev: boolean }, tools: readonly Tool[]): string {
  if (dev) return installForDevelopment(tools);
  return mirror === undefined ? install(tools) : installIntoMirror(mirror, tools);
}
