import type { Sensitive } from "../../../core/sensitive.ts";
import type { CallOptions, Gateway } from "../../../gateways/gateway.ts";

/** Revokes a key. Old servers forget a dead key only when they are shown its text; there it is read first. */
export async function revokeForCertain(
  gateway: Gateway,
  id: string,
  text: Sensitive | undefined,
  options: CallOptions = {},
): Promise<void> {
  const lingers = gateway.capabilities.deathProof > 0;
  const known = text ?? (lingers ? await gateway.reveal(id, options).catch(() => undefined) : undefined);
  await gateway.revoke(id, known, options);
}
