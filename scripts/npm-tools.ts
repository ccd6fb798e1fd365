import { execFile } from "node:child_process";
import { access, copyFile, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { cached } from "./cached.ts";

/**
 * The folder of tools that are too large, or too rarely needed, to be installed with the repository. `folder` holds their
 * package.json and package-lock.json; the answer holds `node_modules`, installed once per lock file. Throws if npm fails.
 */
export async function npmTools(folder: string): Promise<string> {
  const files = ["package.json", "package-lock.json"];
  const madeFrom = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const { dependencies } = JSON.parse(madeFrom[0]!) as { readonly dependencies: Readonly<Record<string, string>> };
  const tools = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  return cached({
    name: basename(folder),
    madeFrom,
    what: `installing ${tools.join(", ")}`,
    complete: (directory) =>
      access(join(directory, "node_modules")).then(
        () => true,
        () => false,
      ),
    make: async (directory) => {
      for (const file of files) await copyFile(join(folder, file), join(directory, file));
      const npm = process.platform === "win32" ? "npm.cmd" : "npm";
      await promisify(execFile)(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: directory });
    },
  });
}
