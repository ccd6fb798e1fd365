import type { Restrictions } from "../../../core/restrictions.ts";
import { Sensitive } from "../../../core/sensitive.ts";
import { GatewayError } from "../../../gateways/error.ts";
import type { IssuedKey } from "../../../gateways/gateway.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ConfiguredClient } from "../client.ts";
import { insist } from "../insist.ts";

/** One key to make. */
export interface Draft {
  /** At the gateway; nobody else's. */
  readonly name: string;
  readonly restrictions: Restrictions;
  readonly enabled: boolean;
  /** The text that it is to have, where that is given. */
  readonly text?: Sensitive;
  /** It may be there already, from an earlier attempt. */
  readonly resume: boolean;
}

/**
 * Makes a key, once: where the answer was lost, the key is looked for by its name, twice, before that is the user's
 * business. Throws what the gateway said at last, `unknown` if the key may exist.
 */
export async function makeOnce(client: ConfiguredClient, draft: Draft, call: Call): Promise<IssuedKey> {
  const gateway = await client.gateway(call);
  const text = draft.text ?? (gateway.capabilities.keyText === "ours" ? ownText(client) : undefined);
  const attemptId = Buffer.from(client.world.randomBytes(12)).toString("hex");
  let { resume } = draft;
  let doubts = 0;
  let doubt: { readonly told: GatewayError; readonly lost: GatewayError } | undefined;
  const ask = (signal: AbortSignal) =>
    gateway
      .create({ ...draft, ...(text ? { text } : {}), attemptId, resume }, { signal, urgent: true })
      .catch((error: unknown) => {
        const unknown = error instanceof GatewayError && error.code === "unknown";
        resume ||= unknown;
        if (!unknown || ++doubts > 2) throw error;
        doubt = { told: new GatewayError("retry", error.reason, error.message), lost: error };
        throw doubt.told;
      });
  return insist(client.world, call, `making ${draft.name}`, ask, { once: true }).catch((error: unknown) => {
    // The repetition was cut short: then what it was for is what is true.
    throw doubt && error === doubt.told ? doubt.lost : error;
  });
}

function ownText(client: ConfiguredClient): Sensitive {
  return new Sensitive(`sk-${Buffer.from(client.world.randomBytes(32)).toString("hex")}`);
}
