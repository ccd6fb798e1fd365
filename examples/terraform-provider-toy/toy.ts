import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DiagnosticsError,
  isUnknown,
  type Provider,
  type Resource,
  unknown,
  type ValueMap,
} from "../../provider/protocol/index.ts";

/** What the provider block is made into. */
interface Folder {
  readonly directory: string;
}

const file: Resource<Folder> = {
  schema: {
    description: "A file with a text in it.",
    attributes: {
      name: { type: "string", required: true, description: "Its name. Another name is another file." },
      content: { type: "string", required: true },
      sha256: { type: "string", computed: true },
    },
  },

  validate(config) {
    if (isUnknown(config.name) || !String(config.name).includes("/")) return;
    const detail = `Given: ${config.name}`;
    const summary = "A name without a slash is needed";
    throw new DiagnosticsError([{ severity: "error", summary, detail, path: ["name"] }]);
  },

  async read({ directory }, { state }) {
    const content = await readFile(join(directory, String(state.name)), "utf8").catch(() => undefined);
    return { state: content === undefined ? null : { ...state, content, sha256: sha256(content) } };
  },

  async plan(_folder, { prior, proposed }) {
    if (!proposed) return { planned: null };
    const same = prior && prior.content === proposed.content;
    return { planned: { ...proposed, sha256: same ? prior.sha256! : unknown }, requiresReplace: [["name"]] };
  },

  async apply({ directory }, { prior, planned }) {
    if (!planned) {
      await rm(join(directory, String(prior?.name)), { force: true });
      return { state: null };
    }
    const content = String(planned.content);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, String(planned.name)), content);
    return { state: { ...planned, sha256: sha256(content) } };
  },

  async import(_folder, by) {
    // The name alone is enough: the file is read before anybody sees this.
    return { state: { name: "id" in by ? by.id : null, content: null, sha256: null } };
  },
};

export const toy: Provider<Folder> = {
  name: "toy",
  version: "0.1.0",
  schema: { attributes: { directory: { type: "string", required: true, description: "Where the files are." } } },
  configure: (config: ValueMap) => ({ directory: String(config.directory) }),
  resources: { toy_file: file },
};

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
