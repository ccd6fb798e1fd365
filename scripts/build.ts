// `npm run build`: each program as one file, and beside `tokapi` a library that few need. They need nothing beside Node.
import { join } from "node:path";
import { bundleProgram } from "./program-bundle.ts";
import { bundleProvider, largestProvider } from "./provider-bundle.ts";

const dist = join(import.meta.dirname, "../dist");
report("tokapi.js", await bundleProgram(dist));
const { bytes } = await bundleProvider(join(dist, "terraform-provider-tok.cjs"));
report("terraform-provider-tok.cjs", bytes);
if (bytes > largestProvider) {
  console.error(`The provider is larger than promised: ${bytes} of ${largestProvider} bytes.`);
  process.exitCode = 1;
}

function report(file: string, bytes: number): void {
  console.log(`dist/${file}: ${Math.round(bytes / 1000)} KB`);
}
