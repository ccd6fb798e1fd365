// `npm run build`: each program as one file, and beside `tokapi` a library that few need. They need nothing beside Node.
import { chmod, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { bundleProvider } from "./provider-bundle.ts";

const root = join(import.meta.dirname, "..");
const outfile = join(root, "dist/tokapi.js");
await mkdir(join(root, "dist"), { recursive: true });
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
await build({
  ...common,
  entryPoints: [join(root, "cli/main.ts")],
  outfile,
  plugins: [
    {
      name: "apart",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({ path: "./client-node.js", external: true })),
    },
  ],
});
// Six of seven megabytes, which only clusters with an exec plugin or the like need: an operator does not keep them in memory.
await build({
  ...common,
  stdin: { contents: 'export { KubeConfig } from "@kubernetes/client-node";', resolveDir: root },
  outfile: join(root, "dist/client-node.js"),
});
await chmod(outfile, 0o755);
report("tokapi.js", (await stat(outfile)).size);
const provider = await bundleProvider(join(root, "dist/terraform-provider-tok.cjs"));
report("terraform-provider-tok.cjs", provider.bytes);

function report(file: string, bytes: number): void {
  console.log(`dist/${file}: ${Math.round(bytes / 1000)} KB`);
}
