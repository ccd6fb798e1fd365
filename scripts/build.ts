// `npm run build`: each program as one file, and beside `tokapi` a library that few need. They need nothing beside Node. And the
// CDKTF constructs, which need what they stand on.
import { join } from "node:path";
import { bundleConstructs } from "./constructs-bundle.ts";
import { bundleProgram } from "./program-bundle.ts";
import { bundleProvider, largestClusterPart, largestProvider } from "./provider-bundle.ts";

const dist = join(import.meta.dirname, "../dist");
report("tokapi.js", await bundleProgram(dist));
const { bytes, clusterBytes } = await bundleProvider(join(dist, "terraform-provider-tok.cjs"));
report("terraform-provider-tok.cjs", bytes);
if (bytes - clusterBytes > largestProvider || clusterBytes > largestClusterPart) {
  const promise = `${largestProvider} bytes and ${largestClusterPart} for keys in a cluster`;
  console.error(
    `The provider is larger than promised: ${bytes - clusterBytes} and ${clusterBytes} bytes, not ${promise}.`,
  );
  process.exitCode = 1;
}
for (const [core, size] of Object.entries(await bundleConstructs(join(dist, "constructs"))))
  report(`constructs/${core}/index.js`, size);

function report(file: string, bytes: number): void {
  console.log(`dist/${file}: ${Math.round(bytes / 1000)} KB`);
}
