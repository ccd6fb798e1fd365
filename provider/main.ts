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
await serve(tokProvider(surroundings(time, process.env)));
