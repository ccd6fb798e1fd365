import { type Zippable, zipSync } from "fflate";
import type { PackageFile } from "../cli/provider/package.ts";

/** The first moment that a zip can tell. Zips hold no time zone, so it is the one of wherever this runs. */
const mtime = new Date(1980, 0, 1);
/** Modes are Unix's. */
const os = 3;

/** The files as a zip, the same bytes for the same files at any time and place. */
export function zipOf(files: readonly PackageFile[]): Uint8Array {
  const entries = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const zippable: Zippable = Object.fromEntries(
    entries.map(({ name, content, executable }) => {
      const attrs = ((executable ? 0o100_755 : 0o100_644) << 16) >>> 0;
      return [name, [Buffer.from(content), { attrs, os, mtime }]];
    }),
  );
  return zipSync(zippable, { level: 9 });
}
