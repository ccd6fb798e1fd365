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

/** Files beside the folders. These are in every scenario, unless it has its own; the others where it names one as `main`. */
const everywhere = ["terraform.tf", "provider.tf"];

/** Every scenario below the folder, by name. Throws an Error that names every mistake in any of them. */
export async function loadScenarios(root: string): Promise<readonly Scenario[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  const shared: Record<string, string> = {};
  for (const { name } of entries.filter((entry) => entry.isFile() && entry.name.endsWith(".tf")))
    shared[name] = await readFile(join(root, name), "utf8");
  const loaded = await Promise.allSettled(folders.map(({ name }) => load(join(root, name), name, shared)));
  const problems = loaded.flatMap((result) => (result.status === "rejected" ? [String(result.reason.message)] : []));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return loaded
    .flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function load(folder: string, name: string, shared: Readonly<Record<string, string>>): Promise<Scenario> {
  const where = `${name}/scenario.yaml`;
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = await readFile(path, "utf8");
  }
  const { "scenario.yaml": text, ...others } = files;
  if (text === undefined) throw new Error(`${where} is missing`);
  const scenario = readScenario(text, where, others);
  const common = Object.fromEntries(everywhere.map((file) => [file, shared[file]!]));
  return { name, files: { ...common, ...mainOf(scenario, where, shared, others), ...others }, ...scenario };
}

/** The configuration that a scenario shares with others. Throws an Error that says what there is. */
export function mainOf(
  { main }: Pick<ScenarioFile, "main">,
  where: string,
  shared: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (main === undefined) return {};
  const text = shared[main];
  const there = Object.keys(shared).filter((name) => !everywhere.includes(name));
  if (text === undefined || everywhere.includes(main))
    throw new Error(`${where}: main: there is no ${main} beside the folders; there are ${there.join(", ")}`);
  if ("main.tf" in own) throw new Error(`${where}: main: the folder has a main.tf of its own; leave out one of them`);
  return { "main.tf": text };
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
  const { main, steps } = parsed.data;
  const isThere = (file: string) => file in files || (file === "main.tf" && main !== undefined);
  const missing = steps.flatMap(({ files: copied = {} }, index) =>
    Object.entries(copied).flatMap(([to, from]) =>
      from === null || isThere(from) ? [] : [`${where}: steps[${index}].files.${to}: there is no file ${from}`],
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
