// `npm run build`: each program as one file, and beside `tokapi` a library that few need. They need nothing beside Node.
import { join } from "node:path";
import { bundleProgram } from "./program-bundle.ts";
import { bundleProvider } from "./provider-bundle.ts";

const dist = join(import.meta.dirname, "../dist");
report("tokapi.js", await bundleProgram(dist));
report("terraform-provider-tok.cjs", (await bundleProvider(join(dist, "terraform-provider-tok.cjs"))).bytes);

function report(file: string, bytes: number): void {
  console.log(`dist/${file}: ${Math.round(bytes / 1000)} KB`);
}
