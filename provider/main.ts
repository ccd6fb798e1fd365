// terraform-provider-tok: started by Terraform and OpenTofu, never by hand.
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "./protocol/index.ts";
import { tokProvider } from "./resources/provider.ts";

await serve(
  tokProvider({
    world: {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      sleep: (ms, signal) => pause(ms, undefined, signal ? { signal } : {}),
      random: () => Math.random(),
      randomBytes: (count) => randomBytes(count),
    },
    environment: process.env,
    files: {
      read: (path) => readFileSync(path, "utf8"),
      // Beside it and then over it: a run that dies while writing leaves the old token or the new one, never half of one.
      write(path, content) {
        writeFileSync(`${path}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600 });
        renameSync(`${path}.new`, path);
      },
    },
    open: async (connection, deps) => {
      const { openConnection } = await import("../gateways/index.ts");
      return openConnection(connection, deps);
    },
  }),
);
