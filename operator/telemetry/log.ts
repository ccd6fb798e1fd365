import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** Lines leave together, in pages or ten times a second: a write for each was an eighth of the time of a storm of keys. */
const together = { dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 } as const;

/**
 * One JSON object a line on standard output, a tenth of a second late at most. Secrets cannot get in: key texts are wrapped
 * and print as [redacted].
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describeError },
  };
  return pino(options, destination ?? pino.destination(together));
}

/** Name, message and place of an error, and those of its causes; never its other fields, which may hold bodies. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return { name, message, ...code, stack, ...(cause instanceof Error ? { cause: describeError(cause) } : {}) };
}
