import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** One JSON object a line on standard output. Secrets cannot get in: key texts are wrapped and print as [redacted]. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Name, message and place of an error, and those of its causes; never its other fields, which may hold bodies. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return { name, message, ...code, stack, ...(cause instanceof Error ? { cause: describeError(cause) } : {}) };
}
