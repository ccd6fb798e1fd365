import type { Call } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { type Client, configured } from "../client.ts";
import { fail } from "../failure.ts";
import { insist } from "../insist.ts";
import { lookUp } from "./look-up.ts";
import { revokeForCertain } from "./revoke-for-certain.ts";

export { validateLookUp } from "./look-up.ts";

/** Revokes the key that `id` or `name` means. One that is not there is a success, with a warning. */
export async function revoke(
  client: Client,
  config: ValueMap,
  progress: (message: string) => void,
  call: Call,
): Promise<void> {
  const ready = configured(client);
  const key = await lookUp(ready, config, call);
  if (!key) {
    const given = String(config.id ?? config.name);
    // Not an error, for it may be gone already; but a name that was mistyped must not pass for a revoked key.
    call.report({
      severity: "warning",
      summary: "There was no key to revoke",
      detail: `The account has no key "${given}". It is gone already, or was never there.`,
    });
    return progress(`There is no key "${given}".`);
  }
  progress(`Revoking the key ${key.id} (${key.name}).`);
  const gateway = await ready.gateway(call);
  await insist(ready.world, call, `revoking ${key.name}`, (signal) =>
    revokeForCertain(gateway, key.id, undefined, { signal, urgent: true }),
  ).catch((error: unknown) => fail(`Revoking the key ${key.name}`, error));
  progress(`The key ${key.id} is revoked.`);
}
