import type { LedgerSnapshot } from "../emulator/ledger.ts";
import { Child } from "./child.ts";

/** An emulated gateway in a process of its own. */
export interface EmulatedGateway {
  readonly kind: "new-api" | "sub2api";
  readonly panelURL: string;
  readonly dataURL: string;
  readonly credentials: Readonly<Record<string, string>>;
  ledger(): Promise<LedgerSnapshot>;
  stop(): Promise<void>;
}

/** Starts one with the set-up of the recordings; `limits` puts the software's default rate limits in force. */
export async function startGateway(kind: "new-api" | "sub2api", { limits = false } = {}): Promise<EmulatedGateway> {
  const child = Child.tokapi(["emulator", kind, "--json", ...(limits ? ["--limits"] : [])]);
  const [line = ""] = await child.lines(1);
  const { panelURL, dataURL, credentials, ledgerURL } = JSON.parse(line) as Omit<EmulatedGateway, "kind"> & {
    ledgerURL: string;
  };
  // With limits in force this call would take a place that the operator knows nothing of: it has our address.
  if (kind === "new-api" && !limits) await allowManyKeys(panelURL, credentials);
  return {
    kind,
    panelURL,
    dataURL,
    credentials,
    ledger: async () => (await (await fetch(ledgerURL)).json()) as LedgerSnapshot,
    stop: () => child.stop(),
  };
}

/** New API lets an account have a thousand keys, unless its owner says otherwise. */
async function allowManyKeys(panelURL: string, credentials: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${panelURL}/api/option/`, {
    method: "PUT",
    headers: {
      authorization: `Bearer ${credentials.rootAccessToken}`,
      "new-api-user": credentials.rootUserId!,
      "content-type": "application/json",
    },
    body: JSON.stringify({ key: "token_setting.max_user_tokens", value: "1000000" }),
  });
  const { success, message } = (await answer.json()) as { success: boolean; message: string };
  if (!success) throw new Error(`the emulator's limit of keys could not be raised: ${message}`);
}
