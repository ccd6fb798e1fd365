import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Brain } from "../simulation/brain.ts";
import type { Mutant } from "./list.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const core = join(root, "core");

/** The sources of core, once, as the JavaScript that is left without the types. */
function sources(): ReadonlyMap<string, string> {
  const files = readdirSync(core).filter((file) => file.endsWith(".ts"));
  return new Map(files.map((file) => [file, readFileSync(join(core, file), "utf8")]));
}

/** How often the mutant's text occurs; anything but once means that the list does not follow the code any more. */
export function occurrences({ file, find }: Mutant): number {
  return (sources().get(file) ?? "").split(find).length - 1;
}

/** A place for mutants below node_modules, where their imports of packages are found. */
export class Nursery {
  readonly #folder: string;
  #count = 0;

  constructor() {
    const cache = join(root, "node_modules", ".cache");
    mkdirSync(cache, { recursive: true });
    this.#folder = mkdtempSync(join(cache, "mutants-"));
  }

  /** Builds the whole of core with this one fault in it. */
  async raise(mutant: Mutant | undefined): Promise<Brain> {
    const folder = join(this.#folder, String(this.#count++));
    mkdirSync(folder);
    for (const [file, source] of sources()) {
      const changed = mutant?.file === file ? source.replace(mutant.find, () => mutant.replace) : source;
      const script = stripTypeScriptTypes(changed).replaceAll(/(from "\.\/[a-z-]+)\.ts"/g, '$1.mjs"');
      writeFileSync(join(folder, file.replace(".ts", ".mjs")), script);
    }
    const { decide } = await this.#load(folder, "decide");
    const { learn, absent, doubt, remember } = await this.#load(folder, "learn");
    return { decide, learn, absent, doubt, remember } as Brain;
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #load(folder: string, name: string): Promise<Partial<Brain>> {
    return import(pathToFileURL(join(folder, `${name}.mjs`)).href) as Promise<Partial<Brain>>;
  }
}
