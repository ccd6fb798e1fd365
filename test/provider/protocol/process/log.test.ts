import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createLog, lowestLevel } from "../../../../provider/protocol/process/log.ts";
import type { LogLevel } from "../../../../provider/protocol/provider.ts";

const noon = new Date("2026-01-02T12:00:00.5Z");

function logged(lowest: LogLevel, ...args: Parameters<ReturnType<typeof createLog>>): string[] {
  const lines: string[] = [];
  createLog(
    (line) => lines.push(line),
    () => noon,
    lowest,
  )(...args);
  return lines;
}

describe("the log", () => {
  it("has six digits of a second, and fields beside the message", () => {
    expect(logged("info", "warn", "slow", { ms: 12, ok: false, who: "me" }).map((line) => JSON.parse(line))).toEqual([
      {
        "@level": "warn",
        "@message": "slow",
        "@timestamp": "2026-01-02T12:00:00.500000Z",
        ms: 12,
        ok: false,
        who: "me",
      },
    ]);
  });

  it("is one short line of texts under its own keys, whatever is logged", () => {
    const field = fc.oneof(fc.string(), fc.double(), fc.boolean());
    const key = fc.oneof(fc.string(), fc.constantFrom("@level", "@message", "@timestamp", "@@module", "__proto__"));
    fc.assert(
      fc.property(fc.string({ maxLength: 30_000 }), fc.dictionary(key, field), (message, fields) => {
        const [line = "", ...more] = logged("trace", "debug", message, fields);
        expect(more).toEqual([]);
        expect(line.indexOf("\n")).toBe(line.length - 1);
        const parsed = JSON.parse(line) as Record<string, unknown>;
        expect(
          Object.keys(parsed)
            .filter((name) => name.startsWith("@"))
            .sort(),
        ).toEqual(["@level", "@message", "@timestamp"]);
        expect([parsed["@level"], typeof parsed["@message"]]).toEqual(["debug", "string"]);
      }),
    );
    expect(logged("trace", "error", "\u0000".repeat(100_000))[0]!.length).toBeLessThan(64 * 1024);
  });

  it("says nothing below the level that was asked for", () => {
    expect(logged("warn", "info", "not this")).toEqual([]);
    expect(lowestLevel({})).toBe("error");
    expect(lowestLevel({ TF_LOG: "DEBUG" })).toBe("debug");
    expect(lowestLevel({ TF_LOG: "JSON" })).toBe("trace");
    expect(lowestLevel({ TF_LOG: "TRACE", TF_LOG_PROVIDER: "warn" })).toBe("warn");
    expect(lowestLevel({ TF_LOG: "whatever" })).toBe("error");
  });
});
