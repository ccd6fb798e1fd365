import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { PackageFile } from "./package.ts";

/** Makes a folder hold exactly these files, in one step. `unchanged`: it does already. */
export function writePackage(folder: string, files: readonly PackageFile[]): "wrote" | "replaced" | "unchanged" {
  const before = isThere(folder);
  if (before && isSame(folder, files)) return "unchanged";
  // A provider that runs meanwhile has read its files, or reads those of one state.
  const next = `${folder}.new`;
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true });
  for (const { name, content, executable } of files) {
    writeFileSync(join(next, name), content, { mode: executable ? 0o755 : 0o644 });
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(next, folder);
  return before ? "replaced" : "wrote";
}

/** The same, but the program is not copied: a new build of it is what runs next. */
export function writeLinkedPackage(folder: string, files: readonly PackageFile[], program: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  writePackage(
    folder,
    files.filter(({ name }) => name !== "provider.cjs"),
  );
  symlinkSync(program, join(folder, "provider.cjs"));
}

function isThere(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
}

function isSame(folder: string, files: readonly PackageFile[]): boolean {
  const found = readdirSync(folder).sort();
  const wanted = files.map(({ name }) => name).sort();
  if (found.join("/") !== wanted.join("/")) return false;
  return files.every(({ name, content, executable }) => {
    const { mode } = lstatSync(join(folder, name));
    return (
      readFileSync(join(folder, name)).equals(Buffer.from(content)) && Boolean(mode & 0o100) === (executable ?? false)
    );
  });
}
