// terraform-provider-tok: started by Terraform and OpenTofu, never by hand.
import { setFlagsFromString } from "node:v8";
import { serve } from "./protocol/index.ts";
import { tokProvider } from "./resources/provider.ts";
import { realTime, surroundings } from "./surroundings.ts";

// V8 trades memory for time as on a desktop. With many resources the young generation stays as it is by then, and the old one
// grows by a third before it is collected: 50 MiB less in the same time. Not at once, for when its flags have changed V8
// compiles anew what of Node is still to be loaded, which would cost a start 25 ms.
setTimeout(() => {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=30");
}, 300).unref();
// Not awaited here: a program in CommonJS, as it is built, cannot.
serve(tokProvider(surroundings(realTime, process.env))).catch((error: unknown) => {
  // Else the client would wait a minute for a program that says nothing.
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
