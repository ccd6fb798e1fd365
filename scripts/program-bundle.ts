// The program as one file, and beside it a library that few need. `node scripts/program-bundle.ts DIRECTORY` puts it elsewhere.
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");

/** Writes `tokapi.js` and what it needs beside Node into a directory; answers its size in bytes. */
export async function bundleProgram(directory: string): Promise<number> {
  const outfile = join(directory, "tokapi.js");
  await mkdir(directory, { recursive: true });
  await build({ ...common, entryPoints: [join(root, "cli/main.ts")], outfile, plugins: [apart, http] });
  // Six of seven megabytes, which only clusters with an exec plugin or the like need: an operator does not keep them in memory.
  await build({
    ...common,
    stdin: { contents: 'export { KubeConfig } from "@kubernetes/client-node";', resolveDir: root },
    outfile: join(directory, "client-node.js"),
  });
  await writeFile(outfile, inAscii(await readFile(outfile, "utf8")));
  await chmod(outfile, 0o755);
  return (await stat(outfile)).size;
}

/**
 * V8 keeps the source as long as the program runs, in two bytes a character if a single one is not ASCII: 3 MiB more. esbuild
 * escapes texts and names, but not regular expressions, in which the same escapes mean the same.
 */
function inAscii(source: string): string {
  if (/\\[\u0080-\uffff]/.test(source))
    throw new Error("the bundle has a backslash before a character that must be escaped");
  return source.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const apart: Plugin = {
  name: "apart",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({ path: "./client-node.js", external: true })),
};

/** An `import` of node:http reads all that it exports, and that loads Node's own fetch: 50 ms and 13 MiB for nothing. */
const http: Plugin = {
  name: "http",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:http$/ }, ({ kind, path }) =>
      kind === "import-statement" ? { path, namespace: "required" } : { path, external: true },
    );
    onLoad({ filter: /./, namespace: "required" }, ({ path }) => ({
      contents: `module.exports = require("${path}");`,
    }));
  },
};

const common: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node22",
  format: "esm",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  loader: { ".yaml": "text" },
  banner: {
    // An old Node fails somewhere inside a package, with words that help nobody.
    // CommonJS packages in an ESM bundle ask for `require`.
    js: `#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
if (process.versions.node.split(".").map(Number).reduce((a, b) => a * 1000 + b) < 22_019_000) {
  console.error("tokapi needs Node 22.19 or newer; this is " + process.version + ".");
  process.exit(2);
}`,
  },
};

if (import.meta.main) await bundleProgram(resolve(process.argv[2] ?? join(root, "dist")));
