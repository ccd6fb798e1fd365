import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The program of this name in the directories of the PATH, then in `more`; undefined where there is none. */
export async function onPath(name: string, more: readonly string[] = []): Promise<string | undefined> {
  for (const directory of [...(process.env.PATH ?? "").split(delimiter), ...more]) {
    if (directory && (await executable(join(directory, name)))) return join(directory, name);
  }
  return undefined;
}

/** Whether this process may execute the file. */
export function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
