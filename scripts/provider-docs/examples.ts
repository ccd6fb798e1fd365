import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../examples/terraform");

/** One file that can be copied. */
export interface Example {
  /** "main.tf". */
  readonly file: string;
  readonly text: string;
}

/** The examples in a folder of examples/terraform, `main` first. Throws if there is none: a page without one helps nobody. */
export function examplesOf(folder: string): readonly Example[] {
  const directory = join(root, folder);
  const files = existsSync(directory) ? readdirSync(directory).filter((file) => /\.(tf|tfquery\.hcl)$/.test(file)) : [];
  if (files.length === 0) throw new Error(`examples/terraform/${folder} has no example; write one, main.tf`);
  return files
    .sort((a, b) => Number(b.startsWith("main.")) - Number(a.startsWith("main.")) || (a < b ? -1 : 1))
    .map((file) => ({ file, text: readFileSync(join(directory, file), "utf8") }));
}

/** Examples as code blocks. */
export function shown(examples: readonly Example[]): readonly string[] {
  return examples.map(({ text }) => `\`\`\`terraform\n${text.trimEnd()}\n\`\`\``);
}
