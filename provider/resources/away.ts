import { GatewayError } from "../../gateways/error.ts";
import { DiagnosticsError } from "../protocol/diagnostics.ts";
import type { Call } from "../protocol/provider.ts";
import type { ConfiguredClient } from "./client.ts";

/** What a plan asks the gateway; undefined, with a warning, while it cannot be asked. A refusal is thrown. */
export async function unlessAway<Answer>(
  client: ConfiguredClient,
  call: Call,
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!isAway(error)) throw error;
    call.report({
      severity: "warning",
      summary: "Groups and models were not checked",
      detail: `The gateway at ${client.connection.panelURL} cannot be asked now, so the apply will check them: ${(error.cause as Error).message}`,
    });
    return undefined;
  }
}

/** Not a refusal, but no answer: a plan goes on without it. */
export function isAway(error: unknown): error is DiagnosticsError {
  if (!(error instanceof DiagnosticsError)) return false;
  return error.cause instanceof GatewayError && ["retry", "wait-until", "unknown"].includes(error.cause.code);
}
