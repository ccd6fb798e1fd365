import type { Sensitive } from "../../../core/sensitive.ts";
import type { Diagnostic } from "../../protocol/diagnostics.ts";
import type { Call } from "../../protocol/provider.ts";
import type { ConfiguredClient } from "../client.ts";
import { failure } from "../failure.ts";
import { insist } from "../insist.ts";
import { revokeForCertain } from "./revoke-for-certain.ts";

/** Revokes a key that nobody is to rely on; a warning where the gateway does not let us. */
export async function takeBack(
  client: ConfiguredClient,
  { id, remoteName }: { readonly id: string; readonly remoteName: string },
  call: Call,
  text?: Sensitive,
): Promise<Diagnostic | undefined> {
  const gateway = await client.gateway(call);
  // Not given up on ^C: a key that nobody knows of would be left behind.
  const unhurried = { signal: new AbortController().signal, log: call.log.bind(call) };
  return insist(client.world, unhurried, `revoking ${remoteName}`, () => revokeForCertain(gateway, id, text)).then(
    () => undefined,
    (error: unknown) => ({ ...failure(`Revoking the key ${remoteName}`, error), severity: "warning" as const }),
  );
}
