import { second } from "../../../core/time.ts";
import { DiagnosticsError } from "../../protocol/diagnostics.ts";
import type { Call, Opened } from "../../protocol/provider.ts";
import type { ValueMap } from "../../protocol/value.ts";
import { takeBack } from "../api-key/take-back.ts";
import { type Client, configured } from "../client.ts";
import { fail } from "../failure.ts";
import { insist } from "../insist.ts";
import { runKeyProblems } from "./declaration.ts";
import { readRunKeyNotes } from "./notes.ts";
import { renewAt } from "./open.ts";

export { open } from "./open.ts";

/** Throws everything that is wrong with a declaration by itself. */
export function validate(config: ValueMap): void {
  const problems = runKeyProblems(config);
  if (problems.length > 0) throw new DiagnosticsError(problems);
}

/** Moves the end of a key on; whatever else limits it stays as it is there. */
export async function renew(
  client: Client,
  notes: Uint8Array | undefined,
  call: Call,
): Promise<Omit<Opened, "result">> {
  const { id, name, lifetime } = readRunKeyNotes(notes);
  const { world, gateway: opened } = configured(client);
  const gateway = await opened(call);
  const end = Math.floor((world.now() + lifetime) / second) * second;
  await insist(world, call, `prolonging ${name}`, async (signal) => {
    const key = await gateway.get(id, { signal, urgent: true });
    if (!key) throw new DiagnosticsError([gone(name)]);
    await gateway.update(id, key.name, { ...key.restrictions, expiresAt: end }, { signal, urgent: true });
  }).catch((error: unknown) => fail(`Prolonging the key ${name}`, error));
  return { renewAt: renewAt(end, lifetime), ...(notes ? { private: notes } : {}) };
}

/** Revokes a key. */
export async function close(client: Client, notes: Uint8Array | undefined, call: Call): Promise<void> {
  const { id, name } = readRunKeyNotes(notes);
  const failed = await takeBack(configured(client), { id, remoteName: name }, call);
  // Its end at the gateway is near, so this is no reason to fail a run that did its work.
  if (failed) call.report(failed);
}

function gone(name: string) {
  return {
    severity: "error",
    summary: "The key of this run is gone",
    detail: `Somebody has revoked ${name} at the gateway while the run was using it.`,
  } as const;
}
