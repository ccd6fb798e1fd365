// terraform-provider-tok: started by Terraform and OpenTofu, never by hand.
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "./protocol/index.ts";
import { tokProvider } from "./resources/provider.ts";
import { surroundings } from "./surroundings.ts";

const time = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms: number, signal?: AbortSignal) => pause(ms, undefined, signal ? { signal } : {}),
};
// Not awaited here: a program in CommonJS, as it is built, cannot.
serve(tokProvider(surroundings(time, process.env))).catch((error: unknown) => {
  // Else the client would wait a minute for a program that says nothing.
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
