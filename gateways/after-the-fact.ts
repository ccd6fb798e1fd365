import { formatInstant } from "../core/time.ts";
import { GatewayError } from "./error.ts";

/** The same trouble, met after a key was made: whatever it was, the key may exist. */
export function afterTheFact(error: unknown, what: string): GatewayError {
  if (!(error instanceof GatewayError)) throw error;
  const when = error.until === undefined ? "" : ` Not before ${formatInstant(error.until)}.`;
  const until = error.until === undefined ? {} : { until: error.until };
  return new GatewayError("unknown", error.reason, `${what}: ${error.message}${when}`, until);
}
