import { settings } from "../operator/config.ts";
import { runOperator } from "../operator/main.ts";

/** `tokapi operator`: runs it until SIGTERM; `--help` prints its settings. */
export async function runOperatorCommand(args: readonly string[]): Promise<number> {
  if (args.length === 0) {
    // At once: a process that has lost its lease, or has been drained, must not go on because something still waits.
    process.exit(await runOperator(process.env));
  }
  const lines = Object.values(settings).map((setting) => {
    const otherwise = "default" in setting ? ` Default: ${setting.default}.` : "";
    return `  ${setting.variable}\n      ${setting.help}${otherwise}`;
  });
  process.stdout.write(`The operator is configured by environment variables:\n${lines.join("\n")}\n`);
  return args[0] === "--help" || args[0] === "-h" ? 0 : 2;
}
