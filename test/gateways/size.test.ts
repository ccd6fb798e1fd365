import { fileURLToPath } from "node:url";
import { expect, it } from "@jest/globals";
import { build } from "esbuild";

/**
 * What core, gateways and the small zod may weigh in a bundle, in bytes; 123.9 KB when this was written. The provider for
 * Terraform is one file of at most 250 KB, and its own half of it is 110 KB. So this leaves it room, and one import too
 * many (a whole zod is 60 KB more, undici 730) fails here with its name.
 */
const largest = 128_000;
const welcome = /^(?:core|gateways|<stdin>|node_modules\/zod\/(?:mini|v4\/(?:core|mini|locales\/(?:en|index)\.js)))/;

it("a gateway with Node's own transport stays small enough for the provider's file", async () => {
  const { metafile, outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL("../..", import.meta.url)),
    stdin: {
      contents: `export { openConnection } from "./gateways/index.ts";
        export { readGatewayConfig } from "./gateways/config.ts";
        export { nodeTransport } from "./gateways/transports/node-transport.ts";`,
      resolveDir: fileURLToPath(new URL("../..", import.meta.url)),
    },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node22.19",
    format: "cjs",
    legalComments: "none",
    metafile: true,
    write: false,
  });
  const inputs = Object.entries(Object.values(metafile.outputs)[0]!.inputs)
    .map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const)
    .filter(([, bytes]) => bytes > 0)
    .sort(([, a], [, b]) => b - a);
  expect(inputs.map(([path]) => path).filter((path) => !welcome.test(path))).toEqual([]);
  const size = outputFiles[0]!.contents.length;
  if (size > largest) throw new Error(`${size} bytes instead of ${largest}; ${JSON.stringify(inputs.slice(0, 10))}`);
});
