import type { Call, LogLevel } from "../provider.ts";

export type Log = Call["log"];

const levels: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error"];

/** Lines over 64 KiB are taken apart by the client; a character may take six bytes in JSON. */
const longestText = 8 * 1024;

/**
 * Lines of JSON in the shape that Terraform's log takes. Its parser is delicate: a timestamp has six digits after the
 * second or the line is shown raw, and a key of its own (`@…`) that is no text crashes Terraform itself. Nothing below
 * the level that the user asked for is written.
 */
export function createLog(write: (line: string) => void, now: () => Date, lowest: LogLevel): Log {
  const threshold = levels.indexOf(lowest);
  return (level, message, fields = {}) => {
    if (levels.indexOf(level) < threshold) return;
    const line: Record<string, string | number | boolean> = {};
    for (const [key, value] of Object.entries(fields)) {
      line[key.replace(/^@+/, "")] = typeof value === "string" ? value.slice(0, longestText) : value;
    }
    const timestamp = now().toISOString().replace("Z", "000Z");
    line["@level"] = level;
    line["@message"] = message.slice(0, longestText);
    line["@timestamp"] = timestamp;
    write(`${JSON.stringify(line)}\n`);
  };
}

/** What `TF_LOG_PROVIDER` or `TF_LOG` ask for; nobody reads the log otherwise, except after a crash. */
export function lowestLevel(environment: Readonly<Record<string, string | undefined>>): LogLevel {
  const asked = (environment.TF_LOG_PROVIDER || environment.TF_LOG || "").toLowerCase();
  if (asked === "json") return "trace";
  return levels.find((level) => level === asked) ?? "error";
}

/** A defect as fields of a log line: its stack, in one text. */
export function defectFields(error: unknown): { readonly error: string } {
  return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
