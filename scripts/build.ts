// `npm run build`: the program as one file, which needs nothing beside Node.
import { chmod, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const outfile = join(root, "dist/tokapi.js");
await mkdir(join(root, "dist"), { recursive: true });
await build({
  entryPoints: [join(root, "cli/main.ts")],
  outfile,
  bundle: true,
  platform: "node",
  target: "node22",
  format: "esm",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  loader: { ".yaml": "text" },
  banner: {
    // CommonJS packages in an ESM bundle ask for `require`.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
await chmod(outfile, 0o755);
console.log(`dist/tokapi.js: ${Math.round((await stat(outfile)).size / 1024)} KiB`);
