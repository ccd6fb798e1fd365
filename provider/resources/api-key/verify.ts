import type { Sensitive } from "../../../core/sensitive.ts";
import type { Verdict } from "../../../gateways/gateway.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ConfiguredClient } from "../client.ts";

/** Servers keep verdicts for a while and databases lag: a good key may be refused for some seconds after its birth. */
const pauses = [250, 500, 1_000, 2_000, 4_000, 8_000];

/**
 * What the data plane says about a new key. An answer that is not "accepted" is asked for again for some 15 seconds; what
 * stands then is returned. `undefined` where the provider block says that nobody asks.
 */
export async function verify(client: ConfiguredClient, text: Sensitive, call: Call): Promise<Verdict | undefined> {
  if (!client.verify) return undefined;
  const gateway = await client.gateway(call);
  let verdict = await gateway.probe(text, { urgent: true });
  for (const pause of pauses) {
    if (verdict.kind === "accepted" || call.signal.aborted) break;
    await client.world.sleep(pause, call.signal).catch(() => undefined);
    verdict = await gateway.probe(text, { urgent: true });
  }
  if (verdict.kind === "accepted" && verdict.note)
    call.report({ severity: "warning", summary: "The new key is accepted, with a reservation", detail: verdict.note });
  return verdict;
}
