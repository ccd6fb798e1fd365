import type { Sensitive } from "../../../core/sensitive.ts";
import type { Diagnostic } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ConfiguredClient } from "../client.ts";
import { verify } from "./verify.ts";

/** Why a new key must not be relied on; undefined if it is fit. */
export async function unfit(
  client: ConfiguredClient,
  { text, remoteName }: { readonly text: Sensitive; readonly remoteName: string },
  call: Call,
): Promise<Diagnostic | undefined> {
  const verdict = await verify(client, text, call);
  if (verdict === undefined || verdict.kind === "accepted") return undefined;
  return {
    severity: "error",
    summary: "The new key does not work",
    detail: `The data plane at ${client.connection.dataURL} ${verdict.kind === "rejected" ? "refuses" : "did not accept"} the key ${remoteName}: ${verdict.why.replace(/[^.]$/, "$&.")} Nothing relies on it yet. Apply again when that is mended; verify = false in the provider block is for data planes that cannot be reached from here.`,
  };
}
