// A provider as a program of its own, whose one resource does what providers should survive.
import { writeFileSync } from "node:fs";
import { ApplyFailure, type Call, type Provider, serve, unknown } from "../../../../provider/protocol/index.ts";

const deeds: Readonly<Record<string, (call: Call) => void | Promise<void>>> = {
  nothing: () => {},
  wait: (call) =>
    new Promise((resolve) => {
      // The file tells the test that the change has begun, and who takes part.
      writeFileSync("processes.json", JSON.stringify({ provider: process.pid, client: process.ppid }));
      // Longer than a client waits that was asked to stop.
      const staying = setInterval(() => {}, 1000);
      call.signal.addEventListener("abort", () => {
        clearInterval(staying);
        writeFileSync("aborted.json", "{}");
        resolve();
      });
    }),
  crash: () => process.exit(3),
  stumble: () =>
    new Promise((resolve) => {
      setTimeout(() => {
        setImmediate(resolve);
        throw new Error("in a timer");
      });
    }),
  print: () => console.log("printed by mistake"),
  log: (call) => {
    call.log("warn", "watch out", { who: "me", "@level": "x", count: 3 });
    call.log("trace", "a detail");
  },
};

const rough: Provider<undefined> = {
  name: "rough",
  version: "1.0.0",
  schema: { attributes: {} },
  configure: () => undefined,
  resources: {
    rough_thing: {
      schema: {
        attributes: {
          deed: { type: "string", required: true },
          id: { type: "string", computed: true },
        },
      },
      read: async (_client, stored) => stored,
      plan: async (_client, { prior, proposed }) => ({
        planned: proposed && { ...proposed, id: prior?.id ?? unknown },
      }),
      apply: async (_client, { planned }, call) => {
        if (!planned) return { state: null };
        const state = { ...planned, id: "done" };
        await deeds[String(planned.deed)]?.(call);
        if (call.signal.aborted) {
          throw new ApplyFailure([{ severity: "error", summary: "Stopped half-way" }], {
            state: { ...state, id: "half" },
          });
        }
        return { state };
      },
    },
  },
};

await serve(rough);
