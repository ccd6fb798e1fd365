import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { type ScenarioFile, scenarioSchema } from "./schema.ts";

/** A scenario and its files. */
export interface Scenario extends ScenarioFile {
  /** The folder's name. */
  readonly name: string;
  /** All other files of the folder by name: those of the configuration, and the variants that steps copy over them. */
  readonly files: Readonly<Record<string, string>>;
}

const DEFAULT_PROVIDER = "provider.tf";

/** Every scenario below the folder, by name. Throws an Error that names every mistake in any of them. */
export async function loadScenarios(root: string): Promise<readonly Scenario[]> {
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const provider = await readFile(join(root, DEFAULT_PROVIDER), "utf8");
  const loaded = await Promise.allSettled(folders.map(({ name }) => load(join(root, name), name, provider)));
  const problems = loaded.flatMap((result) => (result.status === "rejected" ? [String(result.reason.message)] : []));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return loaded
    .flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function load(folder: string, name: string, provider: string): Promise<Scenario> {
  const where = `${name}/scenario.yaml`;
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = await readFile(path, "utf8");
  }
  const { "scenario.yaml": text, ...others } = files;
  if (text === undefined) throw new Error(`${where} is missing`);
  return { name, files: { [DEFAULT_PROVIDER]: provider, ...others }, ...readScenario(text, where, others) };
}

/** Parses a scenario. Throws an Error with every mistake: where it is, what was given, what is allowed. */
export function readScenario(text: string, where: string, files: Readonly<Record<string, string>>): ScenarioFile {
  let input: unknown;
  try {
    input = parse(text);
  } catch (error) {
    throw new Error(`${where} is no YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = scenarioSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message, input: given }) => {
      const shown = given === undefined || typeof given === "object" ? "" : ` (given: ${JSON.stringify(given)})`;
      return `${where}: ${pathText(path) || "the file"}: ${message}${shown}`;
    });
    throw new Error(problems.join("\n"));
  }
  const missing = parsed.data.steps.flatMap(({ files: copied = {} }, index) =>
    Object.entries(copied).flatMap(([to, from]) =>
      from === null || from in files ? [] : [`${where}: steps[${index}].files.${to}: there is no file ${from}`],
    ),
  );
  if (missing.length > 0) throw new Error(missing.join("\n"));
  return parsed.data;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}${text ? "." : ""}${String(part)}`),
    "",
  );
}
